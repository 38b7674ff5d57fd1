package org.responsestck.conformance.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.responsestck.conformance.scenario.Stop;
import org.responsestck.conformance.wire.Answer;
import org.responsestck.conformance.wire.Call;
import org.responsestck.conformance.wire.Chunk;
import org.responsestck.conformance.wire.End;
import org.responsestck.conformance.wire.Exchange;
import org.responsestck.conformance.wire.Who;

class BudgetTest {
    private static final Budget.Allowance MUCH =
            new Budget.Allowance(1000, 1_000_000, Duration.ofHours(1), Duration.ofMinutes(2));

    private static Exchange ended(End end, int bytes) {
        Chunk chunk = new Chunk(1, "a".repeat(bytes).getBytes(StandardCharsets.UTF_8));
        return new Exchange(
                1, Who.KEY, Call.get("/responses"), 1, 1, new Answer(200, Map.of(), List.of(chunk)), end, null);
    }

    @Test
    void whatTheTargetAsksOfOneItAsksOfAll() throws Exception {
        Budget budget = new Budget(MUCH);
        budget.beforeRequest();
        long start = System.nanoTime();
        budget.beQuiet(Duration.ofMillis(300));
        List<CompletableFuture<Long>> others = java.util.stream.IntStream.range(0, 3)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> {
                    try {
                        budget.beforeRequest();
                        return System.nanoTime();
                    } catch (Stop | InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                }))
                .toList();
        for (CompletableFuture<Long> other : others) {
            assertThat(other.get() - start).isGreaterThanOrEqualTo(300_000_000);
        }
    }

    @Test
    void aPauseThatIsTooLongEndsTheRun() {
        Budget budget = new Budget(MUCH);
        budget.beQuiet(Duration.ofHours(1));
        assertThatThrownBy(budget::beforeRequest)
                .isInstanceOf(Stop.class)
                .hasMessageContaining("3600 s")
                .hasMessageContaining("120 s");
    }

    @Test
    void thePausesOfSeveralAtOnceAreOnePause() throws Exception {
        Budget budget = new Budget(new Budget.Allowance(9, 9, Duration.ofHours(1), Duration.ofMillis(50)));
        for (int i = 0; i < 10; i++) {
            budget.beQuiet(Duration.ofMillis(40));
        }
        budget.beforeRequest();
    }

    @Test
    void eachAllowanceEndsTheRunInWordsThatNameItsOption() throws Exception {
        Budget requests = new Budget(new Budget.Allowance(1, 9, Duration.ofHours(1), Duration.ZERO));
        requests.beforeRequest();
        assertThatThrownBy(requests::beforeRequest).hasMessageContaining("--max-requests");

        Budget tokens = new Budget(new Budget.Allowance(9, 10, Duration.ofHours(1), Duration.ZERO));
        tokens.beforeRequest();
        tokens.afterExchange(ended(End.COMPLETE, 1), 10);
        assertThatThrownBy(tokens::beforeRequest).hasMessageContaining("--max-output-tokens");

        Budget time = new Budget(new Budget.Allowance(9, 9, Duration.ofNanos(1), Duration.ZERO));
        assertThatThrownBy(time::beforeRequest).hasMessageContaining("--max-time");
    }

    @Test
    void answersThatMostlyDoNotEndEndTheRun() throws Exception {
        Budget budget = new Budget(MUCH);
        for (int i = 0; i < 8; i++) {
            budget.beforeRequest();
            budget.afterExchange(ended(i % 2 == 0 ? End.LIMIT : End.TIMEOUT, 1), 0);
        }
        assertThatThrownBy(budget::beforeRequest).hasMessageContaining("8 of 8 answers did not end");
    }

    @Test
    void someAnswersThatDoNotEndAreBorne() throws Exception {
        Budget budget = new Budget(MUCH);
        for (int i = 0; i < 100; i++) {
            budget.beforeRequest();
            budget.afterExchange(ended(i % 3 == 0 ? End.TIMEOUT : End.COMPLETE, 1), 0);
        }
        budget.beforeRequest();
    }

    @Test
    void aTargetThatHasStoppedAnsweringEndsTheRun() throws Exception {
        Budget budget = new Budget(MUCH);
        for (int i = 0; i < 100; i++) {
            budget.beforeRequest();
            budget.afterExchange(ended(End.COMPLETE, 1), 0);
        }
        for (int i = 0; i < 8; i++) {
            budget.beforeRequest();
            budget.afterExchange(ended(End.TIMEOUT, 1), 0);
        }
        assertThatThrownBy(budget::beforeRequest).hasMessageContaining("the target has stopped answering");
    }

    @Test
    void farTooManyBytesEndTheRun() throws Exception {
        Budget budget = new Budget(MUCH);
        for (int i = 0; i < 13; i++) {
            budget.beforeRequest();
            budget.afterExchange(ended(End.COMPLETE, 8 * 1024 * 1024), 0);
        }
        assertThatThrownBy(budget::beforeRequest).hasMessageContaining("bytes");
    }

    @Test
    void retryAfterIsSecondsOrADate() {
        Instant now = Instant.parse("2026-01-01T00:00:00Z");
        assertThat(RetryAfter.read("7", now)).contains(Duration.ofSeconds(7));
        assertThat(RetryAfter.read("99999999999999999999", now)).contains(Duration.ofSeconds(999_999_999));
        assertThat(RetryAfter.read("Thu, 01 Jan 2026 00:01:00 GMT", now)).contains(Duration.ofMinutes(1));
        assertThat(RetryAfter.read("Wed, 31 Dec 2025 00:00:00 GMT", now)).contains(Duration.ZERO);
        assertThat(RetryAfter.read("soon", now)).isEmpty();
        assertThat(RetryAfter.read("-1", now)).isEmpty();
    }
}
