package org.responsestck.conformance.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.responsestck.conformance.scenario.LawfulServer;
import org.responsestck.conformance.scenario.PlayedRun;
import org.responsestck.conformance.scenario.PlayedRun.Canned;
import org.responsestck.conformance.wire.End;

/** Each breach of a lawful server is reported by the requirement that it breaks. */
class CoreDefectsTest {
    private static final Canned BOOM = Canned.json(500, "{'detail':'boom'}");
    private static final Canned BAD = Canned.json(400, "{'error':{'message':'no','code':'bad'}}");
    private static final Canned SERVED = Canned.json(200, "{'id':'resp_1','object':'response','output':[]}");
    private static final Canned HTML = Canned.of(404, "text/html", "<h1>Not found</h1>");

    record Defect(String name, String place, UnaryOperator<Canned> change, String row, String word) {
        @Override
        public String toString() {
            return name + " → " + row;
        }
    }

    /** The request that takes every liberty is refused, and then the one that takes only this. */
    private static final String ALL = "liberties/all and liberties/";

    @ParameterizedTest
    @MethodSource("defects")
    void aDefectIsReportedByItsRow(Defect defect) {
        PlayedRun run = PlayedRun.against("fireworks", new LawfulServer());
        for (String place : defect.place().split(" and ")) {
            run.at(place, defect.change());
        }
        run.play(1);
        Map<String, Set<String>> said = CoreVerdicts.of(run.evidence());
        assertThat(said.get(defect.row())).contains(defect.word());
        assertThat(said.values().stream().flatMap(Set::stream)).noneMatch(w -> w.startsWith("UNKNOWN"));
    }

    static Stream<Defect> defects() {
        return Stream.of(transport(), input(), echoes(), limits(), refusals(), streams(), gets())
                .flatMap(s -> s);
    }

    private static Stream<Defect> transport() {
        String create = "basic/create";
        return Stream.of(
                change("text/plain body", create, c -> Canned.of(200, "text/plain", c.body()), "HTTP-JSON-001", "FAIL"),
                change("no media type", create, c -> Canned.of(200, "", c.body()), "HTTP-JSON-001", "FAIL"),
                change("201", create, c -> c.status(201), "HTTP-JSON-001", "FAIL"),
                change(
                        "an event stream unasked",
                        create,
                        c -> Canned.of(200, "text/event-stream", "data: {}\n\n"),
                        "HTTP-JSON-001",
                        "FAIL"),
                change("array", create, c -> c.body(b -> "[" + b + "]"), "HTTP-JSON-001", "FAIL"),
                change("two values", create, c -> c.body(b -> b + "\n{}"), "HTTP-JSON-001", "FAIL"),
                change("garbage before", create, c -> c.body(b -> ")]}'\n" + b), "HTTP-JSON-001", "FAIL"),
                change("empty", create, c -> c.body(b -> ""), "HTTP-JSON-001", "FAIL"),
                put("charset compared", ALL + "charset", BAD.status(415), "HTTP-REQCT-001", "FAIL refused"),
                put("charset, other 4xx", ALL + "charset", BAD.status(406), "HTTP-REQCT-001", "WARN other-4xx"),
                put("HTML error", "refusals-input/noinput", HTML.status(400), "HTTP-JSON-002", "WARN"),
                put(
                        "text error",
                        "refusals-input/noinput",
                        Canned.of(400, "text/plain", "no"),
                        "HTTP-JSON-002",
                        "WARN"),
                put("empty error", "refusals-input/noinput", Canned.of(400, "", ""), "HTTP-JSON-002", "WARN"),
                change(
                        "lines of JSON",
                        "refusals-input/noinput",
                        c -> Canned.of(422, "application/x-ndjson", c.body()),
                        "HTTP-JSON-002",
                        "WARN"),
                put("HTML 404 for an id", "refusals-get/get404", HTML, "HTTP-JSON-002", "WARN"));
    }

