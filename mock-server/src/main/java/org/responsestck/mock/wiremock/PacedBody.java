package org.responsestck.mock.wiremock;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import org.responsestck.mock.Answered;

/**
 * A body that remembers how it is to leave. Whoever reads it gets all bytes at once; our servlet looks at {@link #answered} instead and writes
 * frame by frame.
 */
final class PacedBody extends InputStream {
    private final Answered answered;
    private @Nullable InputStream whole;

    PacedBody(Answered answered) {
        this.answered = answered;
    }

    Answered answered() {
        return answered;
    }

    private InputStream whole() {
        if (whole == null) {
            whole = new ByteArrayInputStream(answered.reply().body());
        }
        return whole;
    }

    @Override
    public int read() throws IOException {
        return whole().read();
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        return whole().read(into, offset, length);
    }

    @Override
    public int available() throws IOException {
        return whole().available();
    }
}
