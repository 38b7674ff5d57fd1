package org.responsestck.mock.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class ItemCountsTest {
    private final AtomicInteger asked = new AtomicInteger();
    private final ItemCounts counts = new ItemCounts(item -> {
        asked.incrementAndGet();
        return item.size();
    });

    private static JsonNode item() {
        return JsonNodeFactory.instance.objectNode().put("text", "the same");
    }

    @Test
    void anItemIsCountedOnceAndEqualItemsApart() {
        JsonNode one = item();
        assertThat(counts.of(one)).isEqualTo(1);
        assertThat(counts.of(one)).isEqualTo(1);
        assertThat(asked).hasValue(1);
        counts.of(item());
        assertThat(asked).hasValue(2);
    }

    @Test
    void whatNobodyHoldsIsForgotten() {
        List<JsonNode> held = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            held.add(item());
            counts.of(held.get(i));
        }
        JsonNode last = held.get(999);
        held.clear();
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> {
            System.gc();
            counts.of(last);
            return counts.size() < 10;
        });
    }
}
