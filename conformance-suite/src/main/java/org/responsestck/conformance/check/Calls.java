package org.responsestck.conformance.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads function calls in either form: {@code function_call} with name and arguments at top level, or {@code tool_call} with both
 * in {@code function}. Calls that the server executes are not meant.
 */
final class Calls {
    private Calls() {}

    /**
     * One call item.
     *
     * @param item the item
     * @param pointer where it stands, for example {@code /output/1}
     */
    record Item(JsonNode item, String pointer) {
        /** Whether this is the form with {@code function}. */
        boolean nested() {
            return item.path("type").asText("").equals("tool_call");
        }

        /** The name in the form that the type asks for, else in the other; empty when there is none. */
        String name() {
            return text(either("name"));
        }

        /** The arguments in the form that the type asks for, else in the other; a missing node when there are none. */
        JsonNode arguments() {
            return either("arguments");
        }

        String callId() {
            return text(item.path("call_id"));
        }

        String id() {
            return text(item.path("id"));
        }

        private JsonNode either(String member) {
            JsonNode top = item.path(member);
            JsonNode inner = item.path("function").path(member);
            JsonNode first = nested() ? inner : top;
            JsonNode second = nested() ? top : inner;
            return first.isMissingNode() || first.isNull() ? second : first;
        }

        /** What is wrong with the form, in words; empty when one form is complete and the other, if there, agrees. */
        Optional<String> fault() {
            JsonNode own = nested() ? item.path("function") : item;
            JsonNode other = nested() ? item : item.path("function");
            String place = nested() ? "function." : "";
            if (text(own.path("name")).isEmpty()) {
                return Optional.of(item.path("type").asText() + " without " + place + "name");
            }
            if (!own.path("arguments").isTextual()) {
                return Optional.of(
                        item.path("type").asText() + " whose " + place + "arguments is " + kind(own.path("arguments")));
            }
            if (!agree(own.path("name"), other.path("name"))
                    || !agree(own.path("arguments"), other.path("arguments"))) {
                return Optional.of("name and arguments differ between the item and its member function");
            }
            return Optional.empty();
        }

        /** Absent and null agree with everything; arguments as text and as object agree when they mean the same. */
        private static boolean agree(JsonNode own, JsonNode other) {
            return other.isMissingNode()
                    || other.isNull()
                    || own.equals(other)
                    || (!ToolAnswers.parse(own).isMissingNode()
                            && ToolAnswers.parse(own).equals(ToolAnswers.parse(other)));
        }
    }

    /** Whether this output item is a call of a function. */
    static boolean isCall(JsonNode item) {
        String type = item.path("type").asText("");
        return type.equals("function_call")
                || (type.equals("tool_call")
                        && !(item.path("mcp").isObject()
                                && !item.path("function").isObject()));
    }

    /** Whether this output item is the result of a tool that the server executed; its type is optional. */
    static boolean isToolOutput(JsonNode item) {
        return text(item.path("type")).equals("tool_output")
                || (!item.hasNonNull("type") && item.hasNonNull("tool_call_id"));
    }

    /** Whether this output item is a call of any tool, executed by whomever. */
    static boolean isAnyCall(JsonNode item) {
        return item.path("type").asText("").endsWith("_call");
    }

    /** The calls of a response in order; pointers begin with the given prefix. */
    static List<Item> in(JsonNode response, String prefix) {
        List<Item> calls = new ArrayList<>();
        JsonNode output = response.path("output");
        for (int i = 0; output.isArray() && i < output.size(); i++) {
            if (isCall(output.get(i))) {
                calls.add(new Item(output.get(i), prefix + "/output/" + i));
            }
        }
        return calls;
    }

    static String text(JsonNode node) {
        return node.isTextual() ? node.textValue() : "";
    }

    static String kind(JsonNode node) {
        return node.isMissingNode() ? "absent" : node.getNodeType().toString().toLowerCase(Locale.ROOT);
    }
}
