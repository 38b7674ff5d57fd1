package org.responsestck.mock.script;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.responsestck.mock.responder.Prompt;

/** What scripts ask about a prompt. */
final class View {
    private final List<JsonNode> items;
    private final List<String> declared;
    private final boolean serverTools;

    View(Prompt prompt) {
        this.items = prompt.items();
        this.declared = prompt.tools().stream()
                .map(t -> t.path("name").asText(t.path("function").path("name").asText("")))
                .filter(n -> !n.isEmpty())
                .toList();
        this.serverTools =
                prompt.tools().stream().anyMatch(t -> !t.path("type").asText().equals("function"));
    }

    /** Names of the declared function tools. */
    List<String> declared() {
        return declared;
    }

    /** Whether a tool is declared that the server executes. */
    boolean serverTools() {
        return serverTools;
    }

    String lastText() {
        return items.isEmpty() ? "" : text(items.get(items.size() - 1));
    }

    String userText() {
        for (int i = items.size() - 1; i >= 0; i--) {
            if (isUser(items.get(i))) {
                return text(items.get(i));
            }
        }
        return "";
    }

    private static boolean isUser(JsonNode item) {
        return item.path("role").asText().equals("user");
    }

    /** The newest output of a tool, or of any for null, behind the last user message; null if there is none. */
    @Nullable
    String newOutput(@Nullable String name) {
        for (int i = items.size() - 1; i >= 0 && !isUser(items.get(i)); i--) {
            if (isOutput(items.get(i)) && (name == null || name.equals(nameOf(i)))) {
                return text(items.get(i));
            }
        }
        return null;
    }

    /** The newest output of a tool, or of any for null, anywhere; empty if there is none. */
    String output(@Nullable String name) {
        for (int i = items.size() - 1; i >= 0; i--) {
            if (isOutput(items.get(i)) && (name == null || name.equals(nameOf(i)))) {
                return text(items.get(i));
            }
        }
        return "";
    }

    private static boolean isOutput(JsonNode item) {
        return item.path("type").asText().endsWith("_output");
    }

    /** The name of the tool whose output stands there. */
    private String nameOf(int at) {
        JsonNode output = items.get(at);
        String call = output.path("call_id").asText(output.path("tool_call_id").asText(""));
        for (int i = at - 1; i >= 0; i--) {
            JsonNode item = items.get(i);
            if (!call.isEmpty()
                    && !isOutput(item)
                    && (item.path("call_id").asText("").equals(call)
                            || item.path("id").asText("").equals(call))) {
                return called(item);
            }
        }
        return "";
    }

    /** How many times functions were called since the user last said something. */
    int rounds() {
        int rounds = 0;
        boolean before = false;
        for (int i = items.size() - 1; i >= 0 && !isUser(items.get(i)); i--) {
            boolean call = items.get(i).path("type").asText().equals("function_call");
            rounds += call && !before ? 1 : 0;
            before = call;
        }
        return rounds;
    }

    /** The name of the tool that an item calls; empty if it calls none. */
    static String called(JsonNode item) {
        return item.path("name")
                .asText(item.path("mcp")
                        .path("name")
                        .asText(item.path("function").path("name").asText("")));
    }

    /** What an item says. */
    static String text(JsonNode item) {
        JsonNode content = item.has("output")
                ? item.path("output")
                : item.has("arguments") ? item.path("arguments") : item.path("content");
        if (!content.isArray()) {
            return plain(content);
        }
        StringBuilder text = new StringBuilder();
        content.forEach(part ->
                text.append(part.path("text").asText(part.path("refusal").asText(""))));
        return text.toString();
    }

    /** A text as it is, anything else as JSON; empty for what is not there. */
    static String plain(JsonNode value) {
        return value.isMissingNode() || value.isNull() ? "" : value.isTextual() ? value.textValue() : value.toString();
    }
}
