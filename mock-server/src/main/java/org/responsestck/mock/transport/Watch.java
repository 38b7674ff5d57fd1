package org.responsestck.mock.transport;

/** Is told how a reply leaves. Called by one thread at a time, in order. */
public interface Watch {
    /** Does not care. */
    Watch NONE = new Watch() {
        @Override
        public void left(Reply.Frame frame) {
            // Nobody counts.
        }

        @Override
        public void ended(End end) {
            // Nobody asks.
        }
    };

    /** How a reply ended. */
    enum End {
        /** It is still on its way. */
        RUNNING,
        /** All of it was handed to the system. */
        WHOLE,
        /** A fault broke it off. */
        BROKEN,
        /** The client went away first. */
        CLIENT_GONE
    }

    /** This frame was handed to the system. */
    void left(Reply.Frame frame);

    /** Nothing follows. Only the first call counts. */
    void ended(End end);
}
