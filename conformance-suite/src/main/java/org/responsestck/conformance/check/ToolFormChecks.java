package org.responsestck.conformance.check;

import static org.responsestck.conformance.check.ToolAnswers.blocked;
import static org.responsestck.conformance.check.ToolAnswers.broken;
import static org.responsestck.conformance.check.ToolAnswers.held;
import static org.responsestck.conformance.check.ToolAnswers.is4xx;
import static org.responsestck.conformance.check.ToolAnswers.unclear;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.responsestck.conformance.evidence.Evidence;
import org.responsestck.conformance.evidence.ExchangeView;
import org.responsestck.conformance.evidence.ResponseObject;
import org.responsestck.conformance.evidence.Why;

/** Tools that are not well-formed, wherever in the run they were sent. */
final class ToolFormChecks {
    private ToolFormChecks() {}

    static List<Check> checks() {
        return List.of(
                new Check(
                        "nested-function-tool-is-refused-or-understood",
                        Set.of("TOOLS-FN-026"),
                        Set.of("tool-form"),
                        ToolFormChecks::nested),
                new Check(
                        "server-tool-needs-an-address",
                        Set.of("TOOLS-MCP-021"),
                        Set.of("tool-url"),
                        ToolFormChecks::addresses));
    }

    private static Stream<Observation> nested(Evidence evidence) {
        // A request that leaves the choice to the model may leave the question open; one that demands a call settles
        // it.
        return ToolAnswers.settle(evidence.exchanges().stream()
                .filter(v -> v.isCreate() && asksWithOneTool(v, ToolFormChecks::isNested))
                .map(v -> blocked("TOOLS-FN-026", v).orElseGet(() -> nested(evidence, v)))
                .toList());
    }

    private static boolean isNested(JsonNode tool) {
        return Calls.text(tool.path("type")).equals("function")
                && tool.path("function").isObject()
                && !tool.has("name");
    }

    private static boolean asksWithOneTool(ExchangeView view, Predicate<JsonNode> form) {
        JsonNode tools = view.request().path("tools");
        return tools.size() == 1 && form.test(tools.path(0));
    }

    private static Observation nested(Evidence evidence, ExchangeView view) {
        String id = "TOOLS-FN-026";
        int status = view.status();
        if (status == 400 || status == 422) {
            return held(id, view);
        }
        if (!view.ok()) {
            String variant =
                    is4xx(view) ? "other-4xx" : status == 501 || status < 500 ? "other-outcome" : "server-error";
            return broken(id, variant, view, "status 400 or 422, or the function usable", "status " + status);
        }
        Optional<ResponseObject> response = ToolAnswers.response(evidence, view);
        if (response.isEmpty()) {
            return unclear(id, Why.WIRE, "status 200 and no response", false, view);
        }
        return understood(evidence, id, view, response.get());
    }

    private static Observation understood(Evidence evidence, String id, ExchangeView view, ResponseObject response) {
        Set<String> declared = ToolAnswers.declared(view).keySet();
        if (Calls.in(response.node(), "").stream().anyMatch(c -> declared.contains(c.name()))) {
            return held(id, view);
        }
        String status = ToolAnswers.status(response.node());
        boolean demanded = Calls.text(view.request().path("tool_choice")).equals("required")
                && evidence.at("function-call", "forced").stream()
                        .flatMap(v -> ToolAnswers.response(evidence, v).stream())
                        .anyMatch(r -> !Calls.in(r.node(), "").isEmpty());
        JsonNode echo = response.node().path("tools");
        boolean gone = echo.isArray() && declared.stream().noneMatch(echo.toString()::contains);
        if (status.equals("completed") && (demanded || gone)) {
            return broken(
                    id,
                    "dropped",
                    view,
                    "status 400 or 422, or the function usable",
                    gone ? "status 200, tool left out" : "status 200, no call though required");
        }
        return unclear(id, Why.MODEL, "accepted; whether the function is usable did not show", false, view);
    }

    private static Stream<Observation> addresses(Evidence evidence) {
        return evidence.exchanges().stream()
                .filter(v -> v.isCreate() && asksWithOneTool(v, ToolFormChecks::lacksAddress))
                .map(v -> blocked("TOOLS-MCP-021", v).orElseGet(() -> address(v)));
    }

    private static boolean lacksAddress(JsonNode tool) {
        String type = Calls.text(tool.path("type"));
        if (!List.of("mcp", "sse").contains(type) || tool.hasNonNull("connector_id") || tool.hasNonNull("tunnel_id")) {
            return false;
        }
        String url = Calls.text(tool.path("server_url")).toLowerCase(Locale.ROOT);
        return !url.startsWith("http://") && !url.startsWith("https://");
    }

    private static Observation address(ExchangeView view) {
        String id = "TOOLS-MCP-021";
        int status = view.status();
        if (status == 400 || status == 422) {
            return held(id, view);
        }
        String variant = view.ok()
                ? "accepted"
                : is4xx(view)
                        ? "other-4xx"
                        : status == 501 ? "not-implemented" : status >= 500 ? "server-error" : "other-outcome";
        return broken(id, variant, view, "status 400 or 422", "status " + status);
    }
}
