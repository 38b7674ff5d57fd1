package org.responsestck.conformance.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.responsestck.conformance.evidence.Recorded;

class CompareTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'a': 1, 'b': 2} | {'b': 2, 'a': 1}",
                "{'a': null} | {}",
                "{'a': {'b': null}} | {'a': {}}",
                "{'a': 0.2} | {'a': 0.2000001}",
                "{'a': 1} | {'a': 1.0}",
                "[1, null] | [1, null]"
            })
    void theseAreTheSame(String one, String other) {
        assertThat(Compare.difference(Recorded.json(one), Recorded.json(other))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'a': 1} | {'a': 1.1} | /a",
                "{'a': 1} | {'a': '1'} | /a",
                "{'a': 1} | {'a': 1, 'b': 2} | /b",
                "[1, 2] | [2, 1] | /0",
                "[1] | [1, 2] | /1",
                "{'a/b': [true]} | {'a/b': [false]} | /a~1b/0",
                "{'a': {}} | {} | /a"
            })
    void theseDiffer(String one, String other, String pointer) {
        assertThat(Compare.difference(Recorded.json(one), Recorded.json(other)))
                .map(Compare.Difference::pointer)
                .contains(pointer);
    }

    @Test
    void whatWasSentIsCoveredByWhatHasMore() {
        var sent = Recorded.json("{'type': 'function', 'parameters': {'type': 'object'}}");
        var shown =
                Recorded.json("{'type': 'function', 'strict': true, 'parameters': {'type': 'object', 'required': []}}");
        assertThat(Compare.covers(sent, shown)).isTrue();
        assertThat(Compare.covers(shown, sent)).isFalse();
        assertThat(Compare.uncovered(shown, sent))
                .map(Object::toString)
                .contains("/parameters/required: [] against absent");
    }
}