    private static Stream<Defect> input() {
        return Stream.of(
                put("nulls crash", "nulls/create", BOOM, "HTTP-NULLS-001", "FAIL server-error"),
                put("nulls refused", "nulls/create", BAD, "HTTP-NULLS-001", "FAIL refused"),
                change(
                        "null store is false",
                        "nulls/create",
                        c -> c.body(b -> b.replace("\"store\":true", "\"store\":false")),
                        "HTTP-NULLS-001",
                        "WARN other-outcome"),
                put("unknown member crashes", ALL + "unknown-member", BOOM, "HTTP-UNKNOWN-001", "FAIL server-error"),
                put(
                        "unknown member, 404",
                        ALL + "unknown-member",
                        BAD.status(404),
                        "HTTP-UNKNOWN-001",
                        "WARN other-4xx"),
                put("string refused", "nonce-echo/echo", BAD.status(422), "INPUT-STR-001", "FAIL refused"),
                put("string crashes", "nonce-echo/echo", BOOM, "INPUT-STR-001", "FAIL server-error"),
                put("parts refused", "items/parts", BAD, "INPUT-ITEMS-001", "FAIL refused"),
                put("content string crashes", "items/string", BOOM, "INPUT-ITEMS-001", "FAIL server-error"),
                put("type needed", "items/notype", BAD, "INPUT-ITEMS-002", "WARN refused"),
                put("history refused", "history/string", BAD, "INPUT-ITEMS-003", "FAIL refused"),
                put("history parts refused", "history/parts", BAD, "INPUT-ITEMS-003", "WARN parts-refused"),
                put("system refused", "roles/system", BAD, "INPUT-ITEMS-005", "FAIL refused"),
                put("system crashes", "roles/system", BOOM, "INPUT-ITEMS-005", "FAIL server-error"),
                put("developer refused", "roles/developer", BAD, "INPUT-ITEMS-005", "WARN developer-refused"),
                put("developer crashes", "roles/developer", BOOM, "INPUT-ITEMS-005", "WARN developer-server-error"),
                put("instructions refused", "instructions/steer", BAD, "INSTR-001", "WARN other-outcome"),
                put(
                        "stream false streams",
                        "liberties/all",
                        Canned.of(200, "text/event-stream", "data: {}\n\n"),
                        "STREAM-FRAME-012",
                        "FAIL"),
                put(
                        "stream null streams",
                        "nulls/create",
                        Canned.of(200, "text/event-stream", "data: {}\n\n"),
                        "STREAM-FRAME-012",
                        "FAIL"),
                put("stream false refused", ALL + "stream-false", BAD, "STREAM-FRAME-012", "WARN other-outcome"));
    }

    private static Stream<Defect> echoes() {
        return Stream.of(
                echo("temperature", "0.2", "1.0", "PARAM-ECHO-001"),
                echo("top_p", "0.5", "1.0", "PARAM-ECHO-002"),
                echo("max_output_tokens", "64", "65", "PARAM-ECHO-003"),
                echo("parallel_tool_calls", "false", "true", "PARAM-ECHO-004"),
                echo("tool_choice", "\"none\"", "\"auto\"", "PARAM-ECHO-005"),
                echo("truncation", "\"auto\"", "\"disabled\"", "PARAM-ECHO-006"),
                change(
                        "tools []",
                        "echo/echo",
                        c -> c.body(b -> b.replaceAll("\"tools\":\\[.*?\\}\\]", "\"tools\":[]")),
                        "PARAM-ECHO-015",
                        "WARN"),
                echo("temperature", "0.2", "null", "PARAM-ECHO-001", "INFO absent"),
                change(
                        "metadata lost",
                        "echo/echo",
                        c -> c.body(b -> b.replace("\"k64\"", "\"other\"")),
                        "PARAM-ECHO-007",
                        "WARN"),
                change(
                        "metadata in lower case",
                        "echo/echo",
                        c -> c.body(b -> b.replace("MiXed", "mixed")),
                        "PARAM-ECHO-007",
                        "WARN"),
                change(
                        "spaces folded",
                        "echo/echo",
                        c -> c.body(b -> b.replace("with  two", "with two")),
                        "PARAM-ECHO-007",
                        "WARN"),
                change(
                        "empty value dropped",
                        "echo/echo",
                        c -> c.body(b -> b.replace("\"empty\":\"\",", "")),
                        "PARAM-ECHO-007",
                        "WARN empty-left-out"),
                change(
                        "metadata {} on GET",
                        "echo/get",
                        c -> c.body(b -> b.replaceAll("\"metadata\":\\{[^}]*\\}", "\"metadata\":{}")),
                        "PARAM-META-002",
                        "WARN"),
                change(
                        "metadata null on GET",
                        "echo/get",
                        c -> c.body(b -> b.replaceAll("\"metadata\":\\{[^}]*\\}", "\"metadata\":null")),
                        "PARAM-META-002",
                        "WARN"),
                change(
                        "metadata changed on create",
                        "echo/echo",
                        c -> c.body(b -> b.replace("\"k64\":\"", "\"k64\":\"X")),
                        "PARAM-META-002",
                        "WARN"),
                echo("max_tool_calls", "3", "null", "RESP-MAXTOOL-001", "FAIL"),
                echo("max_tool_calls", "3", "4", "RESP-MAXTOOL-001", "FAIL"),
                change(
                        "a limit nobody set",
                        "basic/create",
                        c -> c.body(b -> b.replace("\"max_tool_calls\":null", "\"max_tool_calls\":10")),
                        "RESP-MAXTOOL-001",
                        "FAIL"),
                change(
                        "no max_tool_calls",
                        "basic/create",
                        c -> c.body(b -> b.replace("\"max_tool_calls\":null", "\"x\":null")),
                        "RESP-MAXTOOL-001",
                        "WARN absent"),
                change(
                        "stream without settings",
                        "echo/stream",
                        c -> c.body(b -> b.replace("\"temperature\":0.2", "\"temperature\":1.0")),
                        "STREAM-ECHO-001",
                        "WARN"),
                change(
                        "stream drops instructions",
                        "echo/stream",
                        c -> c.body(b -> b.replace(",\"instructions\":\"Be brief.\"", "")),
                        "STREAM-ECHO-001",
                        "INFO absent"),
                put("text {} refused", ALL + "text-empty", BAD, "PARAM-TEXT-001", "WARN refused"),
                put("text {} crashes", ALL + "text-empty", BOOM, "PARAM-TEXT-001", "FAIL server-error"));
    }

