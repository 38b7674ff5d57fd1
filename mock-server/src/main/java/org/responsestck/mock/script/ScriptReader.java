package org.responsestck.mock.script;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.responsestck.mock.fault.FaultRule;
import org.responsestck.mock.responder.Draft;
import org.responsestck.mock.transport.Pace;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Reads scripts from YAML or JSON. Everything is checked; what is wrong in one script does not hide what is wrong in the next. */
final class ScriptReader {
    private static final Set<String> KEYS = Set.of("name", "match", "answer", "steps");
    private static final Set<String> MATCH = Set.of(
            "model",
            "instructions",
            "last",
            "user",
            "items",
            "tool_output",
            "tools",
            "headers",
            "metadata",
            "body",
            "turn");
    private static final Set<String> TEXT = Set.of("equals", "contains", "matches");
    private static final Set<String> VALUE = Set.of("equals", "contains", "matches", "present");
    private static final Set<String> PARTS = Set.of(
            "text",
            "think",
            "refusal",
            "message",
            "function_call",
            "server_call",
            "status",
            "usage",
            "pace",
            "fault",
            "error");

    private final Nodes nodes;

    private ScriptReader(String file) {
        this.nodes = new Nodes(file);
    }

    /** @throws ScriptException if the text is no list of scripts; one line for each script that is wrong */
    static List<Script> read(String file, String text) {
        ScriptReader reader = new ScriptReader(file);
        Node root = reader.nodes.root(text);
        List<Script> scripts = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (Node node : reader.nodes.list(root, "a script file is a list; begin each script with '- name: …'")) {
            try {
                scripts.add(reader.script(node));
            } catch (ScriptException e) {
                problems.add(e.getMessage());
            }
        }
        if (!problems.isEmpty()) {
            throw new ScriptException(String.join("\n", problems));
        }
        return scripts;
    }

    private Script script(Node node) {
        Map<String, Node> map = nodes.map(node, "a script", KEYS);
        if (map.containsKey("answer") == map.containsKey("steps")) {
            throw nodes.wrong(node, "a script needs either an answer, a list of " + Nodes.list(PARTS) + ", or steps");
        }
        String origin = nodes.place(node);
        String name = map.containsKey("name") ? nodes.text(at(map, "name"), "name") : "at " + origin;
        Match match = map.containsKey("match") ? match(at(map, "match")) : Match.ANY;
        List<Script.Step> steps = new ArrayList<>();
        if (map.containsKey("answer")) {
            steps.add(new Script.Step(Match.ANY, answer(at(map, "answer"))));
        } else {
            for (Node step : nodes.list(at(map, "steps"), "steps must be a list; begin each with '- answer: …'")) {
                steps.add(step(step));
            }
        }
        return nodes.checked(node, () -> new Script(name, origin, match, steps));
    }

    private Script.Step step(Node node) {
        Map<String, Node> map = nodes.map(node, "a step", Set.of("when", "answer"));
        return new Script.Step(
                map.containsKey("when") ? match(at(map, "when")) : Match.ANY,
                answer(nodes.need(node, map, "answer", "a step")));
    }

    private Match match(Node node) {
        When when = new When();
        nodes.map(node, "match", MATCH)
                .forEach((key, value) -> nodes.checked(value, () -> condition(when, key, value)));
        return when.build();
    }

    private When condition(When when, String key, Node value) {
        return switch (key) {
            case "model" -> when.model(nodes.text(value, key));
            case "instructions" -> when.instructions(text(value, key));
            case "last" -> when.last(text(value, key));
            case "user" -> when.user(text(value, key));
            case "items" -> items(when, value);
            case "tool_output" -> toolOutput(when, value);
            case "tools" -> tools(when, value);
            case "headers" -> each(when, value, key, (name, rule) -> when.header(name, exact(rule, name)));
            case "metadata" ->
                each(when, value, key, (name, rule) -> when.body(When.member("/metadata", name), value(rule, name)));
            case "body" -> each(when, value, key, (pointer, rule) -> when.body(pointer, value(rule, pointer)));
            default -> when.turn(nodes.number(value, key, 1));
        };
    }

    private interface Entry {
        When add(String key, Node value);
    }

    private When each(When when, Node node, String what, Entry entry) {
        nodes.any(node, what + " must be a mapping")
                .forEach((key, value) -> nodes.checked(value, () -> entry.add(key, value)));
        return when;
    }

    private When tools(When when, Node node) {
        for (Node name : nodes.list(node, "tools must be a list of names")) {
            when.tools(nodes.text(name, "a tool name"));
        }
        return when;
    }

