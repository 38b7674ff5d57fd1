package org.responsestck.mock.journal;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a request and its answer mean in the conversation.
 *
 * @param operation create, get, list or delete; {@code redirected} for what arrived where a redirect had pointed; empty for anything else
 * @param responseId the response that was made, read or deleted, or null
 * @param previous the response to be continued, or null
 * @param stored whether the client may expect the new response to be kept
 * @param dead whether the response to be continued was not there
 * @param failed whether the new response failed
 * @param calls function calls of the new response
 * @param outputs function outputs that the request brought
 * @param script the script and step that answered, or null
 * @param miss if none did: the nearest and what differs, or null where there are no scripts
 * @param refused what the client was told instead of an answer, or null
 */
public record Facts(
        String operation,
        @Nullable String responseId,
        @Nullable String previous,
        boolean stored,
        boolean dead,
        boolean failed,
        List<Call> calls,
        List<Output> outputs,
        @Nullable String script,
        @Nullable String miss,
        @Nullable String refused) {
    static final Facts NONE = new Facts("", null, null, false, false, false, List.of(), List.of(), null, null, null);

    public Facts {
        calls = List.copyOf(calls);
        outputs = List.copyOf(outputs);
    }

    /** @param arguments as sent */
    public record Call(String callId, String name, String arguments) {}

    /** @param fingerprint equal for equal outputs */
    public record Output(String callId, int fingerprint) {}

    /** Bytes that these are counted with, roughly. */
    int weight() {
        int weight = 64 * outputs.size();
        for (Call call : calls) {
            weight += 128 + 2 * call.arguments().length();
        }
        return weight;
    }
}
