package org.responsestck.conformance.check;

import java.util.List;

/** The stream checks, for tests of other packages. */
public final class StreamCheckList {
    private StreamCheckList() {}

    public static List<Check> all() {
        return StreamChecks.checks();
    }
}