    private static Stream<Defect> limits() {
        String words = "river ".repeat(70);
        return Stream.of(
                change(
                        "status completed over a long text",
                        "max-tokens/capped",
                        c -> c.body(b -> completed(b).replaceFirst("\"text\":\"[^\"]*", "\"text\":\"" + words)),
                        "LIMIT-TOKENS-001",
                        "FAIL"),
                put("cap crashes", "max-tokens/capped", BOOM, "LIMIT-TOKENS-001", "FAIL server-error"),
                change(
                        "reason length",
                        "max-tokens/capped",
                        c -> c.body(b -> b.replace("\"max_output_tokens\"}", "\"length\"}")),
                        "LIMIT-TOKENS-001",
                        "WARN other-outcome"),
                change(
                        "one token too many",
                        "max-tokens/capped",
                        c -> c.body(b -> b.replace("\"completion_tokens\":16", "\"completion_tokens\":17")),
                        "USAGE-010",
                        "WARN off-by-one"),
                change(
                        "cap on visible text only",
                        "max-tokens/stream",
                        c -> c.body(b -> b.replace("\"completion_tokens\":16", "\"completion_tokens\":99")),
                        "USAGE-010",
                        "FAIL"),
                change(
                        "counts swapped",
                        "max-tokens/longin",
                        c -> c.body(b -> b.replaceAll("\"completion_tokens\":16", "\"completion_tokens\":207")),
                        "USAGE-010",
                        "FAIL"),
                change(
                        "incomplete in a completed event",
                        "max-tokens/stream",
                        c -> c.body(b -> b.replace("response.incomplete", "response.completed")),
                        "STREAM-INC-002",
                        "WARN completed-event"),
                put("-1 served", "refusals-parameters/maxtok/0", SERVED, "LIMIT-TOKENS-003", "FAIL accepted"),
                put("0 is unlimited", "refusals-parameters/maxtok/1", SERVED, "LIMIT-TOKENS-003", "FAIL accepted"),
                put("1 refused", "refusals-parameters/maxtok/2", BAD, "LIMIT-TOKENS-003", "FAIL refused"),
                put("0 crashes", "refusals-parameters/maxtok/1", BOOM, "LIMIT-TOKENS-003", "FAIL server-error"),
                put(
                        "0 tool calls unlimited",
                        "refusals-parameters/maxtool/0",
                        SERVED,
                        "LIMIT-TOOLCALLS-003",
                        "FAIL accepted"),
                put(
                        "-1 tool calls crash",
                        "refusals-parameters/maxtool/1",
                        BOOM,
                        "LIMIT-TOOLCALLS-003",
                        "FAIL server-error"),
                put(
                        "tool calls, 400",
                        "refusals-parameters/maxtool/1",
                        BAD,
                        "LIMIT-TOOLCALLS-003",
                        "WARN bad-request"));
    }

