package org.responsestck.mock.journal;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.responsestck.mock.conversation.CreateRequest;
import org.responsestck.mock.conversation.Turn;

/** Collects the facts of one exchange while it is answered. Thread-safe: a response may be finished after its stream has begun. */
public final class Notes {
    private String operation = "";
    private @Nullable String responseId;
    private @Nullable String previous;
    private boolean stored;
    private boolean dead;
    private boolean failed;
    private List<Facts.Call> calls = List.of();
    private List<Facts.Output> outputs = List.of();
    private @Nullable String script;
    private @Nullable String miss;
    private @Nullable String refused;

    public synchronized void operation(String word, String id) {
        operation = word;
        responseId = id.isEmpty() ? null : id;
    }

    /** A create that passed validation. */
    public synchronized void asked(CreateRequest request) {
        previous = request.previousResponseId();
        stored = request.store();
        List<Facts.Output> found = new ArrayList<>();
        for (JsonNode item : request.input()) {
            if (item.path("type").asText().equals("function_call_output")) {
                JsonNode output = item.path("output");
                found.add(new Facts.Output(item.path("call_id").asText(), output.hashCode()));
            }
        }
        outputs = found;
    }

    /** The response to be continued is not there. */
    public synchronized void dead() {
        dead = true;
    }

    public synchronized void origin(@Nullable String played, @Nullable String nearest) {
        script = played;
        miss = nearest;
    }

    /** The response as the client is told of it. */
    public synchronized void said(Turn turn) {
        responseId = turn.id();
        List<Facts.Call> found = new ArrayList<>();
        for (JsonNode item : turn.output()) {
            if (item.path("type").asText().equals("function_call")) {
                found.add(new Facts.Call(
                        item.path("call_id").asText(),
                        item.path("name").asText(),
                        item.path("arguments").asText()));
            }
        }
        failed = turn.status().equals("failed");
        calls = found;
    }

    public synchronized void refused(String message) {
        refused = message;
    }

    synchronized Facts facts() {
        return new Facts(operation, responseId, previous, stored, dead, failed, calls, outputs, script, miss, refused);
    }
}
