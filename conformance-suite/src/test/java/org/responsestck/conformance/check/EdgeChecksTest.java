package org.responsestck.conformance.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.responsestck.conformance.check.ToolSamples.TEXT;
import static org.responsestck.conformance.check.ToolSamples.post;
import static org.responsestck.conformance.check.ToolSamples.response;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.responsestck.conformance.evidence.Recorded;
import org.responsestck.conformance.requirement.Catalogue;
import org.responsestck.conformance.requirement.Severity;
import org.responsestck.conformance.wire.Call;
import org.responsestck.conformance.wire.End;
import org.responsestck.conformance.wire.Who;

/** Rows at the edges: methods, paths, sizes, odd values, what errors tell, what stays in the store, orders to the model. */
class EdgeChecksTest {
    private static final Call ANY = Call.get("/responses/x/y/z");

    private static Recorded served() {
        return Recorded.profile("fireworks").json("basic", 1, "create", post("'input':'x'"), 200, response(TEXT));
    }

    private static List<String> heard(String name, Recorded record) {
        return Heard.by(Checks.all(), name, record);
    }

    private static Recorded one(String scenario, String step, int status, String type, String body) {
        return served().exchange(
                        scenario, 1, step, Who.KEY, ANY, status, type, body, status == 0 ? End.CUT : End.COMPLETE);
    }

    private static Recorded one(String scenario, String step, int status) {
        return one(scenario, step, status, "application/json", "{}");
    }

    @Test
    void anUnknownMethodIsRefused() {
        String name = "an-unknown-method-is-refused";
        for (int status : new int[] {400, 404, 405, 501}) {
            assertThat(heard(name, one("routes", "method", status))).containsExactly("held");
        }
        assertThat(heard(name, one("routes", "method", 200))).containsExactly("broken:");
        assertThat(heard(name, one("routes", "method", 500))).containsExactly("broken:");
        assertThat(heard(name, one("routes", "method", 0))).containsExactly("unclear:WIRE");
    }

    @Test
    void anUnknownPathIs404InJson() {
        String name = "an-unknown-path-is-404";
        assertThat(heard(name, one("routes", "route", 404, "application/json", "{\"detail\":\"Not Found\"}")))
                .containsExactly("held");
        assertThat(heard(name, one("routes", "route", 404, "text/html", "<html></html>")))
                .containsExactly("broken:");
        assertThat(heard(name, one("routes", "route", 404, "text/plain", "not here")))
                .containsExactly("unclear:WIRE");
        assertThat(heard(name, one("routes", "route", 200))).containsExactly("broken:");
        assertThat(heard(name, one("routes", "route", 500))).containsExactly("broken:");
    }

    @Test
    void anOfferToUpgradeIsAnswered() {
        String name = "an-offer-to-upgrade-is-no-reason-to-hang-up";
        assertThat(heard(name, one("upgrade", "create", 200))).containsExactly("held");
        assertThat(heard(name, one("upgrade", "create", 0))).containsExactly("broken:");
        assertThat(heard(name, one("upgrade", "create", 400))).containsExactly("broken:");
        assertThat(heard(
                        name,
                        Recorded.profile("fireworks")
                                .exchange("upgrade", 1, "create", Who.KEY, ANY, 403, "", "", End.COMPLETE)))
                .as("nothing is served at all")
                .containsExactly("unclear:UNSUPPORTED");
    }

    @Test
    void aLargeInputIsTaken() {
        String name = "a-large-input-is-taken";
        assertThat(heard(name, one("large", "create", 200))).containsExactly("held");
        assertThat(heard(name, one("large", "create", 413, "text/plain", "Payload Too Large")))
                .containsExactly("broken:");
        assertThat(heard(name, one("large", "create", 413, "text/plain", "more than the context of the model")))
                .containsExactly("unclear:UNSUPPORTED");
        assertThat(heard(name, one("large", "create", 400, "application/json", "{}")))
                .containsExactly("unclear:UNSUPPORTED");
        assertThat(heard(name, one("large", "create", 500))).containsExactly("broken:");
        assertThat(heard(name, one("large", "create", 0))).containsExactly("broken:");
    }

    @ParameterizedTest
    @CsvSource({
        "an-unknown-role-is-refused, refusals-input, role",
        "an-unknown-truncation-is-refused, refusals-parameters, truncation",
        "a-previous-id-of-a-wrong-type-is-refused, refusals-parameters, previous"
    })
    void oddValuesAreRefused(String name, String scenario, String step) {
        assertThat(heard(name, one(scenario, step, 400))).containsExactly("held");
        assertThat(heard(name, one(scenario, step, 422))).containsExactly("held");
        assertThat(heard(name, one(scenario, step, 200))).containsExactly("broken:accepted");
        assertThat(heard(name, one(scenario, step, 500))).containsExactly("broken:server-error");
    }

