package org.responsestck.mock.wiremock;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/** A request whose body has been read, and unpacked, up to a bound. */
final class BoundedRequest extends HttpServletRequestWrapper {
    private static final String ENCODING = "Content-Encoding";

    private final byte[] body;
    private final boolean tooLarge;
    private final boolean packed;

    /** @throws ZipException if it says that it is packed and is not */
    BoundedRequest(HttpServletRequest request, int bound) throws IOException {
        super(request);
        this.packed = packed(request);
        InputStream in = packed ? new GZIPInputStream(request.getInputStream()) : request.getInputStream();
        byte[] read = in.readNBytes(bound + 1);
        this.tooLarge = read.length > bound;
        this.body = read;
    }

    /** Whether the body is to be unpacked. */
    static boolean packed(HttpServletRequest request) {
        String encoding = request.getHeader(ENCODING);
        return encoding != null && encoding.toLowerCase(Locale.ROOT).contains("gzip");
    }

    private boolean hidden(String name) {
        return packed && name.equalsIgnoreCase(ENCODING);
    }

    @Override
    public @Nullable String getHeader(String name) {
        return hidden(name) ? null : super.getHeader(name);
    }

    @Override
    public Enumeration<String> getHeaders(String name) {
        return hidden(name) ? Collections.emptyEnumeration() : super.getHeaders(name);
    }

    @Override
    public Enumeration<String> getHeaderNames() {
        return Collections.enumeration(Collections.list(super.getHeaderNames()).stream()
                .filter(name -> !hidden(name))
                .toList());
    }

    boolean tooLarge() {
        return tooLarge;
    }

    @Override
    public ServletInputStream getInputStream() {
        return new Bytes(new ByteArrayInputStream(body));
    }

    private static final class Bytes extends ServletInputStream {
        private final ByteArrayInputStream bytes;

        Bytes(ByteArrayInputStream bytes) {
            this.bytes = bytes;
        }

        @Override
        public boolean isFinished() {
            return bytes.available() == 0;
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setReadListener(ReadListener listener) {
            throw new UnsupportedOperationException("the body is here already");
        }

        @Override
        public int read() {
            return bytes.read();
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            return bytes.read(into, offset, length);
        }
    }
}
