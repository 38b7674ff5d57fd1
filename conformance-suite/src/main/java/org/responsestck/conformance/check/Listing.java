package org.responsestck.conformance.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.responsestck.conformance.evidence.ExchangeView;

/**
 * One page of the list of responses.
 *
 * @param at the exchange
 * @param entries ids with their created_at, in order; an entry without id is left out
 */
record Listing(ExchangeView at, Map<String, JsonNode> entries) {

    static Listing of(ExchangeView x) {
        Map<String, JsonNode> entries = new LinkedHashMap<>();
        for (JsonNode entry : data(x)) {
            if (entry.path("id").isTextual()) {
                entries.putIfAbsent(entry.path("id").textValue(), entry.path("created_at"));
            }
        }
        return new Listing(x, entries);
    }

    static JsonNode data(ExchangeView x) {
        return x.json().value().path("data");
    }

    /** This page and the next one read as one; places count on from the first. */
    Listing then(Listing next) {
        Map<String, JsonNode> all = new LinkedHashMap<>(entries);
        next.entries.forEach(all::putIfAbsent);
        return new Listing(at, all);
    }

    List<String> ids() {
        return new ArrayList<>(entries.keySet());
    }

    /** created_at of an entry; missing where there is no such entry. */
    JsonNode madeAt(String id) {
        return entries.getOrDefault(id, MissingNode.getInstance());
    }

    boolean has(String id) {
        return entries.containsKey(id);
    }

    /** Whether two entries were made in the same second, so that their order is open. */
    boolean tied(String one, String two) {
        JsonNode a = entries.get(one);
        JsonNode b = entries.get(two);
        return a == null || b == null || (Math.floor(a.asDouble()) == Math.floor(b.asDouble()));
    }

    /** An id that must not be in a page. */
    static Observation absence(String requirement, ExchangeView page, String id, String what) {
        About about = new About(requirement, page);
        int index = of(page).ids().indexOf(id);
        return index < 0
                ? about.held("/data")
                : about.broken("listed", about.where().at("/data/" + index), "not " + what, id + " at /data/" + index);
    }
}
