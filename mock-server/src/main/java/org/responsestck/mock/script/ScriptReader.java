package org.responsestck.mock.script;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import org.responsestck.mock.responder.Draft;
import org.responsestck.mock.transport.Ending;
import org.responsestck.mock.transport.Pace;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Reads scripts from YAML (JSON is YAML). Everything is checked, and every complaint has a place. */
final class ScriptReader {
    private static final Set<String> KEYS = Set.of("name", "match", "answer");
    private static final Set<String> MATCH = Set.of("model", "instructions", "last", "tool_output", "tools", "turn");
    private static final Set<String> TEXT = Set.of("equals", "contains", "matches");
    private static final Set<String> STEPS = Set.of("text", "function_call", "server_call", "pace", "end", "error");

    private final String file;

    private ScriptReader(String file) {
        this.file = file;
    }

    /** @throws ScriptException if the text is no list of scripts */
    static List<Script> read(String file, String text) {
        ScriptReader reader = new ScriptReader(file);
        Node root;
        try {
            root = new Yaml(new LoaderOptions()).compose(new StringReader(text));
        } catch (MarkedYAMLException e) {
            Mark mark = e.getProblemMark();
            throw new ScriptException(
                    file + (mark == null ? "" : ":" + (mark.getLine() + 1) + ":" + (mark.getColumn() + 1))
                            + ": this is no YAML: " + e.getProblem());
        }
        if (!(root instanceof SequenceNode list)) {
            throw new ScriptException(file + ": a script file is a list; begin each script with '- name: …'");
        }
        List<Script> scripts = new ArrayList<>();
        list.getValue().forEach(node -> scripts.add(reader.script(node)));
        return scripts;
    }

    private ScriptException wrong(Node node, String what) {
        Mark mark = node.getStartMark();
        return new ScriptException(file + ":" + (mark.getLine() + 1) + ":" + (mark.getColumn() + 1) + ": " + what);
    }

