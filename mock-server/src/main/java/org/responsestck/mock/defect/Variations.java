package org.responsestck.mock.defect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.responsestck.mock.transport.Reply;
import org.responsestck.mock.transport.StreamEvent;

/** Legal differences: unusual, but no document forbids them. */
final class Variations {
    private Variations() {}

    static List<Twist> all() {
        List<Twist> all = new ArrayList<>(answers());
        all.addAll(StateVariations.all());
        return all;
    }

    private static List<Twist> answers() {
        return List.of(
                Twist.variation(
                        "tool-limit-completes",
                        "a response that may make no more tool calls ends with a message, completed",
                        ServerToolDefects.completing()),
                Twist.variation(
                        "crlf",
                        "streams end their lines with CR LF",
                        Edits.streams(r -> Edits.frames(r, f -> f.replace("\n", "\r\n")))),
                Twist.variation(
                        "no-event-lines",
                        "streams have no event lines",
                        Edits.streams(r -> Edits.frames(r, f -> f.replaceFirst("event: \\S+\n", "")))),
                Twist.variation(
                        "done-marker", "streams end with [DONE]", Edits.streams(r -> Edits.and(r, "data: [DONE]\n\n"))),
                Twist.variation(
                        "comments",
                        "streams have comments between events, and data without a space",
                        Edits.streams(
                                r -> Edits.frames(r, f -> ": keep-alive\n\n" + f.replaceFirst("data: ", "data:")))),
                Twist.variation(
                        "odd-chunks",
                        "network chunks end in the middle of events and characters",
                        Edits.streams(Variations::oddChunks)),
                Twist.variation(
                        "unknown-members",
                        "objects have members that no document names",
                        Edits.document(Edits.EVERYWHERE, (t, r) -> {
                            r.put("x_region", "eu").putObject("x_trace").put("hops", 2);
                            for (JsonNode item : r.path("output")) {
                                ((ObjectNode) item).put("x_score", 0.5);
                            }
                        })),
                Twist.variation(
                        "vendor-members-in-events",
                        "events have members that no document names",
                        Edits.eachEvent("*", e -> e.put("x_obfuscation", "abc"))),
                Twist.variation(
                        "usage-both-names",
                        "usage has OpenAI's names beside the profile's own, with equal values",
                        Edits.document(Edits.FINISHED, (t, r) -> {
                            if (r.path("usage") instanceof ObjectNode u) {
                                u.set("input_tokens", u.path("prompt_tokens"));
                                u.set("output_tokens", u.path("completion_tokens"));
                                u.putObject("input_tokens_details")
                                        .put("cache_write_tokens", 0)
                                        .set(
                                                "cached_tokens",
                                                u.path("prompt_tokens_details").path("cached_tokens"));
                                u.putObject("output_tokens_details").put("reasoning_tokens", 0);
                            }
                        })),
                Twist.variation(
                        "openai-event-members",
                        "events have the members that OpenAI's SDKs require and the profile does not name",
                        Edits.events(Variations::openaiMembers)),
                Twist.variation(
                        "annotations-null",
                        "annotations of text parts are null",
                        Edits.items(
                                "message",
                                item -> item.path("content").forEach(p -> ((ObjectNode) p).putNull("annotations")))),
                Twist.variation(
                        "errors-with-error-object",
                        "error bodies have the form {error: {message, type, code}}",
                        Edits.bodies(r -> r.status() == 404 || r.status() == 401 || r.status() == 403
                                ? Edits.body(
                                        r,
                                        "{\"error\":{\"message\":\"not to be had\",\"type\":\"invalid_request_error\",\"code\":\"not_found\"}}")
                                : r)),
                Twist.variation(
                        "charset-parameter",
                        "JSON answers name their charset",
                        Edits.bodies(r -> r.withHeader("Content-Type", "application/json; charset=utf-8"))),
                Twist.variation(
                        "pretty-json",
                        "JSON answers are indented",
                        Edits.bodies(r -> Edits.body(r, "\n" + r.text().replaceFirst("^\\{", "{\n  ") + "\n"))),
                Twist.variation("few-deltas", "deltas hold several tokens", Edits.events(Variations::joined)),
                Twist.variation("think-text", "texts begin with <think>…</think>", seams -> {
                    var plain = seams.responder();
                    return seams.with((org.responsestck.mock.responder.Responder) prompt -> {
                        var draft = plain.respond(prompt);
                        var parts = draft.parts().stream()
                                .map(p -> p instanceof org.responsestck.mock.responder.Draft.Text text
                                                && prompt.textFormat() == null
                                        ? new org.responsestck.mock.responder.Draft.Text(
                                                "<think>\nLet me see.\n</think>\n\n" + text.text())
                                        : p)
                                .toList();
                        return draft.with(parts);
                    });
                }));
    }

    private static List<StreamEvent> openaiMembers(List<StreamEvent> events) {
        Map<String, JsonNode> names = new HashMap<>();
        for (StreamEvent event : events) {
            ObjectNode data = event.data();
            switch (event.type()) {
                case "response.output_item.added" ->
                    names.put(
                            data.path("item").path("id").asText(),
                            data.path("item").path("name"));
                case "response.output_text.delta", "response.output_text.done" -> data.putArray("logprobs");
                case "response.function_call_arguments.done" ->
                    data.set("name", names.get(data.path("item_id").asText()));
                default -> {
                    // Nothing is missing.
                }
            }
        }
        return events;
    }

    private static Reply oddChunks(Reply reply) {
        byte[] all = reply.body();
        List<Reply.Frame> frames = new ArrayList<>();
        int at = 0;
        for (int size = 1; at < all.length; size = size % 97 + 7) {
            int end = Math.min(all.length, at + size);
            frames.add(new Reply.Frame(frames.size() % 8 == 0 ? 1 : 0, java.util.Arrays.copyOfRange(all, at, end)));
            at = end;
        }
        // Spread over the time a long answer takes, so that it still arrives bit by bit.
        int pauses = (frames.size() + 7) / 8;
        int each = Math.max(1, 450 / pauses);
        boolean slow = all.length > 12_000;
        return reply.with(frames.stream()
                .map(f -> f.delayMillis() > 0 ? new Reply.Frame(slow ? each : 0, f.bytes()) : f)
                .toList());
    }

    private static List<StreamEvent> joined(List<StreamEvent> events) {
        List<StreamEvent> fewer = new ArrayList<>();
        for (StreamEvent event : events) {
            StreamEvent last = fewer.isEmpty() ? null : fewer.get(fewer.size() - 1);
            if (last != null
                    && event.delta()
                    && last.type().equals(event.type())
                    && event.data().path("delta").isTextual()
                    && last.data().path("delta").asText().length() < 6) {
                last.data()
                        .put(
                                "delta",
                                last.data().path("delta").asText()
                                        + event.data().path("delta").asText());
            } else {
                fewer.add(event);
            }
        }
        return Edits.renumbered(fewer);
    }
}
