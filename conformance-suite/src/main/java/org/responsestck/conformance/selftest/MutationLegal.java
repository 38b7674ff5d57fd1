package org.responsestck.conformance.selftest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * The other direction: changes that leave a stream as legal as it was. Nobody may warn of one or fail it.
 */
public final class MutationLegal {
    /** What a request sent comes back as it was sent; names in it are the user's. */
    private static final Set<String> USERS = Set.of("metadata", "parameters", "tools", "schema");

    private static final Pattern ID =
            Pattern.compile("\"(resp|msg|fc|call|rs|mcpl|mcp)_(?!call|list|approval)([0-9A-Za-z]+)\"");

    /** What the rows of the profile remark on in any case: an unknown event is allowed and noted. */
    private static final Map<String, Set<String>> REMARKS = Map.of("unknown-events", Set.of("STREAM-ORDER-009"));

    private final MutationCorpus.Entry entry;
    private final Random random;
    private final List<Mutation> all = new ArrayList<>();

    private MutationLegal(MutationCorpus.Entry entry, long seed) {
        this.entry = entry;
        this.random = new Random(seed ^ entry.name().hashCode());
    }

    /** Each change once; those that do not change this stream are left out. */
    public static List<Mutation> of(MutationCorpus.Entry entry, long seed) {
        MutationLegal legal = new MutationLegal(entry, seed);
        legal.framing();
        legal.json();
        legal.meaning();
        return List.copyOf(legal.all);
    }

    /** Rows that may warn of such a change. */
    public static Set<String> remarks(Mutation change) {
        return REMARKS.getOrDefault(change.operator(), Set.of());
    }

    // ---------------------------------------------------------------- the same bytes otherwise

    private void framing() {
        rendered("no-event-lines", events -> events, List.of("data"), "\n", "");
        rendered("event-after-data", events -> events, List.of("data", "event"), "\n", "");
        rendered("crlf", events -> events, List.of("event", "data"), "\r\n", "");
        rendered("comments", events -> events, List.of(": ping", "event", ":", "data"), "\n", "");
        rendered("keep-alive-blocks", events -> events, List.of("event", "data", "", ": keep-alive"), "\n", "");
        rendered("two-empty-lines", events -> events, List.of("event", "data", ""), "\n", "");
        rendered("ids-and-retry", events -> events, List.of("id: 7", "retry: 1500", "event", "data"), "\n", "");
        rendered("no-space-after-colon", events -> events, List.of("event:", "data:"), "\n", "");
        if (!entry.body().contains("[DONE]")) {
            rendered("end-marker", events -> events, List.of("event", "data"), "\n", "data: [DONE]\n\n");
        }
    }

    private void json() {
        rendered("reordered-members", each(MutationLegal::reversed));
        rendered("sorted-members", each(MutationLegal::sorted));
        text("white-space", MutationLegal::spaced);
        text("escaped-letters", MutationLegal::escaped);
        text("many-data-lines", json -> spaced(json).replace(" ,\t", " ,\ndata: "));
    }

    private void meaning() {
        rendered("unknown-members", each(MutationLegal::withUnknown));
        rendered("unknown-member-of-events", each(e -> e.put("obfuscation", "x7Qz")));
        changed("unknown-events", this::withUnknownEvents);
        changed("split-deltas", this::split);
        changed("merged-deltas", MutationLegal::merged);
        String before = MutationTranscript.read(entry.body()).body();
        add("other-ids", ID.matcher(before).replaceAll(m -> "\"" + m.group(1) + "_z" + m.group(2) + "Q\""));
        add("other-time", before.replaceAll("\"created_at\":(\\d{9})\\d", "\"created_at\":$19"));
    }

    // ---------------------------------------------------------------- ways to write

    private void add(String name, String body) {
        if (!body.equals(entry.body())) {
            all.add(new Mutation(entry.name(), name, -1, "", "", "", Mutation.bytes(body)));
        }
    }

    private void changed(String name, Consumer<MutationTranscript> change) {
        MutationTranscript copy = MutationTranscript.read(entry.body());
        String before = copy.body();
        change.accept(copy);
        if (!copy.body().equals(before)) {
            add(name, copy.body());
        }
    }

    private void rendered(String name, Function<List<ObjectNode>, List<ObjectNode>> change) {
        rendered(name, change, List.of("event", "data"), "\n", "");
    }

    private void rendered(
            String name,
            Function<List<ObjectNode>, List<ObjectNode>> change,
            List<String> lines,
            String end,
            String tail) {
        StringBuilder body = new StringBuilder();
        for (ObjectNode event :
                change.apply(MutationTranscript.read(entry.body()).events())) {
            for (String line : lines) {
                body.append(
                                switch (line) {
                                    case "event" ->
                                        "event: " + event.path("type").asText("");
                                    case "event:" ->
                                        "event:" + event.path("type").asText("");
                                    case "data" -> "data: " + event;
                                    case "data:" -> "data:" + event;
                                    default -> line;
                                })
                        .append(end);
            }
            body.append(end);
        }
        add(name, body + tail.replace("\n", end));
    }

    /** Each event's JSON as another text of the same value. */
    private void text(String name, UnaryOperator<String> change) {
        StringBuilder body = new StringBuilder();
        for (ObjectNode event : MutationTranscript.read(entry.body()).events()) {
            body.append("data: ").append(change.apply(event.toString())).append("\n\n");
        }
        add(name, body.toString());
    }

