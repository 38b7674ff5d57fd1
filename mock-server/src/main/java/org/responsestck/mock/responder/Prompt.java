package org.responsestck.mock.responder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that a model sees of a request.
 *
 * @param model name asked for
 * @param instructions the system instructions of this request, or null
 * @param items the context in order: items of earlier turns, then the new input. Messages have {@code type}, {@code role} and
 *     {@code content} as an array of parts, whatever form they were sent in
 * @param tools the tools of this request in the form sent
 * @param toolChoice what was sent, or {@code "auto"}
 * @param parallelToolCalls whether more than one call is allowed in one turn
 * @param maxToolCalls most calls in one response, or null for no limit
 * @param textFormat the object {@code text.format} of the request, or null
 * @param request the whole request body, for scripts that match on it
 * @param turn number of this turn in its conversation, from 1
 * @param seed decides every free choice
 * @param headers of the request; names compare without case
 * @param progress where scripts of several steps stand after the response that is continued; null where none is, and the items tell
 */
public record Prompt(
        String model,
        @Nullable String instructions,
        List<JsonNode> items,
        List<JsonNode> tools,
        JsonNode toolChoice,
        boolean parallelToolCalls,
        @Nullable Integer maxToolCalls,
        @Nullable JsonNode textFormat,
        ObjectNode request,
        int turn,
        long seed,
        Map<String, String> headers,
        @Nullable Map<String, Integer> progress) {
    public Prompt {
        items = List.copyOf(items);
        tools = List.copyOf(tools);
    }

    /** Without headers, and without a response that is continued. */
    public Prompt(
            String model,
            @Nullable String instructions,
            List<JsonNode> items,
            List<JsonNode> tools,
            JsonNode toolChoice,
            boolean parallelToolCalls,
            @Nullable Integer maxToolCalls,
            @Nullable JsonNode textFormat,
            ObjectNode request,
            int turn,
            long seed) {
        this(
                model,
                instructions,
                items,
                tools,
                toolChoice,
                parallelToolCalls,
                maxToolCalls,
                textFormat,
                request,
                turn,
                seed,
                Map.of(),
                null);
    }

    /** The same with another context. */
    public Prompt seeing(List<JsonNode> seen) {
        return new Prompt(
                model,
                instructions,
                seen,
                tools,
                toolChoice,
                parallelToolCalls,
                maxToolCalls,
                textFormat,
                request,
                turn,
                seed,
                headers,
                progress);
    }

    /** A later round of the same response: what the model sees by then, and what it may still do. */
    public Prompt round(List<JsonNode> seen, List<JsonNode> offered, JsonNode choice, int most) {
        return new Prompt(
                model,
                instructions,
                seen,
                offered,
                choice,
                parallelToolCalls,
                most,
                textFormat,
                request,
                turn,
                seed,
                headers,
                progress);
    }

    /** What was asked at an earlier turn of the same conversation, as far as the items tell. */
    public Prompt earlier(int firstItems, int itsTurn) {
        return new Prompt(
                model,
                instructions,
                items.subList(0, firstItems),
                tools,
                toolChoice,
                parallelToolCalls,
                maxToolCalls,
                textFormat,
                request,
                itsTurn,
                seed,
                headers,
                null);
    }
}
