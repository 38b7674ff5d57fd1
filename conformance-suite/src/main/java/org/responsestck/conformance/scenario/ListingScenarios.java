package org.responsestck.conformance.scenario;

import static org.responsestck.conformance.scenario.Turns.PONG;
import static org.responsestck.conformance.scenario.Turns.create;
import static org.responsestck.conformance.scenario.Turns.first;
import static org.responsestck.conformance.scenario.Turns.id;
import static org.responsestck.conformance.wire.Call.segment;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.responsestck.conformance.evidence.Why;
import org.responsestck.conformance.wire.Call;

/** The list of stored responses. */
final class ListingScenarios {
    /** Bounds what a busy account costs: the first page of a hundred and these. */
    private static final int MORE_PAGES = 5;

    private ListingScenarios() {}

    static List<Scenario> scenarios() {
        return List.of(
                Scenario.of(
                        "list",
                        "Three responses are stored, one of them streamed, two of them seconds apart; then the list is read in pages.",
                        // Alone: a neighbour may delete the very response that serves as cursor.
                        Needs.of(Needs.Model.STRUCTURE)
                                .capability("listing", "storage")
                                .playedAlone(),
                        ListingScenarios::list),
                Scenario.of(
                        "list-limits",
                        "The list is asked for with limits that are none.",
                        Needs.of(Needs.Model.NOTHING).capability("listing"),
                        ListingScenarios::limits));
    }

    private static void limits(Talk talk) throws Stop {
        for (String limit : List.of("abc", "0", "-1", "101")) {
            talk.send("limit/" + limit, Call.get("/responses?limit=" + limit));
        }
    }

    private static void list(Talk talk) throws Stop {
        String oldest = id(talk.send("create-1", create(first(talk, PONG))));
        // Only responses made at least two seconds apart have an order that created_at shows for certain.
        talk.pause("pause", Duration.ofMillis(2200));
        // What was streamed belongs into the list too; where there are no streams, that is the matter of others.
        Reply streamed = talk.send("create-2", create(first(talk, PONG).put("stream", true)));
        String newest = id(talk.send("create-3", create(first(talk, PONG))));
        List<String> due = streamed.ok() && streamed.text("/id").isPresent()
                ? List.of(newest, streamed.need("/id"))
                : List.of(newest);
        Reply page = talk.poll(
                "first-page",
                Call.get("/responses"),
                seen -> !seen.ok()
                        || due.stream().allMatch(id -> lists(seen, id))
                        || (small(seen) && lists(seen, newest)),
                Duration.ofSeconds(5));
        if (!page.ok()) {
            throw new Stop(Why.VALUE_MISSING, "no list: status " + page.status());
        }
        talk.send("limit-1", Call.get("/responses?limit=1"));
        Reply two = talk.send("limit-2", Call.get("/responses?limit=2"));
        Reply all = talk.send("limit-100", Call.get("/responses?limit=100"));
        String cursor = segment(cursor(two));
        talk.send("after", Call.get("/responses?limit=" + rest(all) + "&after=" + cursor));
        talk.send("before", Call.get("/responses?limit=2&before=" + cursor));
        talk.send("after-end", Call.get("/responses?limit=2&after=" + segment(cursor(all))));
        older(talk, all, oldest);
    }

    /** How many entries stand behind the first two: a page of just these is full, and yet the last. Two where there are more than a hundred. */
    private static int rest(Reply all) throws Stop {
        return hasMore(all) ? 2 : Math.max(1, all.needNode("/data").size() - 2);
    }

    /** Goes on to the oldest of the three where other requests have pushed it off the first hundred. */
    private static void older(Talk talk, Reply page, String oldest) throws Stop {
        Reply last = page;
        for (int i = 1; i <= MORE_PAGES && last.ok() && hasMore(last) && !lists(last, oldest); i++) {
            last = talk.send("older/" + i, Call.get("/responses?limit=100&after=" + segment(cursor(last))));
        }
    }

    /** Fewer entries than a page has without a limit, although there are more: the rest is behind the cursor. */
    private static boolean small(Peek page) {
        return hasMore(page) && page.node("/data").filter(d -> d.size() < 20).isPresent();
    }

    private static boolean hasMore(Peek page) {
        return page.node("/has_more").filter(JsonNode::asBoolean).isPresent();
    }

    private static boolean lists(Peek page, String id) {
        JsonNode data = page.node("/data").orElse(null);
        if (data != null) {
            for (JsonNode entry : data) {
                if (id.equals(entry.path("id").asText())) {
                    return true;
                }
            }
        }
        return false;
    }

    /** The cursor that leads to the next page: last_id, or the id of the last entry. */
    private static String cursor(Reply page) throws Stop {
        Optional<String> last = page.text("/last_id");
        if (last.isPresent()) {
            return last.get();
        }
        int size = page.needNode("/data").size();
        return page.need("/data/" + (size - 1) + "/id");
    }
}
