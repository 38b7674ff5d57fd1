package org.responsestck.mock.tool;

/** The tools of a server cannot be used. The message is fit for clients and holds no secret. */
public final class ToolFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private final String reason;
    private final boolean refused;

    private ToolFailure(String message, boolean refused) {
        super(message, null, false, false);
        this.reason = message;
        this.refused = refused;
    }

    /** The mock does not even try. */
    public static ToolFailure refused(String message) {
        return new ToolFailure(message, true);
    }

    /** The server was tried, and did not do its part. */
    public static ToolFailure broken(String message) {
        return new ToolFailure(message, false);
    }

    /** The message. */
    public String reason() {
        return reason;
    }

    /** Whether nothing was sent. */
    public boolean isRefused() {
        return refused;
    }
}
