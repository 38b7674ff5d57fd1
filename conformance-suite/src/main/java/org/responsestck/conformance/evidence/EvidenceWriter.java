package org.responsestck.conformance.evidence;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes the record of a run as it happens: JSON Lines in ASCII, the header first, then a line per event. Each line is on its way to
 * the disk when {@link #write} returns, so whatever ends the run loses at most the line under way. Thread-safe.
 */
public final class EvidenceWriter implements AutoCloseable {
    private final OutputStream out;

    private EvidenceWriter(OutputStream out) {
        this.out = out;
    }

    /**
     * Begins a record, over an older one of the same name.
     *
     * @throws IOException if the file cannot be made
     */
    public static EvidenceWriter create(Path file, Header header) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        // Not a channel: those are closed for good when a thread that writes is interrupted, and interrupted runs have
        // more to write.
        EvidenceWriter writer = new EvidenceWriter(new FileOutputStream(file.toFile()));
        try {
            writer.line(EvidenceJson.write(header));
        } catch (IOException e) {
            writer.out.close();
            throw e;
        }
        return writer;
    }

    /** @throws UncheckedIOException if the disk refuses */
    public void write(Event event) {
        try {
            line(EvidenceJson.write(event));
        } catch (IOException e) {
            throw new UncheckedIOException("the evidence cannot be written", e);
        }
    }

    private synchronized void line(byte[] json) throws IOException {
        out.write(json);
        out.flush();
    }

    @Override
    public synchronized void close() throws IOException {
        out.close();
    }
}
