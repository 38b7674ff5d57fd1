package org.responsestck.conformance.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.responsestck.conformance.evidence.Recorded;
import org.responsestck.conformance.wire.Call;

class ListingChecksTest {
    private static final Call PONG = ToolSamples.post("'input':'pong'");

    private static Recorded stored() {
        Recorded run = Recorded.profile("fireworks");
        for (int i = 1; i <= 2; i++) {
            run.sentAt(Samples.SENT_MILLIS + i * 10_000L)
                    .json("list", 1, "create-" + i, PONG, 200, "{'id':'resp_" + i + "','created_at':" + i + "}");
        }
        return run;
    }

    private static String page(List<String> ids) {
        return ids.stream()
                .map(id -> "{'id':'" + id + "','created_at':5}")
                .collect(Collectors.joining(",", "{'has_more':true,'data':[", "]}"));
    }

    private static List<String> order(Recorded run) {
        return Heard.by(ListingChecks.checks(), "the-newest-comes-first", run);
    }

    private static List<String> others(String first) {
        return IntStream.range(0, 100)
                .mapToObj(i -> i == 0 ? first : "resp_other" + i)
                .toList();
    }

    @Test
    void onABusyAccountTheOrderIsReadOverPages() {
        Call page = Call.get("/responses?limit=100");
        Recorded run = stored().json("list", 1, "limit-100", page, 200, page(others("resp_2")));
        assertThat(order(run)).containsExactly("unclear:VALUE_MISSING");
        run.json("list", 1, "older/1", page, 200, page(List.of("resp_1")));
        assertThat(order(run)).containsExactly("held");
    }

    @Test
    void theOldestFirstIsABreachOverPagesToo() {
        Call page = Call.get("/responses?limit=100");
        Recorded run = stored().json("list", 1, "limit-100", page, 200, page(others("resp_1")))
                .json("list", 1, "older/1", page, 200, page(List.of("resp_2")));
        assertThat(order(run)).containsExactly("broken:");
    }

    /** Two responses are due on the first page, which has but one entry. */
    private static Recorded small(String newest, String next) {
        Recorded run = stored();
        run.sentAt(Samples.SENT_MILLIS + 30_000L)
                .json("list", 1, "create-3", PONG, 200, "{'id':'resp_3','created_at':5}");
        Call page = Call.get("/responses");
        return run.json("list", 1, "first-page", page, 200, page(List.of(newest)))
                .json("list", 1, "limit-100", page, 200, page(List.of(newest)))
                .json("list", 1, "older/1", page, 200, page(List.of(next)).replace("true", "false"));
    }

    @Test
    void onATargetOfSmallPagesAResponseMayStandFurtherBehind() {
        assertThat(Heard.by(ListingChecks.checks(), "stored-responses-are-listed", small("resp_3", "resp_2")))
                .containsExactly("held", "held");
    }

    @Test
    void aResponseThatStandsOnNoPageIsNotListed() {
        assertThat(Heard.by(ListingChecks.checks(), "stored-responses-are-listed", small("resp_3", "resp_other")))
                .containsExactly("broken:", "held");
    }

    @Test
    void whereNothingCanBeReadStoringByDefaultStaysOpen() {
        Recorded run = Recorded.profile("fireworks")
                .json("basic", 1, "create", PONG, 200, "{'id':'resp_1'}")
                .json("basic", 1, "get", Call.get("/responses/resp_1"), 404, "{}");
        assertThat(Heard.by(StorageChecks.checks(), "responses-are-stored-by-default", run))
                .containsExactly("unclear:VALUE_MISSING");
        run.json("other", 1, "get", Call.get("/responses/resp_2"), 200, "{'id':'resp_2'}");
        assertThat(Heard.by(StorageChecks.checks(), "responses-are-stored-by-default", run))
                .containsExactly("broken:not-retrievable");
    }
}
