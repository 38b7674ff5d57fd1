package org.responsestck.conformance.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrictJsonTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                " {\"a\": [1, 2.50, -0, 1e400, null, true]} \n",
                "\"\\ud83d\\ude00\"",
                "42",
                "{\"a\":{\"a\":1},\"b\":{\"a\":1}}",
                "{\"a\":\"\\u0000\"}"
            })
    void takesWhatTheStandardAllows(String text) {
        assertThat(StrictJson.read(text).problem()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":1,\"a\":2}",
                "{\"a\":NaN}",
                "{\"a\":1} // c",
                "{\"a\":1}{\"b\":2}",
                "{\"a\":1,}",
                "{\"a\":\"\t\"}",
                "\uFEFF{\"a\":1}",
                "{\"a\":\"\\ud83d\"}",
                "{\"a\":[{\"b\":\"\\ude00\\ud83d\"}]}"
            })
    void refusesWhatItForbidsButStillShowsTheValue(String text) {
        StrictJson.Reading reading = StrictJson.read(text);
        assertThat(reading.problem()).isNotBlank();
        assertThat(reading.strictObject()).isFalse();
        assertThat(reading.value().has("a")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "{", "{\"a\":", "<html>", "{'a':1}", "nul", "{a:1}", "01", "+1", ".5"})
    void refusesWhatIsNoJson(String text) {
        StrictJson.Reading reading = StrictJson.read(text);
        assertThat(reading.problem()).isNotBlank();
        assertThat(reading.strictObject()).isFalse();
    }

    @Test
    void theLaterOfTwoEqualNamesIsSeen() {
        assertThat(StrictJson.read("{\"a\":1,\"a\":2}").value().get("a").intValue())
                .isEqualTo(2);
    }

    @Test
    void keepsNumbersAsTheyAreWritten() {
        assertThat(StrictJson.read("{\"a\":1.0,\"b\":100.50}").value().toString())
                .isEqualTo("{\"a\":1.0,\"b\":100.50}");
        assertThat(StrictJson.read("1" + "0".repeat(2000)).problem()).isNull();
    }

    @Test
    void survivesDepthWithoutFallingOver() {
        String deep = "[".repeat(400) + "]".repeat(400);
        assertThat(StrictJson.read(deep).problem()).isNull();
        assertThat(StrictJson.read("[".repeat(100_000)).problem()).isNotBlank();
    }

    @Test
    void saysWhereTheProblemIs() {
        assertThat(StrictJson.read("{\"a\": tru}").problem()).contains("character");
        assertThat(StrictJson.read("{\"a\":[\"\\ud800\"]}").problem()).contains("/a/0");
    }
}
