package org.responsestck.mock.wiremock;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;

/** A request of unknown length whose body has been read up to a bound. */
final class BoundedRequest extends HttpServletRequestWrapper {
    private final byte[] body;
    private final boolean tooLarge;

    BoundedRequest(HttpServletRequest request, int bound) throws IOException {
        super(request);
        byte[] read = request.getInputStream().readNBytes(bound + 1);
        this.tooLarge = read.length > bound;
        this.body = read;
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