    private When items(When when, Node node) {
        for (Node item : nodes.list(node, "items must be a list of mappings with type, role, name, text")) {
            Map<String, Node> map = nodes.map(item, "an item", Set.of("type", "role", "name", "text"));
            nodes.checked(
                    item,
                    () -> when.item(
                            nodes.optional(map, "type"),
                            nodes.optional(map, "role"),
                            nodes.optional(map, "name"),
                            map.containsKey("text") ? text(at(map, "text"), "text") : null));
        }
        return when;
    }

    private When toolOutput(When when, Node node) {
        if (node instanceof ScalarNode) {
            return when.toolOutput(null, TextRule.contains(nodes.text(node, "tool_output")));
        }
        Map<String, Node> map =
                new LinkedHashMap<>(nodes.map(node, "tool_output", Set.of("name", "equals", "contains", "matches")));
        String name = nodes.optional(map, "name");
        map.remove("name");
        return when.toolOutput(name, map.isEmpty() && name != null ? null : rule(node, map, "tool_output"));
    }

    /** A plain text must be contained. */
    private TextRule text(Node node, String what) {
        return node instanceof ScalarNode
                ? TextRule.contains(nodes.text(node, what))
                : rule(node, nodes.map(node, what, TEXT), what);
    }

    /** A plain text must be equal. */
    private TextRule exact(Node node, String what) {
        return node instanceof ScalarNode
                ? TextRule.equal(nodes.text(node, what))
                : rule(node, nodes.map(node, what, TEXT), what);
    }

    private TextRule rule(Node node, Map<String, Node> map, String what) {
        if (map.size() != 1) {
            throw nodes.wrong(node, what + " needs exactly one of " + Nodes.list(TEXT));
        }
        Map.Entry<String, Node> only = map.entrySet().iterator().next();
        TextRule.Mode mode = TextRule.Mode.valueOf(only.getKey().toUpperCase(java.util.Locale.ROOT));
        return new TextRule(mode, nodes.text(only.getValue(), only.getKey()));
    }

    /** A plain value must be equal; a mapping is a rule. */
    private Match.ValueRule value(Node node, String what) {
        if (node instanceof ScalarNode) {
            return new Match.ValueRule(null, nodes.json(node), null);
        }
        Map<String, Node> map = nodes.map(node, what, VALUE);
        if (map.size() == 1 && map.containsKey("present")) {
            return new Match.ValueRule(null, null, nodes.bool(at(map, "present"), "present"));
        }
        if (map.size() == 1 && map.containsKey("equals")) {
            return new Match.ValueRule(null, nodes.json(at(map, "equals")), null);
        }
        return new Match.ValueRule(rule(node, map, what), null, null);
    }

    private Answer answer(Node node) {
        AnswerBuilder answer = new AnswerBuilder();
        for (Node part : nodes.list(node, "answer must be a list of " + Nodes.list(PARTS))) {
            Map<String, Node> map = nodes.map(part, "an answer", PARTS);
            if (map.size() != 1) {
                throw nodes.wrong(part, "each entry of an answer is one of " + Nodes.list(PARTS));
            }
            Map.Entry<String, Node> only = map.entrySet().iterator().next();
            nodes.checked(only.getValue(), () -> part(answer, only.getKey(), only.getValue()));
        }
        return nodes.checked(node, answer::build);
    }

    private AnswerBuilder part(AnswerBuilder answer, String kind, Node value) {
        return switch (kind) {
            case "text" -> answer.text(nodes.text(value, kind));
            case "think" -> answer.think(nodes.text(value, kind));
            case "refusal" -> answer.refusal(nodes.text(value, kind));
            case "message" -> answer.message(message(value));
            case "function_call" -> functionCall(answer, value);
            case "server_call" -> serverCall(answer, value);
            case "status" -> status(answer, value);
            case "usage" -> usage(answer, value);
            case "pace" -> answer.pace(pace(value));
            case "fault" -> answer.fault(fault(value));
            default -> error(answer, value);
        };
    }

    private List<Draft.Part> message(Node node) {
        List<Draft.Part> parts = new ArrayList<>();
        for (Node part : nodes.list(node, "message must be a list of text and refusal")) {
            Map<String, Node> map = nodes.map(part, "a message", Set.of("text", "refusal"));
            if (map.size() != 1) {
                throw nodes.wrong(part, "each part of a message is one of refusal, text");
            }
            String text = nodes.optional(map, "text");
            parts.add(nodes.checked(
                    part,
                    () -> text == null
                            ? new Draft.Refused(Template.checked(nodes.text(at(map, "refusal"), "refusal")))
                            : new Draft.Text(Template.checked(text))));
        }
        if (parts.isEmpty()) {
            throw nodes.wrong(node, "a message has at least one part");
        }
        return parts;
    }

    private AnswerBuilder functionCall(AnswerBuilder answer, Node node) {
        Map<String, Node> map = nodes.map(node, "function_call", Set.of("name", "arguments"));
        String name = nodes.text(nodes.need(node, map, "name", "function_call"), "name");
        Node arguments = map.get("arguments");
        if (arguments instanceof ScalarNode) {
            return answer.call(name, nodes.text(arguments, "arguments"));
        }
        return answer.call(name, arguments == null ? JsonNodeFactory.instance.objectNode() : nodes.json(arguments));
    }

