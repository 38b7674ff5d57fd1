package org.responsestck.conformance.target;

import java.util.List;
import org.responsestck.conformance.scenario.Needs;
import org.responsestck.conformance.witness.Witness;
import org.responsestck.mock.MockOptions;
import org.responsestck.mock.MockServer;

/** The mock of this project as a target, started for one run and gone with it. */
public final class EmbeddedMock implements AutoCloseable {
    private static final String MODEL = "accounts/tck/models/mock";

    private final MockServer server;
    private final Target target;

    private EmbeddedMock(MockServer server, String profile) {
        this.server = server;
        this.target = Target.at(server.baseUrl(), profile)
                .model(MODEL)
                .key(server.key())
                .secondKey(server.secondKey())
                .option(Needs.Option.ACCOUNT_ID, server.accountId())
                .option(Needs.Option.WITNESS, Witness.LOOPBACK)
                .option(Needs.Option.SECOND_MODEL, MODEL + "-2")
                .option(Needs.Option.REASONING_MODEL, MODEL + "-reasoning")
                .option(Needs.Option.FAULT_HOOK, "X-Mock-Fault: failed; at=middle")
                .build();
    }

    /**
     * Starts the mock on a free port.
     *
     * @param twists ids of defects, variations and quirks
     * @throws IllegalArgumentException if a twist or the profile is unknown
     */
    public static EmbeddedMock start(String profile, List<String> twists) {
        MockServer server =
                MockServer.start(MockOptions.defaults().profile(profile).twists(twists));
        try {
            return new EmbeddedMock(server, profile);
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    public Target target() {
        return target;
    }

    @Override
    public void close() {
        server.close();
    }
}