    private static Stream<Defect> refusals() {
        String in = "refusals-input/";
        String of = "refusals-parameters/";
        Canned noLoc = Canned.json(422, "{'detail':[{'msg':'field required','type':'missing'}]}");
        Canned otherLoc = Canned.json(422, "{'detail':[{'loc':['body'],'msg':'field required','type':'missing'}]}");
        return Stream.of(
                put("truncated JSON crashes", "refusals-body/badjson/0", BOOM, "HTTP-REQCT-002", "FAIL server-error"),
                put("plain text served", "refusals-body/badjson/1", SERVED, "HTTP-REQCT-002", "FAIL accepted"),
                put(
                        "plain text hangs up",
                        "refusals-body/badjson/1",
                        Canned.none(End.CUT),
                        "HTTP-REQCT-002",
                        "FAIL connection-reset"),
                put("plain text, 404", "refusals-body/badjson/1", BAD.status(404), "HTTP-REQCT-002", "WARN other-4xx"),
                put("[] crashes", "refusals-body/arraybody/0", BOOM, "HTTP-REQCT-003", "FAIL server-error"),
                put("batch served", "refusals-body/arraybody/1", SERVED, "HTTP-REQCT-003", "FAIL accepted"),
                put("null served", "refusals-body/arraybody/4", SERVED, "HTTP-REQCT-003", "WARN accepted-empty"),
                put("no input served", in + "noinput", SERVED, "INPUT-MISSING-001", "FAIL accepted"),
                put("no input crashes", in + "noinput", BOOM, "INPUT-MISSING-001", "FAIL server-error"),
                put("no input, 400", in + "noinput", BAD, "INPUT-MISSING-001", "WARN bad-request"),
                put("no model crashes", in + "nomodel", BOOM, "INPUT-MISSING-002", "FAIL server-error"),
                put("no model, 404", in + "nomodel", BAD.status(404), "INPUT-MISSING-002", "WARN other-4xx"),
                put("model not named", in + "nomodel", otherLoc, "INPUT-MISSING-002", "WARN unnamed"),
                put("object as prompt", in + "inputtype/1", SERVED, "INPUT-TYPE-001", "FAIL accepted"),
                put("number crashes", in + "inputtype/0", BOOM, "INPUT-TYPE-001", "FAIL server-error"),
                put("malformed item ignored", in + "item/0", SERVED, "INPUT-ITEMSHAPE-001", "WARN accepted"),
                put("no object served", in + "item/3", SERVED, "INPUT-ITEMSHAPE-001", "FAIL accepted-element"),
                put("unknown type crashes", in + "item/4", BOOM, "INPUT-ITEMSHAPE-001", "FAIL server-error"),
                put("temperature clamped", of + "temp/0", SERVED, "PARAM-RANGE-001", "FAIL accepted"),
                put("temperature crashes", of + "temp/1", BOOM, "PARAM-RANGE-001", "FAIL server-error"),
                put("top_p clamped", of + "topp/0", SERVED, "PARAM-RANGE-002", "FAIL accepted"),
                put("text as number", of + "types/0", SERVED, "PARAM-RANGE-004", "FAIL accepted"),
                put("object as boolean", of + "types/1", SERVED, "PARAM-RANGE-004", "FAIL accepted"),
                put("yes is true", of + "types/5", SERVED, "PARAM-RANGE-004", "WARN lax-accepted"),
                put("half a token crashes", of + "types/8", BOOM, "PARAM-RANGE-004", "FAIL server-error"),
                put("17 pairs", of + "metadata/0", SERVED, "PARAM-META-001", "WARN accepted"),
                put("17 pairs crash", of + "metadata/0", BOOM, "PARAM-META-001", "FAIL server-error"),
                put("unknown model crashes", of + "model", BOOM, "PARAM-MODEL-001", "FAIL server-error"),
                put("unknown model served", of + "model", SERVED, "PARAM-MODEL-001", "WARN accepted"),
                put("unknown model, 422", of + "model", BAD.status(422), "PARAM-MODEL-001", "INFO other-4xx"),
                put("loc missing", in + "nomodel", noLoc, "ERR-422-001", "WARN"),
                put("validation is 400", of + "temp/0", BAD, "ERR-422-001", "WARN bad-request"),
                put("validation crashes", of + "temp/0", BOOM, "ERR-422-001", "FAIL server-error"),
                put("validation serves", of + "types/2", SERVED, "ERR-422-001", "FAIL accepted"),
                put("empty error body", in + "noinput", Canned.of(422, "", ""), "ERR-SHAPE-002", "FAIL empty-body"),
                put(
                        "error without text",
                        in + "noinput",
                        Canned.json(422, "{'error':{'code':7}}"),
                        "ERR-SHAPE-002",
                        "FAIL"),
                put("HTML error", in + "noinput", HTML, "ERR-SHAPE-002", "FAIL"),
                put(
                        "HTML where the key is refused",
                        "roles/developer",
                        HTML.status(403),
                        "ERR-SHAPE-002",
                        "WARN exempted"),
                put("500 on edge input", in + "item/5", BOOM, "ERR-STATUS-001", "FAIL"),
                put(
                        "200 with an error",
                        of + "temp/0",
                        Canned.json(200, "{'error':{'message':'no'}}"),
                        "ERR-200-001",
                        "FAIL"),
                put("200 with detail", of + "temp/0", Canned.json(200, "{'detail':'no'}"), "ERR-200-001", "FAIL"),
                put("an error as success", of + "temp/0", Canned.json(200, "{'error':'no'}"), "SDK-004", "WARN"),
                put("exotic code", of + "temp/0", BAD.status(418), "SDK-004", "INFO other-4xx"),
                put("redirect without target", of + "temp/0", BAD.status(302), "SDK-004", "WARN"));
    }