    private AnswerBuilder serverCall(AnswerBuilder answer, Node node) {
        Map<String, Node> map = nodes.map(node, "server_call", Set.of("name", "arguments", "output"));
        JsonNode arguments =
                map.containsKey("arguments") ? nodes.json(at(map, "arguments")) : JsonNodeFactory.instance.objectNode();
        if (!(arguments instanceof ObjectNode object)) {
            throw nodes.wrong(at(map, "arguments"), "arguments of a server_call must be a mapping");
        }
        return answer.serverCall(
                nodes.text(nodes.need(node, map, "name", "server_call"), "name"),
                object,
                nodes.text(nodes.need(node, map, "output", "server_call"), "output"));
    }

    private AnswerBuilder status(AnswerBuilder answer, Node node) {
        Map<String, Node> map = nodes.map(node, "status", Set.of("incomplete", "failed"));
        if (map.size() != 1) {
            throw nodes.wrong(node, "status is either incomplete: REASON or failed: {code, message}");
        }
        String reason = nodes.optional(map, "incomplete");
        if (reason != null) {
            if (!AnswerBuilder.REASONS.contains(reason)) {
                throw nodes.wrong(
                        at(map, "incomplete"), "a response is incomplete for one of " + AnswerBuilder.REASONS);
            }
            return answer.incomplete(reason);
        }
        Node failed = at(map, "failed");
        Map<String, Node> error = nodes.map(failed, "failed", Set.of("code", "message"));
        return answer.failed(
                nodes.text(nodes.need(failed, error, "code", "failed"), "code"),
                nodes.text(nodes.need(failed, error, "message", "failed"), "message"));
    }

    private AnswerBuilder usage(AnswerBuilder answer, Node node) {
        Map<String, Node> map = nodes.map(node, "usage", Set.of("input", "cached", "output"));
        return answer.usage(
                nodes.number(nodes.need(node, map, "input", "usage"), "input", 0),
                map.containsKey("cached") ? nodes.number(at(map, "cached"), "cached", 0) : 0,
                nodes.number(nodes.need(node, map, "output", "usage"), "output", 0));
    }

    private Pace pace(Node node) {
        if (node instanceof ScalarNode) {
            return AnswerBuilder.preset(nodes.text(node, "pace"));
        }
        Map<String, Node> map =
                nodes.map(node, "pace", Set.of("preset", "first_ms", "gap_ms", "tokens_per_second", "jitter", "seed"));
        if (map.containsKey("gap_ms") && map.containsKey("tokens_per_second")) {
            throw nodes.wrong(node, "a pace has either gap_ms or tokens_per_second");
        }
        String name = nodes.optional(map, "preset");
        Pace pace = name == null ? Pace.NONE : AnswerBuilder.preset(name);
        if (map.containsKey("first_ms")) {
            pace = pace.withFirstMillis(nodes.number(at(map, "first_ms"), "first_ms", 0));
        }
        if (map.containsKey("gap_ms")) {
            pace = pace.withGapMillis(Math.min(600_000, nodes.number(at(map, "gap_ms"), "gap_ms", 0)));
        }
        if (map.containsKey("tokens_per_second")) {
            pace = pace.withTokensPerSecond(nodes.decimal(at(map, "tokens_per_second"), "tokens_per_second"));
        }
        double jitter = map.containsKey("jitter") ? nodes.decimal(at(map, "jitter"), "jitter") : pace.jitter();
        return pace.withJitter(
                jitter, map.containsKey("seed") ? nodes.number(at(map, "seed"), "seed", 0) : pace.seed());
    }

    private FaultRule fault(Node node) {
        if (node instanceof ScalarNode) {
            return FaultRule.parse(nodes.text(node, "fault"));
        }
        Map<String, String> values = new LinkedHashMap<>();
        nodes.any(node, "fault must be a mapping or a text")
                .forEach((key, value) -> values.put(key, nodes.text(value, key)));
        return FaultRule.of(values);
    }

    private AnswerBuilder error(AnswerBuilder answer, Node node) {
        Map<String, Node> map = nodes.map(node, "error", Set.of("status", "message", "retry_after"));
        String message = nodes.optional(map, "message");
        Node retryAfter = map.get("retry_after");
        return answer.error(
                nodes.number(nodes.need(node, map, "status", "error"), "status", 400),
                message == null ? "scripted error" : message,
                retryAfter == null ? null : nodes.number(retryAfter, "retry_after", 0));
    }

    /** A value that is known to be there. */
    private static Node at(Map<String, Node> map, String key) {
        return Objects.requireNonNull(map.get(key), key);
    }
}