    @Test
    void anEmptyInputMayBeAnsweredButNotFail() {
        String name = "an-empty-input-does-not-crash";
        String json = "application/json";
        assertThat(heard(name, one("refusals-input", "empty", 422))).containsExactly("held");
        assertThat(heard(name, one("refusals-input", "empty", 200, json, response(TEXT))))
                .containsExactly("held");
        assertThat(heard(name, one("refusals-input", "empty", 200, json, "{\"status\":\"failed\"}")))
                .containsExactly("broken:failed");
        assertThat(heard(name, one("refusals-input", "empty", 500))).containsExactly("broken:server-error");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Traceback (most recent call last):\\n  File \\\"/app/api.py\\\", line 31, in create",
                "java.lang.NullPointerException\\n\\tat com.acme.api.Create.handle(Create.java:88)",
                "TypeError: x is undefined at create (/srv/app/dist/responses.js:118:21)",
                "panic in handler, goroutine 7 [running]:",
                "see /usr/lib/python3/site-packages/vllm/entrypoints/openai/serving.py"
            })
    void anErrorWithItsInsidesIsALeak(String text) {
        assertThat(heard(
                        "errors-show-no-internals",
                        one("x", "y", 400, "application/json", "{\"detail\":\"" + text + "\"}")))
                .containsExactly("broken:");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "No route for /v1/responses/x/y/z",
                "body.input.0.content must be a string (see docs/errors)",
                "Incorrect API key provided: sk-****************************abcd",
                "model accounts/fireworks/models/llama-v3.js-instruct not found",
                "File too large at line 4",
                "Use Node.js 20 or later: https://example.com/docs"
            })
    void anErrorThatSpeaksOfWhatWasSentIsNoLeak(String text) {
        assertThat(heard(
                        "errors-show-no-internals",
                        one("x", "y", 400, "application/json", "{\"detail\":\"" + text + "\"}")))
                .containsExactly("held");
    }

    @Test
    void aKeyInAnErrorIsALeak() {
        Recorded wrong = served().exchange(
                        "credentials",
                        1,
                        "wrong",
                        Who.WRONG_KEY,
                        ANY,
                        401,
                        "application/json",
                        "{\"detail\":\"bad key " + Who.WRONG_KEY_VALUE + "\"}",
                        End.COMPLETE);
        assertThat(heard("errors-show-no-internals", wrong)).containsExactly("broken:");
    }

    @Test
    void aRefusalNamesWhatIsWrong() {
        String name = "a-refusal-names-the-member";
        String json = "application/json";
        assertThat(heard(name, one("refusals-parameters", "temp/0", 422, json, "{\"detail\":\"temperature is high\"}")))
                .containsExactly("held");
        assertThat(heard(name, one("refusals-parameters", "temp/0", 422, json, "{\"detail\":\"invalid\"}")))
                .containsExactly("broken:");
        assertThat(heard(name, one("refusals-input", "nomodel", 400, json, "{\"error\":{\"param\":\"model\"}}")))
                .containsExactly("held");
        assertThat(heard(name, one("refusals-input", "nomodel", 200, json, "{}")))
                .containsExactly("unclear:VALUE_MISSING");
        String repeated = "{\"detail\":[{\"msg\":\"no\",\"input\":{\"temperature\":2.1}}]}";
        assertThat(heard(name, one("refusals-parameters", "temp/0", 422, json, repeated)))
                .as("what repeats the request points at nothing")
                .containsExactly("broken:");
        assertThat(heard(
                        name,
                        one("refusals-parameters", "temp/0", 422, json, "{\"errors\":{\"temperature\":[\"high\"]}}")))
                .containsExactly("held");
    }

    @Test
    void aConversationWithoutItsFirstTurnDoesNotCrashAndDoesNotTell() {
        assertThat(parent(200, "I do not know", 200)).containsExactly("held", "held");
        assertThat(parent(404, "", 404)).containsExactly("held", "held");
        assertThat(parent(200, "bekodi", 200)).containsExactly("held", "broken:");
        assertThat(heard("a-turn-outlives-its-parent-or-goes-with-it", orphan(200, "", 500)))
                .containsExactly("held", "broken:");
        Recorded forgetful = orphan("I never knew", 200, "bekodi", 200);
        assertThat(heard("what-was-deleted-is-not-told-by-later-turns", forgetful))
                .containsExactly("unclear:MODEL");
    }

    private static List<String> parent(int read, String answer, int asked) {
        return heard("what-was-deleted-is-not-told-by-later-turns", orphan(read, answer, asked));
    }

    private static Recorded orphan(int read, String answer, int asked) {
        return orphan("The codeword is bekodi.", read, answer, asked);
    }

    private static Recorded orphan(String before, int read, String answer, int asked) {
        String scenario = "delete-parent";
        return served().drawn(scenario, 1, "codeword", "bekodi")
                .json(scenario, 1, "turn-2", post("'input':'x'"), 200, text("OK."))
                .json(scenario, 1, "ask-before", post("'input':'x'"), 200, text(before))
                .json(scenario, 1, "delete", Call.delete("/responses/resp_1"), 200, "{}")
                .json(scenario, 1, "get", Call.get("/responses/resp_2"), read, read == 200 ? text("OK.") : "{}")
                .json(scenario, 1, "ask", post("'input':'x'"), asked, asked == 200 ? text(answer) : "{}");
    }

    private static String text(String words) {
        return "{\"id\":\"resp_9\",\"object\":\"response\",\"status\":\"completed\",\"output\":[{\"type\":\"message\",\"role\":\"assistant\","
                + "\"content\":[{\"type\":\"output_text\",\"text\":\"" + words + "\"}]}]}";
    }

    @Test
    void whatWasStoredIsThereAtTheEnd() {
        String name = "a-response-is-still-there-at-the-end";
        assertThat(heard(name, one("late", "get", 200))).containsExactly("held");
        assertThat(heard(name, one("late", "get", 404))).containsExactly("broken:");
        assertThat(heard(name, one("late", "get", 403))).containsExactly("unclear:UNSUPPORTED");
    }

    @Test
    void aRefusedCreateIsNotListed() {
        String name = "a-refused-create-stores-nothing";
        assertThat(heard(name, refused(422, "other"))).containsExactly("held");
        assertThat(heard(name, refused(422, "mark"))).containsExactly("broken:");
        assertThat(heard(name, refused(200, "mark"))).containsExactly("unclear:VALUE_MISSING");
    }

    private static Recorded refused(int status, String listed) {
        return served().drawn("refusals-parameters", 1, "refused", "mark")
                .json("refusals-parameters", 1, "previous", post("'input':'x'"), status, "{}")
                .json(
                        "late",
                        1,
                        "list",
                        Call.get("/responses?limit=100"),
                        200,
                        "{\"data\":[{\"id\":\"resp_1\",\"metadata\":{\"tag\":\"" + listed + "\"}}]}");
    }

    @Test
    void anUnknownCursorGivesNoFirstPage() {
        String full = "{\"data\":[{\"id\":\"resp_1\"}]}";
        assertThat(cursor(full, 404, "{}")).containsExactly("held");
        assertThat(cursor(full, 200, "{\"data\":[]}")).containsExactly("held");
        assertThat(cursor(full, 200, full)).containsExactly("broken:");
        assertThat(cursor(full, 500, "{}")).containsExactly("broken:");
        assertThat(cursor("{\"data\":[]}", 200, "{\"data\":[]}")).containsExactly("unclear:VALUE_MISSING");
        assertThat(cursor("{}", 404, "{}")).as("no list at all").containsExactly("absent");
    }

    private static List<String> cursor(String list, int status, String body) {
        return heard(
                "an-unknown-cursor-gives-no-first-page",
                served().json("late", 1, "list", Call.get("/responses?limit=100"), 200, list)
                        .json("late", 1, "cursor", Call.get("/responses?after=x"), status, body));
    }

    @Test
    void partsAreReadInTheirOrder() {
        assertThat(parts("one", "kelu and boda")).containsExactly("held");
        assertThat(parts("one", "boda and kelu")).containsExactly("unclear:MODEL:again");
        assertThat(parts("three", "boda and kelu")).containsExactly("broken:");
        assertThat(parts("three", "kelu")).containsExactly("broken:");
        assertThat(parts("three", "hello")).containsExactly("unclear:MODEL");
        assertThat(parts("unable", "kelu")).containsExactly("unclear:MODEL");
    }

    private static List<String> parts(String takes, String answer) {
        Recorded record = served();
        for (int take = 1; take <= (takes.equals("one") ? 1 : 3); take++) {
            record = record.drawn("parts-order", take, "first", "kelu")
                    .drawn("parts-order", take, "second", "boda")
                    .json("parts-order", take, "create", post("'input':'x'"), 200, text(answer));
            for (int i = 1; i < take; i++) {
                String told = takes.equals("unable") ? "kelu" : "kelu, boda";
                record = record.json("parts-order", take, "control/" + i, post("'input':'x'"), 200, text(told));
            }
        }
        return heard("parts-are-read-in-their-order", record);
    }

    @Test
    void newInstructionsReplaceOldOnes() {
        Recorded good = served().drawn("chain-instructions", 1, "second", "boda")
                .json("chain-instructions", 1, "turn-2", post("'input':'x'"), 200, text("boda hello"));
        assertThat(heard("new-instructions-replace-old-ones", good)).containsExactly("held");
        Recorded bad = served();
        for (int take = 1; take <= 3; take++) {
            bad = bad.drawn("chain-instructions", take, "second", "boda")
                    .json("chain-instructions", take, "turn-2", post("'input':'x'"), 200, text("kelu hello"));
            for (int i = 1; i < take; i++) {
                bad = bad.json(
                        "chain-instructions", take, "control/" + i, post("'input':'x'"), 200, text("boda hello"));
            }
        }
        assertThat(heard("new-instructions-replace-old-ones", bad)).containsExactly("broken:");
    }

    @Test
    void defaultsAreShownOrNothingIs() {
        assertThat(defaults("")).containsExactly("unclear:VALUE_MISSING");
        assertThat(defaults("'store':true")).containsExactly("held");
        assertThat(defaults("'tool_choice':'auto','tools':[],'metadata':{},'temperature':0.7,'truncation':null"))
                .containsExactly("held");
        assertThat(defaults("'parallel_tool_calls':false")).containsExactly("broken:");
        assertThat(defaults("'temperature':'1'")).containsExactly("broken:");
        assertThat(defaults("'tools':{}")).containsExactly("broken:");
        assertThat(defaults("'truncation':'auto','tool_choice':'none'")).containsExactly("broken:", "broken:");
    }

    private static List<String> defaults(String members) {
        String body = "{'id':'resp_1','object':'response','output':[]" + (members.isEmpty() ? "" : "," + members) + "}";
        return heard(
                "defaults-are-shown",
                Recorded.profile("fireworks")
                        .json("basic", 1, "create", post("'input':'x'"), 200, body.replace('\'', '"')));
    }

    @Test
    void anEmptyIncludeIsTakenOrUnknown() {
        assertThat(include(200, 0)).containsExactly("held");
        assertThat(include(400, 200)).containsExactly("broken:refused");
        assertThat(include(400, 400)).as("the member is unknown").containsExactly("absent");
        assertThat(include(500, 0)).containsExactly("broken:server-error");
    }

    private static List<String> include(int status, int known) {
        Recorded record =
                served().json("liberties", 1, "include-empty", post("'input':'x','include':[]"), status, "{}");
        return heard(
                "include-may-be-empty",
                known == 0
                        ? record
                        : record.json(
                                "liberties", 1, "include-known", post("'input':'x','include':['a']"), known, "{}"));
    }

    @Test
    void aContinuationCountsWhatWasSaidBefore() {
        assertThat(counted(300)).containsExactly("held");
        assertThat(counted(12)).containsExactly("broken:");
    }

    private static List<String> counted(int tokens) {
        String usage = "{\"id\":\"resp_1\",\"object\":\"response\",\"output\":[],\"usage\":{\"prompt_tokens\":%d}}";
        return heard(
                "a-continuation-counts-its-context",
                served().json("parallel", 1, "alone", post("'input':'x'"), 200, String.format(usage, 12))
                        .json("chain-long", 1, "ask-5", post("'input':'x'"), 200, String.format(usage, tokens)));
    }

    @Test
    void whatABreachMeansIsAsTheRowsSay() {
        Catalogue rows = Catalogue.load();
        for (Map.Entry<String, String> fails : Map.of(
                        "INPUT-EMPTY-001",
                        "server-error",
                        "INPUT-ROLE-001",
                        "server-error",
                        "PARAM-INCLUDE-003",
                        "server-error")
                .entrySet()) {
            assertThat(rows.get(fails.getKey()).severity("fireworks", fails.getValue()))
                    .isEqualTo(Severity.FAIL);
        }
        for (String id :
                List.of("HTTP-METHOD-001", "ERR-LEAK-001", "DELETE-013", "STORE-010", "INSTR-003", "CHAIN-015")) {
            assertThat(rows.get(id).severity("fireworks", "")).as(id).isEqualTo(Severity.WARN);
        }
    }

    @Test
    void theOutputOfAFunctionStaysInContext() {
        Recorded good = served().drawn("function-loop", 1, "sensor", "boda")
                .json("function-loop", 1, "later", post("'input':'x'"), 200, text("boda"));
        assertThat(heard("function-output-stays-in-context", good)).containsExactly("held");
        Recorded talkative = good.json("function-loop", 1, "continue", post("'input':'x'"), 200, text("kelu and boda"));
        assertThat(heard("function-output-stays-in-context", talkative)).containsExactly("unclear:MODEL");
        Recorded bad = served();
        for (int take = 1; take <= 3; take++) {
            bad = bad.drawn("function-loop", take, "sensor", "boda")
                    .json("function-loop", take, "later", post("'input':'x'"), 200, text("I do not know."));
            for (int i = 1; i < take; i++) {
                bad = bad.json("function-loop", take, "later-control/" + i, post("'input':'x'"), 200, text("boda"));
            }
        }
        assertThat(heard("function-output-stays-in-context", bad)).containsExactly("broken:");
    }
}
