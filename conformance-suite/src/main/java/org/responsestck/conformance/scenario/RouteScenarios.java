package org.responsestck.conformance.scenario;

import java.util.List;
import java.util.Map;
import org.responsestck.conformance.scenario.Needs.Model;
import org.responsestck.conformance.wire.Call;

/** What reaches a server before any operation: methods and paths that do not exist, an offer to upgrade, a large body. */
final class RouteScenarios {
    private static final int LARGE = 256 * 1024;
    private static final String WORDS = "the river runs to the sea ";

    private RouteScenarios() {}

    static List<Scenario> scenarios() {
        return List.of(
                Scenario.of(
                        "routes",
                        "A method and a path that no document knows.",
                        Needs.of(Model.NOTHING),
                        RouteScenarios::routes),
                Scenario.of(
                        "upgrade",
                        "A plain create that offers to go on with HTTP/2; without the offer where the target is reached by TLS.",
                        Needs.of(Model.STRUCTURE),
                        talk -> talk.send(
                                "create",
                                Bodies.create(talk.create(Bodies.PONG)).with("Upgrade", "h2c"))),
                Scenario.of(
                        "large",
                        "A create with 256 KiB of text.",
                        Needs.of(Model.STRUCTURE),
                        talk -> talk.send("create", Bodies.create(talk.create(large())))));
    }

    private static void routes(Talk talk) throws Stop {
        // A body that a create would take: who takes one for the other serves it.
        String body = talk.create(Bodies.PONG).toString();
        talk.send("method", new Call("PUT", "/responses", body, Map.of()));
        talk.send("route", Call.get("/responses/x/y/z"));
    }

    private static String large() {
        String order = "Reply pong.";
        return WORDS.repeat(LARGE / WORDS.length() + 1).substring(0, LARGE - order.length()) + order;
    }
}
