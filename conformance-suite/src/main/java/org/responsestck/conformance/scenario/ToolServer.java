package org.responsestck.conformance.scenario;

/** A tool server of the run, open for one take: what reaches it is recorded. */
public interface ToolServer {
    /** Address for the transport <em>streamable HTTP</em>. */
    String url();

    /** Address for the older transport <em>HTTP with SSE</em>. */
    String sseUrl();
}
