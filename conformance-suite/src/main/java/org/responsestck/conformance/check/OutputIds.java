package org.responsestck.conformance.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.responsestck.conformance.evidence.Evidence;
import org.responsestck.conformance.evidence.ResponseObject;

/** Ids of output items. */
final class OutputIds {
    private static final String REUSED = "RESP-ITEMID-004";
    private static final Map<String, List<String>> CUSTOMARY = Map.of(
            "message", List.of("msg_"),
            "function_call", List.of("fc_"),
            "tool_call", List.of("fc_", "call_"),
            "reasoning", List.of("rs_"),
            // Recordings show both.
            "mcp_call", List.of("mcp_", "call_"));

    private OutputIds() {}

    static List<Check> checks() {
        return List.of(
                Shapes.passive(
                        "item-ids-are-unique-within-a-response",
                        "RESP-ITEMID-001",
                        e -> Shapes.finished(e)
                                .map(Shapes.Judged::response)
                                .filter(r -> !Items.output(r.node()).isEmpty())
                                .flatMap(OutputIds::unique)),
                Shapes.passive(
                        "item-ids-have-the-customary-prefixes",
                        "RESP-ITEMID-003",
                        e -> Shapes.finished(e).map(Shapes.Judged::response).flatMap(OutputIds::prefixes)),
                Shapes.passive("item-ids-name-one-item-each", REUSED, OutputIds::reused));
    }

    private static Stream<Observation> unique(ResponseObject response) {
        List<JsonNode> items = Items.output(response.node());
        Map<String, Integer> seen = new HashMap<>();
        List<Observation> observations = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            JsonNode id = items.get(i).path("id");
            Integer earlier = id.isTextual() ? seen.putIfAbsent(id.textValue(), i) : null;
            if (earlier != null) {
                observations.add(Shapes.broken(
                        "RESP-ITEMID-001",
                        "",
                        response,
                        "/output/" + i + "/id",
                        "another id than that of item " + earlier,
                        Shown.of(id)));
            }
        }
        return observations.isEmpty() ? Stream.of(Shapes.held("RESP-ITEMID-001", response)) : observations.stream();
    }

    private static Stream<Observation> prefixes(ResponseObject response) {
        List<JsonNode> items = Items.output(response.node());
        List<Observation> observations = new ArrayList<>();
        boolean any = false;
        for (int i = 0; i < items.size(); i++) {
            JsonNode item = items.get(i);
            String kind = Items.isMessage(item) ? "message" : item.path("type").asText();
            any |= prefix(response, "/output/" + i + "/id", item.path("id"), CUSTOMARY.get(kind), observations);
            if (Items.isFunctionCall(item)) {
                any |= prefix(
                        response, "/output/" + i + "/call_id", item.path("call_id"), List.of("call_"), observations);
            }
        }
        return any && observations.isEmpty()
                ? Stream.of(Shapes.held("RESP-ITEMID-003", response))
                : observations.stream();
    }

    private static boolean prefix(
            ResponseObject response,
            String pointer,
            JsonNode id,
            @Nullable List<String> customary,
            List<Observation> observations) {
        if (customary == null || !id.isTextual()) {
            return false;
        }
        if (customary.stream().noneMatch(id.textValue()::startsWith)) {
            observations.add(Shapes.broken(
                    "RESP-ITEMID-003", "", response, pointer, String.join(" or ", customary) + "…", Shown.of(id)));
        }
        return true;
    }

    /** An item as it stood in one response. */
    private record Use(ResponseObject response, String pointer, JsonNode item) {}

    private static Stream<Observation> reused(Evidence evidence) {
        Origins origins = Origins.of(evidence);
        Map<String, List<Use>> uses = new HashMap<>();
        Set<String> told = new HashSet<>();
        List<Observation> observations = new ArrayList<>();
        for (ResponseObject response :
                evidence.responses().stream().filter(ResponseObject::finished).toList()) {
            List<JsonNode> items = Items.output(response.node());
            Set<String> given = givenIds(origins.request(response));
            List<Observation> here = new ArrayList<>();
            boolean any = false;
            for (int i = 0; i < items.size(); i++) {
                JsonNode id = items.get(i).path("id");
                if (!id.isTextual() || Items.isEcho(items.get(i)) || given.contains(id.textValue())) {
                    continue;
                }
                any = true;
                Use use = new Use(response, "/output/" + i + "/id", items.get(i));
                List<Use> earlier = uses.computeIfAbsent(id.textValue(), k -> new ArrayList<>());
                for (Use other : earlier) {
                    String pair = id.textValue() + " " + life(other.response()) + " " + life(response);
                    String variant = clash(origins, other, use);
                    if (variant != null && told.add(pair)) {
                        here.add(Shapes.broken(
                                REUSED,
                                variant,
                                response,
                                use.pointer(),
                                "another id than in exchange "
                                        + other.response().from().id(),
                                Shown.of(id)));
                        break;
                    }
                }
                earlier.add(use);
            }
            if (any && here.isEmpty()) {
                here.add(Shapes.held(REUSED, response));
            }
            observations.addAll(here);
        }
        return observations.stream();
    }

    /** The variant under which two uses of one id clash, or null when they are one item. */
    private static @Nullable String clash(Origins origins, Use one, Use other) {
        String here = one.response().id();
        String there = other.response().id();
        if (life(one.response()).equals(life(other.response())) || (!here.isEmpty() && here.equals(there))) {
            return null;
        }
        if (!here.isEmpty() && !there.isEmpty() && origins.related(here, there)) {
            return Compare.same(content(one.item()), content(other.item())) ? null : "";
        }
        boolean chained = chained(origins, one.response()) || chained(origins, other.response());
        // Where a link of a chain is not known, an item seen twice may be history.
        return chained && Compare.same(content(one.item()), content(other.item())) ? null : "unrelated";
    }

    private static boolean chained(Origins origins, ResponseObject response) {
        return origins.turns(response).requests().size() != 1
                || !origins.turns(response).whole();
    }

    private static String life(ResponseObject response) {
        return response.id().isEmpty() ? "#" + response.from().id() : response.id();
    }

    /** What makes an item this item: not its status, nor members that one place shows and another leaves out. */
    private static JsonNode content(JsonNode item) {
        ObjectNode essence = JsonNodeFactory.instance.objectNode();
        for (String name :
                List.of("role", "call_id", "tool_call_id", "name", "arguments", "function", "mcp", "output")) {
            essence.set(name, item.path(name).isMissingNode() ? NullNode.getInstance() : item.path(name));
        }
        StringBuilder text = new StringBuilder();
        item.path("content").forEach(part -> text.append(part.path("text").asText("")));
        return essence.put("text", text.toString());
    }

    /** Ids that the client itself put into the input. */
    private static Set<String> givenIds(JsonNode request) {
        Set<String> ids = new HashSet<>();
        for (JsonNode item : request.path("input")) {
            if (item.path("id").isTextual()) {
                ids.add(item.path("id").textValue());
            }
        }
        return ids;
    }
}
