package org.responsestck.mock.defect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import org.responsestck.mock.Document.View;
import org.responsestck.mock.Seams;

/** Faults in the settings that a response shows again. */
final class EchoDefects {
    private static final Map<String, String> ROWS = rows();

    private EchoDefects() {}

    private static Map<String, String> rows() {
        Map<String, String> rows = new LinkedHashMap<>();
        rows.put("temperature", "PARAM-ECHO-001");
        rows.put("top_p", "PARAM-ECHO-002");
        rows.put("max_output_tokens", "PARAM-ECHO-003");
        rows.put("parallel_tool_calls", "PARAM-ECHO-004");
        rows.put("tool_choice", "PARAM-ECHO-005");
        rows.put("truncation", "PARAM-ECHO-006");
        rows.put("metadata", "PARAM-ECHO-007");
        rows.put("tools", "PARAM-ECHO-015");
        return rows;
    }

    private static JsonNode byDefault(String member) {
        return switch (member) {
            case "temperature", "top_p" -> DoubleNode.valueOf(1.0);
            case "parallel_tool_calls" -> BooleanNode.TRUE;
            case "tool_choice" -> TextNode.valueOf("auto");
            case "truncation" -> TextNode.valueOf("disabled");
            case "metadata" -> JsonNodeFactory.instance.objectNode();
            case "tools" -> JsonNodeFactory.instance.arrayNode();
            default -> IntNode.valueOf(4096);
        };
    }

    static List<Twist> all() {
        List<Twist> all = new ArrayList<>();
        ROWS.forEach((member, row) -> all.add(Twist.defect(
                "default-of-" + member.replace('_', '-'),
                member + " is shown with its default whatever was sent",
                Set.of(),
                Set.of(row, "STREAM-ECHO-001"),
                Edits.document(Edits.EVERYWHERE, (t, r) -> r.set(member, byDefault(member))))));
        all.add(Twist.defect(
                "stream-without-settings",
                "streams show defaults instead of what was sent",
                Set.of(),
                Set.of("STREAM-ECHO-001"),
                Edits.document(
                        Set.of(View.CREATED, View.RUNNING, View.TERMINAL),
                        (t, r) -> ROWS.keySet().forEach(member -> r.set(member, byDefault(member))))));
        all.add(metadata(
                "metadata-lower-cased",
                "keys and values of metadata are in lower case",
                (out, pair) -> out.put(
                        pair.getKey().toLowerCase(Locale.ROOT),
                        pair.getValue().asText().toLowerCase(Locale.ROOT))));
        all.add(metadata(
                "metadata-spaces-joined",
                "spaces in values of metadata are joined",
                (out, pair) -> out.put(pair.getKey(), pair.getValue().asText().replaceAll(" +", " "))));
        all.add(metadata(
                "metadata-empty-dropped", "pairs of metadata with an empty value are left out", (out, pair) -> {
                    if (!pair.getValue().asText().isEmpty()) {
                        out.set(pair.getKey(), pair.getValue());
                    }
                }));
        all.add(metadata(
                "metadata-ascii",
                "other letters than ASCII become question marks in metadata",
                (out, pair) -> out.put(pair.getKey(), pair.getValue().asText().replaceAll("[^\\x00-\\x7f]", "?"))));
        all.add(Twist.defect(
                "list-metadata-empty",
                "metadata is lost in lists",
                Set.of(),
                Set.of("PARAM-META-002"),
                Edits.document(Set.of(View.LIST), (t, r) -> r.putObject("metadata"))));
        all.add(Twist.defect(
                "tool-parameters-lost",
                "tools are shown without their parameters",
                Set.of(),
                Set.of("PARAM-ECHO-015"),
                tools(tool -> {
                    tool.remove("parameters");
                    return tool;
                })));
        all.add(Twist.defect(
                "tools-shown-nested",
                "tools are shown in the form of Chat Completions",
                Set.of(),
                Set.of("PARAM-ECHO-015"),
                tools(tool -> {
                    ObjectNode nested = JsonNodeFactory.instance.objectNode().put("type", "function");
                    nested.set("function", tool);
                    return nested;
                })));
        all.add(metadata(
                "metadata-decomposed",
                "letters of metadata come back in another normal form",
                (out, pair) -> out.put(
                        pair.getKey(), Normalizer.normalize(pair.getValue().asText(), Normalizer.Form.NFD))));
        return all;
    }

    private static Twist metadata(
            String id, String description, BiConsumer<ObjectNode, Map.Entry<String, JsonNode>> edit) {
        return Twist.defect(
                id,
                description,
                Set.of(),
                Set.of("PARAM-ECHO-007", "PARAM-META-002"),
                Edits.document(Edits.EVERYWHERE, (t, r) -> {
                    ObjectNode out = JsonNodeFactory.instance.objectNode();
                    r.path("metadata").properties().forEach(pair -> edit.accept(out, pair));
                    r.set("metadata", out);
                }));
    }

    private static UnaryOperator<Seams> tools(UnaryOperator<ObjectNode> edit) {
        return Edits.document(Edits.EVERYWHERE, (t, r) -> {
            JsonNode before = r.path("tools").deepCopy();
            var after = r.putArray("tools");
            before.forEach(tool -> after.add(edit.apply((ObjectNode) tool)));
        });
    }
}
