package org.responsestck.mock.script;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.StringReader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Reads the nodes of one YAML file (JSON is YAML); every complaint has a place. */
final class Nodes {
    private final String file;

    Nodes(String file) {
        this.file = file;
    }

    /** @throws ScriptException if the text is no YAML, or empty */
    Node root(String text) {
        try {
            Node root = new Yaml(new LoaderOptions()).compose(new StringReader(text));
            if (root == null) {
                throw new ScriptException(file + ":1:1: the file is empty");
            }
            return root;
        } catch (MarkedYAMLException e) {
            Mark mark = e.getProblemMark();
            throw new ScriptException(
                    (mark == null ? file + ":1:1" : place(mark)) + ": this is no YAML: " + e.getProblem());
        } catch (YAMLException e) {
            throw new ScriptException(file + ":1:1: this is no YAML: " + e.getMessage());
        }
    }

    private String place(Mark mark) {
        return file + ":" + (mark.getLine() + 1) + ":" + (mark.getColumn() + 1);
    }

    /** File, line and column. */
    String place(Node node) {
        return place(node.getStartMark());
    }

    ScriptException wrong(Node node, String what) {
        return new ScriptException(place(node) + ": " + what);
    }

    /** Gives a complaint about a value the place of the value. */
    <T> T checked(Node node, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (ScriptException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw wrong(node, String.valueOf(e.getMessage()));
        }
    }

    Map<String, Node> map(Node node, String what, Set<String> known) {
        Map<String, Node> map = any(node, what + " must be a mapping with " + list(known));
        for (NodeTuple tuple : ((MappingNode) node).getValue()) {
            String key = text(tuple.getKeyNode(), "a key");
            if (!known.contains(key)) {
                throw wrong(tuple.getKeyNode(), "unknown key '" + key + "' in " + what + "; known are " + list(known));
            }
        }
        return map;
    }

    /** A mapping with free keys. */
    Map<String, Node> any(Node node, String otherwise) {
        if (!(node instanceof MappingNode mapping)) {
            throw wrong(node, otherwise);
        }
        Map<String, Node> map = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            String key = text(tuple.getKeyNode(), "a key");
            if (map.put(key, tuple.getValueNode()) != null) {
                throw wrong(tuple.getKeyNode(), "the key '" + key + "' is there twice");
            }
        }
        return map;
    }

    static String list(Set<String> words) {
        return String.join(", ", new TreeSet<>(words));
    }

    List<Node> list(Node node, String otherwise) {
        if (!(node instanceof SequenceNode sequence)) {
            throw wrong(node, otherwise);
        }
        return sequence.getValue();
    }

    Node need(Node node, Map<String, Node> map, String key, String what) {
        Node value = map.get(key);
        if (value == null) {
            throw wrong(node, what + " needs '" + key + "'");
        }
        return value;
    }

    @Nullable
    String optional(Map<String, Node> map, String key) {
        Node value = map.get(key);
        return value == null ? null : text(value, key);
    }

    String text(Node node, String what) {
        if (!(node instanceof ScalarNode scalar)) {
            throw wrong(node, what + " must be a text");
        }
        return scalar.getValue();
    }

    int number(Node node, String what, int least) {
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

    double decimal(Node node, String what) {
        String text = text(node, what);
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw wrong(node, what + " must be a number, not '" + text + "'");
        }
    }

    boolean bool(Node node, String what) {
        String text = text(node, what);
        if (!text.equals("true") && !text.equals("false")) {
            throw wrong(node, what + " must be true or false, not '" + text + "'");
        }
        return text.equals("true");
    }

    JsonNode json(Node node) {
        JsonNodeFactory factory = JsonNodeFactory.instance;
        if (node instanceof MappingNode) {
            ObjectNode object = factory.objectNode();
            any(node, "").forEach((key, value) -> object.set(key, json(value)));
            return object;
        }
        if (node instanceof SequenceNode sequence) {
            ArrayNode array = factory.arrayNode();
            sequence.getValue().forEach(n -> array.add(json(n)));
            return array;
        }
        String text = text(node, "a value");
        Tag tag = node.getTag();
        try {
            if (tag.equals(Tag.INT)) {
                return factory.numberNode(new BigInteger(text.replace("_", "")));
            }
            if (tag.equals(Tag.FLOAT)) {
                return factory.numberNode(new BigDecimal(text.replace("_", "")));
            }
        } catch (NumberFormatException e) {
            throw wrong(node, "JSON has no number '" + text + "'; put it into quotes");
        }
        return tag.equals(Tag.BOOL)
                ? factory.booleanNode(Set.of("true", "yes", "on").contains(text.toLowerCase(java.util.Locale.ROOT)))
                : tag.equals(Tag.NULL) ? factory.nullNode() : factory.textNode(text);
    }
}