    private Map<String, Node> map(Node node, String what, Set<String> known) {
        if (!(node instanceof MappingNode mapping)) {
            throw wrong(node, what + " must be a mapping with " + list(known));
        }
        Map<String, Node> map = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            String key = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "?";
            if (!known.contains(key)) {
                throw wrong(tuple.getKeyNode(), "unknown key '" + key + "' in " + what + "; known are " + list(known));
            }
            if (map.put(key, tuple.getValueNode()) != null) {
                throw wrong(tuple.getKeyNode(), "the key '" + key + "' is there twice");
            }
        }
        return map;
    }

    private static String list(Set<String> words) {
        return String.join(", ", new java.util.TreeSet<>(words));
    }

    private Script script(Node node) {
        Map<String, Node> map = map(node, "a script", KEYS);
        if (!map.containsKey("answer")) {
            throw wrong(node, "a script needs an answer: a list of " + list(STEPS));
        }
        String name = map.containsKey("name")
                ? text(map.get("name"), "name")
                : "line " + (node.getStartMark().getLine() + 1);
        Script.Match match = map.containsKey("match")
                ? match(map.get("match"))
                : new Script.Match(null, null, null, null, List.of(), null);
        return new Script(name, match, answer(map.get("answer")));
    }

    private Script.Match match(Node node) {
        Map<String, Node> map = map(node, "match", MATCH);
        List<String> tools = new ArrayList<>();
        if (map.containsKey("tools")) {
            if (!(map.get("tools") instanceof SequenceNode names)) {
                throw wrong(map.get("tools"), "tools must be a list of names");
            }
            names.getValue().forEach(n -> tools.add(text(n, "a tool name")));
        }
        return new Script.Match(
                optional(map, "model"),
                optional(map, "instructions"),
                map.containsKey("last") ? last(map.get("last")) : null,
                optional(map, "tool_output"),
                tools,
                map.containsKey("turn") ? number(map.get("turn"), "turn", 1) : null);
    }

    private Script.Text last(Node node) {
        if (node instanceof ScalarNode) {
            return new Script.Text(null, text(node, "last"), null);
        }
        Map<String, Node> map = map(node, "last", TEXT);
        if (map.size() != 1) {
            throw wrong(node, "last needs exactly one of " + list(TEXT));
        }
        String matches = optional(map, "matches");
        if (matches != null) {
            try {
                Pattern.compile(matches);
            } catch (PatternSyntaxException e) {
                throw wrong(at(map, "matches"), "this is no regular expression: " + e.getDescription());
            }
        }
        return new Script.Text(optional(map, "equals"), optional(map, "contains"), matches);
    }

    private Draft answer(Node node) {
        if (!(node instanceof SequenceNode steps)) {
            throw wrong(node, "answer must be a list of " + list(STEPS));
        }
        List<Draft.Part> parts = new ArrayList<>();
        Pace pace = null;
        Ending ending = Ending.NORMAL;
        Draft.Failure failure = null;
        for (Node step : steps.getValue()) {
            Map<String, Node> map = map(step, "a step of an answer", STEPS);
            if (map.size() != 1) {
                throw wrong(step, "a step is one of " + list(STEPS));
            }
            String kind = map.keySet().iterator().next();
            Node value = at(map, kind);
            switch (kind) {
                case "text" -> parts.add(new Draft.Text(text(value, "text")));
                case "function_call" -> parts.add(functionCall(value));
                case "server_call" -> parts.add(serverCall(value));
                case "pace" -> pace = pace(value);
                case "end" -> ending = ending(value);
                default -> failure = failure(value);
            }
        }
        if (parts.isEmpty() && failure == null) {
            throw wrong(node, "an answer says something: add a text, function_call, server_call or error");
        }
        return new Draft(parts, pace, ending, failure);
    }

    private Draft.FunctionCall functionCall(Node node) {
        Map<String, Node> map = map(node, "function_call", Set.of("name", "arguments"));
        Node arguments = map.get("arguments");
        String text = arguments == null
                ? "{}"
                : arguments instanceof ScalarNode scalar
                        ? scalar.getValue()
                        : json(arguments).toString();
        return new Draft.FunctionCall(text(need(node, map, "name", "function_call"), "name"), text);
    }

    private Draft.ServerCall serverCall(Node node) {
        Map<String, Node> map = map(node, "server_call", Set.of("name", "arguments", "output"));
        JsonNode arguments =
                map.containsKey("arguments") ? json(map.get("arguments")) : JsonNodeFactory.instance.objectNode();
        if (!(arguments instanceof ObjectNode object)) {
            throw wrong(at(map, "arguments"), "arguments of a server_call must be a mapping");
        }
        return new Draft.ServerCall(
                text(need(node, map, "name", "server_call"), "name"),
                object,
                text(need(node, map, "output", "server_call"), "output"));
    }

    private Pace pace(Node node) {
        Map<String, Node> map = map(node, "pace", Set.of("first_ms", "gap_ms"));
        return new Pace(
                map.containsKey("first_ms") ? number(map.get("first_ms"), "first_ms", 0) : 0,
                map.containsKey("gap_ms") ? number(map.get("gap_ms"), "gap_ms", 0) : 0);
    }

    private Ending ending(Node node) {
        Map<String, Node> map = map(node, "end", Set.of("kind", "after_events"));
        Node kind = need(node, map, "kind", "end");
        try {
            Ending.Kind value = Ending.Kind.valueOf(
                    text(kind, "kind").toUpperCase(Locale.ROOT).replace('-', '_'));
            return new Ending(
                    value, map.containsKey("after_events") ? number(map.get("after_events"), "after_events", 0) : 0);
        } catch (IllegalArgumentException e) {
            if (e instanceof ScriptException) {
                throw e;
            }
            throw wrong(kind, "kind must be one of normal, truncate, reset, malformed_chunk, stall");
        }
    }

    private Draft.Failure failure(Node node) {
        Map<String, Node> map = map(node, "error", Set.of("status", "message", "retry_after"));
        int status = number(need(node, map, "status", "error"), "status", 400);
        if (status > 599) {
            throw wrong(at(map, "status"), "status must be 400 to 599");
        }
        String message = optional(map, "message");
        return new Draft.Failure(
                status,
                message == null ? "scripted error" : message,
                map.containsKey("retry_after") ? number(map.get("retry_after"), "retry_after", 0) : null);
    }

    /** A value that is known to be there. */
    private static Node at(Map<String, Node> map, String key) {
        return Objects.requireNonNull(map.get(key), key);
    }

    private Node need(Node node, Map<String, Node> map, String key, String what) {
        Node value = map.get(key);
        if (value == null) {
            throw wrong(node, what + " needs '" + key + "'");
        }
        return value;
    }

    private @Nullable String optional(Map<String, Node> map, String key) {
        return map.containsKey(key) ? text(map.get(key), key) : null;
    }

    private String text(Node node, String what) {
        if (!(node instanceof ScalarNode scalar)) {
            throw wrong(node, what + " must be a text");
        }
        return scalar.getValue();
    }

    private int number(Node node, String what, int least) {
        String text = text(node, what);
        try {
            int value = Integer.parseInt(text);
            if (value >= least) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw wrong(node, what + " must be a whole number of at least " + least + ", not '" + text + "'");
    }

    private JsonNode json(Node node) {
        JsonNodeFactory factory = JsonNodeFactory.instance;
        if (node instanceof MappingNode mapping) {
            ObjectNode object = factory.objectNode();
            mapping.getValue().forEach(t -> object.set(text(t.getKeyNode(), "a key"), json(t.getValueNode())));
            return object;
        }
        if (node instanceof SequenceNode sequence) {
            ArrayNode array = factory.arrayNode();
            sequence.getValue().forEach(n -> array.add(json(n)));
            return array;
        }
        String text = text(node, "a value");
        Tag tag = node.getTag();
        if (tag.equals(Tag.INT)) {
            return factory.numberNode(new java.math.BigInteger(text.replace("_", "")));
        }
        if (tag.equals(Tag.FLOAT)) {
            return factory.numberNode(new java.math.BigDecimal(text));
        }
        return tag.equals(Tag.BOOL)
                ? factory.booleanNode(text.equalsIgnoreCase("true"))
                : tag.equals(Tag.NULL) ? factory.nullNode() : factory.textNode(text);
    }
}
