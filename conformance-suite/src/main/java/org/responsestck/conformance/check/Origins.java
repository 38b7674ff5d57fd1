package org.responsestck.conformance.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.responsestck.conformance.evidence.Evidence;
import org.responsestck.conformance.evidence.ExchangeView;
import org.responsestck.conformance.evidence.ResponseObject;

/** Which request made a response, and which turns came before it. */
final class Origins {
    private final Map<String, Set<ExchangeView>> creators = new LinkedHashMap<>();

    /**
     * The requests of a chain.
     *
     * @param requests bodies of the create requests, the first turn first
     * @param whole whether the first one is known to be the first turn
     */
    record Turns(List<JsonNode> requests, boolean whole) {}

    private Origins(Evidence evidence) {
        for (ResponseObject response : evidence.responses()) {
            if (response.from().isCreate() && !response.id().isEmpty()) {
                creators.computeIfAbsent(response.id(), k -> new LinkedHashSet<>())
                        .add(response.from());
            }
        }
    }

    static Origins of(Evidence evidence) {
        return evidence.derive("origins", Origins::new);
    }

    /** Body of the create request behind a response object; a missing node when it is not known, or not one alone. */
    JsonNode request(ResponseObject response) {
        return response.from().isCreate() ? response.from().request() : request(response.id());
    }

    /** Whether a create of this run gave this id. */
    boolean knows(String id) {
        return creators.containsKey(id);
    }

    /** Whether exactly one exchange of this run made this id. */
    boolean unambiguous(String id) {
        return creators.getOrDefault(id, Set.of()).size() == 1;
    }

    /** Whether the response is not kept, by the word of the request or of the response itself. */
    boolean unstored(ResponseObject response) {
        return isFalse(request(response).path("store"))
                || isFalse(response.node().path("store"));
    }

    /** The turns up to and with the one that made this response object. */
    Turns turns(ResponseObject response) {
        List<JsonNode> requests = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        JsonNode request = request(response);
        while (request.isObject()) {
            requests.add(0, request);
            JsonNode parent = request.path("previous_response_id");
            if (parent.isMissingNode() || parent.isNull()) {
                return new Turns(requests, true);
            }
            if (!seen.add(parent.asText())) {
                break;
            }
            request = request(parent.asText());
        }
        return new Turns(requests, false);
    }

    /** Whether two responses belong to one conversation: their chains begin with the same response. */
    boolean related(String one, String other) {
        return root(one).equals(root(other));
    }

    private String root(String id) {
        String at = id;
        Set<String> seen = new HashSet<>();
        while (seen.add(at)) {
            JsonNode parent = request(at).path("previous_response_id");
            if (!parent.isTextual() || parent.textValue().isEmpty()) {
                return at;
            }
            at = parent.textValue();
        }
        return at;
    }

    private JsonNode request(String id) {
        Set<ExchangeView> found = creators.getOrDefault(id, Set.of());
        return found.size() == 1 ? found.iterator().next().request() : MissingNode.getInstance();
    }

    private static boolean isFalse(JsonNode node) {
        return node.isBoolean() && !node.booleanValue();
    }
}
