package org.responsestck.conformance.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.responsestck.conformance.evidence.ExchangeView;
import org.responsestck.conformance.evidence.Recorded;
import org.responsestck.conformance.wire.Call;

class SaidTest {
    private static ExchangeView output(String items) {
        return Recorded.profile("fireworks")
                .json("s", 1, "create", Call.get("/responses/x"), 200, "{'id':'x','output':[" + items + "]}")
                .evidence()
                .exchanges()
                .get(0);
    }

    private static String message(String role, String... texts) {
        StringBuilder parts = new StringBuilder();
        for (String text : texts) {
            parts.append(parts.length() == 0 ? "" : ",")
                    .append("{'type':'output_text','text':'")
                    .append(text)
                    .append("'}");
        }
        return "{'type':'message','role':'" + role + "','content':[" + parts + "]}";
    }

    @Test
    void aWordIsFoundWhateverItsCaseAndPunctuation() {
        assertThat(Said.says(output(message("assistant", "It is **KALO-mirabe**.")), "kalomirabe"))
                .isTrue();
        assertThat(Said.says(output(message("assistant", "It is kalomirab.")), "kalomirabe"))
                .isFalse();
    }

    @Test
    void aWordMayBeSplitOverThePartsOfOneMessageButNotOverTwoMessages() {
        assertThat(Said.says(output(message("assistant", "kalo", "mirabe")), "kalomirabe"))
                .isTrue();
        String apart = message("assistant", "kalo") + "," + message("assistant", "mirabe");
        assertThat(Said.says(output(apart), "kalomirabe")).isFalse();
    }

    @Test
    void aThoughtIsNoAnswerButShowsWhatIsKnown() {
        ExchangeView x = output(message("assistant", "<think>kalomirabe</think>No idea."));
        assertThat(Said.says(x, "kalomirabe")).isFalse();
        assertThat(Said.shows(x, "kalomirabe")).isTrue();
        assertThat(Said.answers(output(message("assistant", "<think>still thinking"))))
                .isEmpty();
    }

    private static boolean repeats(String input, String answer) {
        return Said.repeats(Recorded.profile("fireworks")
                .json(
                        "s",
                        1,
                        "create",
                        Call.post("/responses", Recorded.json("{'input':" + input + "}")),
                        200,
                        "{'id':'x','output':[" + message("assistant", answer) + "]}")
                .evidence()
                .exchanges()
                .get(0));
    }

    @Test
    void anAnswerThatHoldsTheLastTextOfTheRequestRepeatsIt() {
        String items = "[{'role':'user','content':'My name is Kalo.'},"
                + "{'role':'user','content':[{'type':'input_text','text':'What is my name?'}]}]";
        assertThat(repeats("'My name is Kalo.'", "you said: my name is Kalo")).isTrue();
        assertThat(repeats(items, "What is my name?")).isTrue();
        assertThat(repeats(items, "Your name is Kalo.")).isFalse();
        assertThat(repeats("'pong'", "pong")).as("one word may be asked for").isFalse();
    }

    @Test
    void whatStoodBeforeTheLastInputIsNoAnswer() {
        String history =
                message("assistant", "kalomirabe") + "," + message("user", "again?") + "," + message("assistant", "no");
        assertThat(Said.answers(output(history))).containsExactly("no");
    }

    @Test
    void contentMayBeAString() {
        assertThat(Said.answers(output("{'role':'assistant','content':'yes'}"))).containsExactly("yes");
    }

    @Test
    void numbersMayBeGrouped() {
        assertThat(Said.numbers(output(message("assistant", "Sure: 482,913.")))).containsExactly("482913");
        assertThat(Said.numbers(output(message("assistant", "1. 482913")))).contains("482913");
        assertThat(Said.numbers(output(message("assistant", "4829134")))).isEmpty();
    }
}