    private static Stream<Defect> streams() {
        String at = "refusals-stream/stream/";
        return Stream.of(
                put(
                        "error without type",
                        at + "0",
                        sse("data: {\"error\":{\"message\":\"no\"}}\n\n"),
                        "ERR-STREAM-001",
                        "FAIL untyped"),
                put("error that is no JSON", at + "1", sse("data: Error: no\n\n"), "ERR-STREAM-001", "FAIL unparsable"),
                put("bare [DONE]", at + "2", sse("data: [DONE]\n\n"), "ERR-STREAM-001", "FAIL no-ending"),
                put("nothing", at + "3", sse(""), "ERR-STREAM-001", "FAIL empty-body"),
                put("crash", at + "4", BOOM, "ERR-STREAM-001", "FAIL server-error"),
                put(
                        "served",
                        at + "0",
                        sse("data: {\"type\":\"response.completed\",\"response\":{}}\n\n"),
                        "ERR-STREAM-001",
                        "FAIL accepted"),
                put(
                        "typed error",
                        at + "0",
                        sse("data: {\"type\":\"error\",\"message\":\"no\"}\n\n"),
                        "ERR-STREAM-001",
                        "WARN typed-error"),
                change(
                        "last event unreadable",
                        "echo/stream",
                        c -> c.body(b -> b.replace("data: [DONE]", "data: {\"type\":")),
                        "SDK-006",
                        "FAIL"),
                change(
                        "last event cut",
                        "echo/stream",
                        c -> c.body(b -> b.substring(0, b.length() / 2)),
                        "SDK-006",
                        "FAIL"),
                change(
                        "an error member on events",
                        "echo/stream",
                        c -> c.body(b -> b.replace(
                                "{\"type\":\"response.created\"", "{\"error\":{},\"type\":\"response.created\"")),
                        "SDK-006",
                        "FAIL"));
    }

    private static Stream<Defect> gets() {
        return Stream.of(
                put("unknown id crashes", "refusals-get/get404", BOOM, "GET-002", "FAIL server-error"),
                put("200 with null", "refusals-get/get404", Canned.json(200, "null"), "GET-002", "FAIL accepted"),
                put("unknown id, 400", "refusals-get/get404", BAD, "GET-002", "WARN bad-request"),
                put("no GET", "refusals-get/get404", BAD.status(405), "GET-002", "absent"),
                put("uuid crash", "refusals-get/getbad/0", BOOM, "GET-003", "FAIL server-error"),
                put("traversal", "refusals-get/getbad/2", Canned.json(200, "{'data':[]}"), "GET-003", "FAIL accepted"));
    }

    private static String completed(String body) {
        return body.replace("\"incomplete\"", "\"completed\"").replaceFirst("\"incomplete_details\":\\{[^}]*\\},", "");
    }

    private static Canned sse(String body) {
        return Canned.of(200, "text/event-stream", body);
    }

    private static Defect put(String name, String place, Canned answer, String row, String word) {
        return change(name, place, c -> answer, row, word);
    }

    private static Defect echo(String member, String sent, String shown, String row) {
        return echo(member, sent, shown, row, "WARN");
    }

    private static Defect echo(String member, String sent, String shown, String row, String word) {
        String name = "\"" + member + "\":";
        return change(
                member + " shown as " + shown,
                "echo/echo",
                c -> c.body(b -> b.replace(name + sent, name + shown)),
                row,
                word);
    }

    private static Defect change(String name, String place, UnaryOperator<Canned> change, String row, String word) {
        return new Defect(name, place, change, row, word);
    }
}