    private static Function<List<ObjectNode>, List<ObjectNode>> each(Function<ObjectNode, ObjectNode> change) {
        return events -> events.stream().map(change).toList();
    }

    // ---------------------------------------------------------------- changes

    private static ObjectNode reversed(ObjectNode node) {
        return rewritten(node, names -> {
            Collections.reverse(names);
            return names;
        });
    }

    private static ObjectNode sorted(ObjectNode node) {
        return rewritten(node, names -> {
            Collections.sort(names);
            return names;
        });
    }

    private static ObjectNode rewritten(ObjectNode node, UnaryOperator<List<String>> order) {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        ObjectNode copy = node.objectNode();
        for (String name : order.apply(names)) {
            copy.set(name, rewritten(node.get(name), order));
        }
        return copy;
    }

    private static JsonNode rewritten(JsonNode node, UnaryOperator<List<String>> order) {
        if (node instanceof ObjectNode object) {
            return rewritten(object, order);
        }
        if (node instanceof ArrayNode array) {
            ArrayNode copy = array.arrayNode();
            array.forEach(e -> copy.add(rewritten(e, order)));
            return copy;
        }
        return node;
    }

    private static ObjectNode withUnknown(ObjectNode node) {
        for (Map.Entry<String, JsonNode> member : List.copyOf(node.properties())) {
            if (!USERS.contains(member.getKey())) {
                List<JsonNode> inside = new ArrayList<>(List.of(member.getValue()));
                if (member.getValue().isArray()) {
                    member.getValue().forEach(inside::add);
                }
                inside.stream()
                        .filter(ObjectNode.class::isInstance)
                        .map(ObjectNode.class::cast)
                        .forEach(MutationLegal::withUnknown);
            }
        }
        node.putObject("x_acme").put("trace", "0a1b").putArray("marks").add(1).addNull();
        return node;
    }

    /** Blanks and tabs wherever JSON allows them. */
    private static String spaced(String json) {
        return outsideTexts(json, c -> switch (c) {
            case ',' -> " ,\t";
            case ':' -> " : ";
            case '{', '[' -> c + " ";
            case '}', ']' -> " " + c;
            default -> String.valueOf(c);
        });
    }

    private static String outsideTexts(String json, Function<Character, String> change) {
        StringBuilder out = new StringBuilder();
        boolean inside = false;
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (inside && c == '\\') {
                out.append(c).append(json.charAt(++i));
            } else if (c == '"') {
                inside = !inside;
                out.append(c);
            } else {
                out.append(inside ? String.valueOf(c) : change.apply(c));
            }
        }
        return out.toString();
    }

    /** Every second character of every text by its number, names included. */
    private static String escaped(String json) {
        StringBuilder out = new StringBuilder();
        boolean inside = false;
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (inside && c == '\\') {
                out.append(c).append(json.charAt(++i));
            } else if (c == '"') {
                inside = !inside;
                out.append(c);
            } else if (inside && (i % 2 == 0 || c > 127)) {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    /** Events of a vendor anywhere before the end; the others keep their order, all are numbered. */
    private void withUnknownEvents(MutationTranscript t) {
        int last = t.events().size() - 1;
        if (last < 1 || !t.event(0).path("sequence_number").isNumber()) {
            return;
        }
        for (int n = 0; n < 3; n++) {
            ObjectNode vendor = t.event(0).objectNode();
            vendor.put("type", "acme.progress").put("sequence_number", 0).put("percent", 10 * n);
            t.events().add(1 + random.nextInt(last), vendor);
        }
        t.renumbered();
    }

    /** Every delta in two, between characters. */
    private void split(MutationTranscript t) {
        for (int i = t.events().size() - 1; i >= 0; i--) {
            String delta =
                    t.type(i).endsWith(".delta") ? t.event(i).path("delta").asText("") : "";
            if (delta.codePointCount(0, delta.length()) > 1) {
                int at = delta.offsetByCodePoints(0, 1 + random.nextInt(delta.codePointCount(0, delta.length()) - 1));
                ObjectNode rest = t.event(i).deepCopy();
                t.event(i).put("delta", delta.substring(0, at));
                t.events().add(i + 1, rest.put("delta", delta.substring(at)));
            }
        }
        t.renumbered();
    }

    /** Neighbouring deltas of the same kind and place as one, but not all: that nothing comes in pieces has a row of its own. */
    private static void merged(MutationTranscript t) {
        for (int i = t.events().size() - 1; i > 0; i -= 2) {
            ObjectNode here = t.event(i);
            ObjectNode before = t.event(i - 1);
            if (t.type(i).endsWith(".delta")
                    && here.path("delta").isTextual()
                    && place(here).equals(place(before))) {
                before.put(
                        "delta",
                        before.path("delta").asText() + here.path("delta").asText());
                t.events().remove(i);
            }
        }
        t.renumbered();
    }

    private static Map<String, JsonNode> place(ObjectNode event) {
        Map<String, JsonNode> place = new LinkedHashMap<>();
        event.properties().forEach(e -> place.put(e.getKey(), e.getValue()));
        place.keySet().removeAll(Set.of("delta", "sequence_number"));
        return place;
    }
}
