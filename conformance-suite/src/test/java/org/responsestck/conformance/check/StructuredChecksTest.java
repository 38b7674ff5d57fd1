package org.responsestck.conformance.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.responsestck.conformance.check.ToolSamples.CALL;
import static org.responsestck.conformance.check.ToolSamples.event;
import static org.responsestck.conformance.check.ToolSamples.incomplete;
import static org.responsestck.conformance.check.ToolSamples.message;
import static org.responsestck.conformance.check.ToolSamples.post;
import static org.responsestck.conformance.check.ToolSamples.response;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.responsestck.conformance.evidence.Recorded;

class StructuredChecksTest {
    private static final String PERSON = "{\\'name\\':\\'Ada\\',\\'age\\':36}";

    private static List<String> plain(int status, String body) {
        return Heard.by(
                StructuredChecks.checks(),
                "a-schema-is-honoured-or-refused",
                Recorded.profile("fireworks").json("structured", 1, "create", post("'input':'x'"), status, body));
    }

    private static List<String> said(String text) {
        return plain(200, response(message(text.replace("'", "\\'"))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'name':'Ada','age':36} | held",
                "{'age':36.0,'name':''} | held",
                "{ 'name' : 'Ada', 'age' : -1 } | held",
                "<think>hm {'a':1}</think> {'name':'Ada','age':36} | held",
                "{'name':'Ada','age':'36'} | broken:",
                "{'name':'Ada','age':36.5} | broken:",
                "{'name':'Ada'} | broken:",
                "{'name':'Ada','age':36,'note':'x'} | broken:",
                "[{'name':'Ada','age':36}] | broken:",
                "{'name':'Ada','age':36 | broken:",
                "Here: {'name':'Ada','age':36} | broken:",
                "{'name':'Ada','age':36} Anything else? | broken:",
                "```json{'name':'Ada','age':36}``` | broken:",
                "<think>hm{'name':'Ada','age':36} | broken:",
                "Ada, 36 | broken:"
            })
    void theTextIsADocumentOfTheSchema(String text, String word) {
        assertThat(said(text)).containsExactly(word);
    }

    @Test
    void theLastMessageCountsWithAllItsParts() {
        String parts = "{'type':'message','role':'assistant','content':[{'type':'output_text','text':'{\\'name\\':'},"
                + "{'type':'output_text','text':'\\'Ada\\',\\'age\\':36}'}]}";
        assertThat(plain(200, response(message("One moment."), parts))).containsExactly("held");
        assertThat(plain(200, response(message(PERSON), message("Anything else?"))))
                .containsExactly("broken:");
    }

    @Test
    void whatIsNoAnswerIsNotJudged() {
        assertThat(plain(200, incomplete(message("{")))).containsExactly("unclear:MODEL");
        assertThat(plain(200, response(CALL))).containsExactly("unclear:MODEL");
        assertThat(
                        plain(
                                200,
                                response(
                                        "{'type':'message','role':'assistant','content':[{'type':'refusal','refusal':'No.'}]}")))
                .containsExactly("unclear:MODEL");
        assertThat(plain(500, "{}")).containsExactly("unclear:WIRE");
        assertThat(plain(429, "{}")).containsExactly("unclear:BUDGET");
    }

    @Test
    void aRefusalIsRight() {
        assertThat(plain(400, "{}")).containsExactly("held");
        assertThat(plain(422, "{}")).containsExactly("held");
    }

    private static Recorded thinking(int status, String text, String streamed) {
        return Recorded.profile("fireworks")
                .json("structured-reasoning", 1, "create", post("'input':'x'"), status, response(message(text)))
                .stream(
                        "structured-reasoning",
                        1,
                        "stream",
                        post("'input':'x','stream':true"),
                        event("{'type':'response.completed','response':" + response(message(streamed)) + "}"));
    }

    @Test
    void reasoningDoesNotUnbindTheSchema() {
        String name = "a-schema-holds-with-reasoning";
        assertThat(Heard.by(StructuredChecks.checks(), name, thinking(200, PERSON, PERSON)))
                .containsExactly("held", "held");
        assertThat(Heard.by(StructuredChecks.checks(), name, thinking(200, "Ada", PERSON)))
                .containsExactly("broken:", "held");
        assertThat(Heard.by(StructuredChecks.checks(), name, thinking(200, PERSON, "Ada")))
                .containsExactly("held", "broken:");
        assertThat(Heard.by(StructuredChecks.checks(), name, thinking(400, PERSON, PERSON)))
                .containsExactly("absent", "held");
        Recorded declared = thinking(400, PERSON, PERSON).capability("structured-output", true);
        assertThat(Heard.by(StructuredChecks.checks(), name, declared)).containsExactly("unclear:UNSUPPORTED", "held");
    }
}
