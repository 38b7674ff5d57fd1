package org.responsestck.mock.wiremock;

import java.io.ByteArrayInputStream;
import org.responsestck.mock.transport.Reply;

/**
 * A body that remembers how it is to leave. Whoever reads it, as WireMock does before it sends anything, gets all bytes at once; our
 * servlet looks at {@link #reply} instead and writes frame by frame.
 */
final class PacedBody extends ByteArrayInputStream {
    private final Reply reply;

    PacedBody(Reply reply) {
        super(reply.body());
        this.reply = reply;
    }

    Reply reply() {
        return reply;
    }
}
