package org.responsestck.conformance.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.responsestck.conformance.check.Samples.answered;
import static org.responsestck.conformance.check.Samples.drop;
import static org.responsestck.conformance.check.Samples.failed;
import static org.responsestck.conformance.check.Samples.response;
import static org.responsestck.conformance.check.Samples.set;
import static org.responsestck.conformance.check.Samples.warned;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.responsestck.conformance.check.Observation.Broken;
import org.responsestck.conformance.check.Observation.Unclear;
import org.responsestck.conformance.evidence.Recorded;

class UsageChecksTest {
    private static Set<String> rows(String text) {
        return text == null ? Set.of() : Set.copyOf(Arrays.asList(text.split(" ")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/usage/prompt_tokens | | USAGE-002",
                "/usage/prompt_tokens | '15' | USAGE-002",
                "/usage/prompt_tokens | 15.5 | USAGE-002",
                "/usage/completion_tokens | null | USAGE-002",
                "/usage/total_tokens | -1 | USAGE-002 USAGE-005",
                "/usage/total_tokens | 15 | USAGE-005",
                "/usage | {'input_tokens': 15, 'output_tokens': 8, 'total_tokens': 23} | USAGE-002",
                "/usage/prompt_tokens_details | 3 | USAGE-003",
                "/usage/prompt_tokens_details/cached_tokens | '0' | USAGE-003",
                "/usage/prompt_tokens_details/cached_tokens | -1 | USAGE-003",
                "/usage/prompt_tokens_details/cached_tokens | 16 | USAGE-003 USAGE-006",
                "/usage/completion_tokens_details | {'reasoning_tokens': 9} | USAGE-006",
                "/usage/completion_tokens_details | {'reasoning_tokens': 8} | ",
                "/usage | {'prompt_tokens': 0, 'completion_tokens': 8, 'total_tokens': 8} | USAGE-007",
                "/usage | {'prompt_tokens': 0, 'completion_tokens': 0, 'total_tokens': 0} | USAGE-007",
                "/usage/input_tokens | 0 | USAGE-012",
                "/usage/output_tokens | 9 | USAGE-012",
                "/usage/output_tokens | null | "
            })
    void whatBreaksARow(String pointer, String value, String failed) {
        assertThat(failed(answered(response(value == null ? drop(pointer) : set(pointer, value)))))
                .isEqualTo(rows(failed));
    }

    @Test
    void theNamingOfAnotherProfileIsNamed() {
        Recorded recorded =
                answered(response(set("/usage", "{'input_tokens': 15, 'output_tokens': 8, 'total_tokens': 23}")));
        assertThat(Samples.of(recorded, "USAGE-002"))
                .first()
                .isInstanceOfSatisfying(
                        Broken.class, b -> assertThat(b.actual()).contains("input_tokens"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/usage/prompt_tokens_details |",
                "/usage/prompt_tokens_details | null",
                "/usage/prompt_tokens_details | {}",
                "/usage/prompt_tokens_details | {'cached_tokens': null}"
            })
    void withoutCachedTokensThereIsAWarning(String pointer, String value) {
        Recorded recorded = answered(response(value == null ? drop(pointer) : set(pointer, value)));
        assertThat(failed(recorded)).isEmpty();
        assertThat(warned(recorded)).containsExactly("USAGE-003");
    }

    @Test
    void anAnswerWithoutTextMayCostNothing() {
        Recorded recorded = Recorded.profile("fireworks")
                .sentAt(Samples.SENT_MILLIS)
                .json(
                        "function-call",
                        1,
                        "forced",
                        Samples.create(Samples.request()),
                        200,
                        Samples.text(response(set(
                                        "/output",
                                        "[{'id': 'fc_1', 'type': 'function_call', 'call_id': 'call_1', 'name': 'f', 'arguments': '{}'}]")
                                .andThen(set(
                                        "/usage",
                                        "{'prompt_tokens': 5, 'completion_tokens': 0, 'total_tokens': 5}")))));
        assertThat(failed(recorded)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"115,false", "114,true", "15,true", "215,false"})
    void theCountGrowsWithTheInput(int tokens, boolean broken) {
        Recorded recorded = answered(response())
                .json(
                        "max-tokens",
                        1,
                        "capped",
                        Samples.create(Samples.request()),
                        200,
                        Samples.text(response(set("/id", "'resp_c'").andThen(set("/output/0/id", "'msg_c'")))))
                .json(
                        "max-tokens",
                        1,
                        "longin",
                        Samples.create(Samples.request()),
                        200,
                        Samples.text(response(set("/id", "'resp_b'")
                                .andThen(set("/output/0/id", "'msg_b'"))
                                .andThen(set("/usage/prompt_tokens", "" + tokens))
                                .andThen(set("/usage/total_tokens", "" + (tokens + 8))))));
        assertThat(warned(recorded)).isEqualTo(broken ? Set.of("USAGE-008") : Set.of());
    }

    @Test
    void growthWithoutCountsIsLeftOpen() {
        for (String usage : List.of("null", "{}")) {
            Recorded recorded = answered(response())
                    .json(
                            "max-tokens",
                            1,
                            "longin",
                            Samples.create(Samples.request()),
                            200,
                            Samples.text(response(set("/usage", usage))));
            assertThat(Samples.of(recorded, "USAGE-008")).singleElement().isInstanceOf(Unclear.class);
        }
    }
}
