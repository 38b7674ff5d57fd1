package org.responsestck.conformance.cli;

/** Name and version of this tool. */
final class Tool {
    private Tool() {}

    static String version() {
        String version = Tool.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
