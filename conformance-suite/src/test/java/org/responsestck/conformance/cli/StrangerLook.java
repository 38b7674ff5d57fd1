package org.responsestck.conformance.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How a {@link Stranger} writes: as little as the guide shows, or as much as the documents leave room for. */
enum StrangerLook {
    /**
     * The nine members and the items of the guide's example, the user's message first, calls as {@code tool_call}; errors are one
     * string; streams have CR LF, no event lines and an end marker.
     */
    BARE {
        @Override
        String id(int number) {
            return String.format(Locale.ROOT, "resp_%032x", number);
        }

        @Override
        ObjectNode error(int status, String member, String message) {
            return JSON.createObjectNode().put("error", message);
        }

        @Override
        String frame(ObjectNode event) {
            return "data:" + text(event) + "\r\n\r\n";
        }

        @Override
        String end() {
            return "data: [DONE]\r\n\r\n";
        }

        @Override
        List<JsonNode> items(Stranger.Turn turn, String view) {
            List<JsonNode> items = new ArrayList<>();
            if (!view.equals("stream")) {
                List<Stranger.Line> own = turn.heard()
                        .subList(turn.heard().size() - turn.own(), turn.heard().size());
                for (Stranger.Line line : own) {
                    if (line.role().equals("user")) {
                        items.add(message("msg_u" + items.size() + turn.id(), "user", line.text(), "completed"));
                    }
                }
            }
            items.addAll(answer(turn));
            return items;
        }

        @Override
        ObjectNode message(String id, String role, String text, String status) {
            ObjectNode message = JSON.createObjectNode().put("id", id).put("role", role);
            message.withArray("content")
                    .addObject()
                    .put("type", role.equals("assistant") ? "output_text" : "input_text")
                    .put("text", text);
            return message.put("status", status);
        }

        @Override
        ObjectNode call(Stranger.Call call, String status) {
            ObjectNode item = JSON.createObjectNode().put("id", call.id()).put("type", "tool_call");
            item.putObject("function").put("name", call.name()).put("arguments", call.arguments());
            return item;
        }

        @Override
        void adorn(ObjectNode document, Stranger.Turn turn) {
            // Nothing beyond the nine members.
        }
    },
    /**
     * Everything written out, names of another vendor and extra members beside the documented ones, the whole conversation in what is
     * read again; keys turned round, escapes, indentation, whole numbers with a fraction of zero; streams begin with a byte order
     * mark and a vendor's event, data runs over many lines, comments and unknown fields stand between, items are interleaved.
     */
    ORNATE {
        @Override
        String id(int number) {
            return "resp_" + "aB-_9z".repeat(20) + "==" + number;
        }

        @Override
        ObjectNode error(int status, String member, String message) {
            ObjectNode body = JSON.createObjectNode();
            if (status != 422) {
                body.putObject("error").put("message", message).putNull("code").put("param", member);
                return body;
            }
            ObjectNode detail =
                    body.withArray("detail").addObject().put("msg", message).put("type", "bad");
            detail.withArray("loc").add("body").add(member).add(0);
            return body;
        }

        @Override
        String text(JsonNode node) {
            try {
                return ASCII.writerWithDefaultPrettyPrinter().writeValueAsString(reversed(node));
            } catch (JsonProcessingException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        String frame(ObjectNode event) {
            return "event:" + event.path("type").asText() + "\nx-field: 1\ndata: "
                    + text(event).replaceAll("\\R", "\ndata: ") + "\n\n: still here\n\n";
        }

        @Override
        String begin() {
            return "\uFEFF: hello\nretry: 500\n\ndata: {\"type\":\"acme.warm\"}\n\n";
        }

        @Override
        List<JsonNode> items(Stranger.Turn turn, String view) {
            List<JsonNode> items = new ArrayList<>();
            if (view.equals("get")) {
                for (Stranger.Line line : turn.heard()) {
                    if (line.role().equals("user")
                            || (line.role().equals("assistant") && !line.text().isEmpty())) {
                        items.add(message("msg_h" + items.size() + turn.id(), line.role(), line.text(), "completed"));
                    }
                }
            }
            items.addAll(answer(turn));
            return items;
        }

        @Override
        ObjectNode message(String id, String role, String text, String status) {
            ObjectNode message = BARE.message(id, role, text, status).put("type", "message");
            ((ObjectNode) message.at("/content/0")).putNull("annotations").put("x_rank", 1);
            return message.putNull("function").putNull("mcp");
        }

        @Override
        ObjectNode call(Stranger.Call call, String status) {
            String arguments = status.equals("in_progress") ? "" : call.arguments();
            ObjectNode item = JSON.createObjectNode()
                    .put("id", "fc_" + call.id())
                    .put("type", "function_call")
                    .put("call_id", call.id())
                    .put("name", call.name())
                    .put("arguments", arguments);
            return item.put("status", status);
        }

        @Override
        void adorn(ObjectNode document, Stranger.Turn turn) {
            JsonNode asked = turn.request();
            document.put("object", "response").put("created_at", (double) turn.madeAt());
            document.put("x_region", "eu")
                    .put("service_tier", "default")
                    .putNull("error")
                    .putNull("user");
            for (String name : List.of("instructions", "max_output_tokens", "text", "reasoning")) {
                document.set(name, asked.path(name).isMissingNode() ? JSON.nullNode() : asked.get(name));
            }
            defaults(document, asked, "temperature", "1.0");
            defaults(document, asked, "top_p", "1.0");
            defaults(document, asked, "parallel_tool_calls", "true");
            defaults(document, asked, "tool_choice", "\"auto\"");
            defaults(document, asked, "truncation", "\"disabled\"");
            defaults(document, asked, "tools", "[]");
            defaults(document, asked, "metadata", "{}");
            if (document.path("usage") instanceof ObjectNode usage) {
                usage.set("input_tokens", usage.get("prompt_tokens"));
                usage.set("output_tokens", usage.get("completion_tokens"));
                usage.put("total_tokens", usage.get("total_tokens").asDouble());
            }
        }
    };

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final JsonMapper ASCII =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    abstract String id(int number);

    abstract ObjectNode error(int status, String member, String message);

    abstract String frame(ObjectNode event);

    /** The output; in the snapshot of a stream without the user's messages. */
    abstract List<JsonNode> items(Stranger.Turn turn, String view);

    abstract ObjectNode message(String id, String role, String text, String status);

    abstract ObjectNode call(Stranger.Call call, String status);

    /** Puts in what this look has beyond the nine members. */
    abstract void adorn(ObjectNode document, Stranger.Turn turn);

    String begin() {
        return "";
    }

    String end() {
        return "";
    }

    String text(JsonNode node) {
        return node.toString();
    }

    ObjectNode document(Stranger.Turn turn, String view) {
        boolean running = view.equals("running");
        ObjectNode document = JSON.createObjectNode()
                .put("id", turn.id())
                .put("created_at", turn.madeAt())
                .put("status", running ? "in_progress" : turn.cut() ? "incomplete" : "completed")
                .put("model", turn.request().path("model").asText());
        ArrayNode output = document.putArray("output");
        if (!running) {
            items(turn, view).forEach(output::add);
            int out = Math.max(1, turn.text().split("(?= )").length);
            document.putObject("usage")
                    .put("prompt_tokens", turn.tokensIn())
                    .put("completion_tokens", out)
                    .put("total_tokens", turn.tokensIn() + out)
                    .putObject("prompt_tokens_details")
                    .put("cached_tokens", turn.tokensIn() / 2);
        }
        JsonNode asked = turn.request();
        document.set(
                "previous_response_id",
                asked.path("previous_response_id").isTextual() ? asked.get("previous_response_id") : JSON.nullNode());
        document.put("store", turn.isStored());
        document.set(
                "max_tool_calls", asked.hasNonNull("max_tool_calls") ? asked.get("max_tool_calls") : JSON.nullNode());
        if (turn.cut() && !running) {
            document.putObject("incomplete_details").put("reason", "max_output_tokens");
        }
        adorn(document, turn);
        return document;
    }

    List<JsonNode> answer(Stranger.Turn turn) {
        if (turn.calls().isEmpty()) {
            String status = turn.cut() && this == ORNATE ? "incomplete" : "completed";
            return List.of(message("msg_a" + turn.id(), "assistant", turn.text(), status));
        }
        return turn.calls().stream().<JsonNode>map(c -> call(c, "completed")).toList();
    }

    String stream(Stranger.Turn turn) {
        List<ObjectNode> events = new ArrayList<>();
        events.add(event("response.created").set("response", document(turn, "running")));
        events.add(event("response.in_progress").set("response", document(turn, "running")));
        if (turn.calls().isEmpty()) {
            spoken(turn, answer(turn).get(0), events);
        } else {
            called(turn, events);
        }
        events.add(event(turn.cut() ? "response.incomplete" : "response.completed")
                .set("response", document(turn, "stream")));
        StringBuilder all = new StringBuilder(begin());
        for (int i = 0; i < events.size(); i++) {
            all.append(frame(events.get(i).put("sequence_number", i)));
        }
        return all.append(end()).toString();
    }

    private void spoken(Stranger.Turn turn, JsonNode message, List<ObjectNode> events) {
        ObjectNode opened = message.deepCopy();
        opened.put("status", "in_progress").putArray("content");
        JsonNode part = message.at("/content/0");
        events.add(event("response.output_item.added").put("output_index", 0).set("item", opened));
        events.add(part("response.content_part.added", message)
                .set("part", ((ObjectNode) part.deepCopy()).put("text", "")));
        for (String piece : turn.text().split("(?= )")) {
            events.add(part("response.output_text.delta", message).put("delta", piece));
        }
        events.add(part("response.output_text.done", message).put("text", turn.text()));
        events.add(part("response.content_part.done", message).set("part", part));
        events.add(event("response.output_item.done").put("output_index", 0).set("item", message));
    }

    private ObjectNode part(String type, JsonNode message) {
        return event(type)
                .put("item_id", message.path("id").asText())
                .put("output_index", 0)
                .put("content_index", 0);
    }

    /** All calls are opened before the first is closed. */
    private void called(Stranger.Turn turn, List<ObjectNode> events) {
        for (int i = 0; i < turn.calls().size(); i++) {
            JsonNode item = call(turn.calls().get(i), "in_progress");
            events.add(
                    event("response.output_item.added").put("output_index", i).set("item", item));
        }
        for (int i = 0; i < turn.calls().size(); i++) {
            Stranger.Call call = turn.calls().get(i);
            JsonNode item = call(call, "completed");
            if (this == ORNATE) {
                String type = "response.function_call_arguments.";
                String id = item.path("id").asText();
                events.add(event(type + "delta")
                        .put("item_id", id)
                        .put("output_index", i)
                        .put("delta", call.arguments()));
                events.add(event(type + "done")
                        .put("item_id", id)
                        .put("output_index", i)
                        .put("arguments", call.arguments()));
            }
            events.add(event("response.output_item.done").put("output_index", i).set("item", item));
        }
    }

    private static ObjectNode event(String type) {
        return JSON.createObjectNode().put("type", type);
    }

    private static void defaults(ObjectNode document, JsonNode asked, String name, String otherwise) {
        try {
            document.set(name, asked.hasNonNull(name) ? asked.get(name) : JSON.readTree(otherwise));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static JsonNode reversed(JsonNode node) {
        if (!node.isObject()) {
            return node;
        }
        ObjectNode turned = JSON.createObjectNode();
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(n -> names.add(0, n));
        names.forEach(n -> turned.set(n, node.get(n)));
        return turned;
    }
}
