package org.responsestck.conformance.target;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.responsestck.conformance.dialect.Dialects;
import org.responsestck.conformance.evidence.ExchangeView;
import org.responsestck.conformance.evidence.Place;
import org.responsestck.conformance.wire.Call;
import org.responsestck.conformance.wire.Recorder;
import org.responsestck.conformance.wire.StrictJson;
import org.responsestck.conformance.wire.Who;

/** Finds out by about a dozen small requests what a target offers. What it finds is a claim to start from, no verdict. */
public final class Probe {
    private static final String PONG = "Reply with the single word pong.";
    /** One white pixel. */
    private static final String PIXEL =
            "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mP8/x8AAwMCAO+ip1sAAAAASUVORK5CYII=";

    private final Target target;
    private final Recorder recorder;
    private final List<Found> found = new ArrayList<>();
    private int requests;

    private Probe(Target target, Recorder recorder) {
        this.target = target;
        this.recorder = recorder;
    }

    /**
     * What was found out about one capability.
     *
     * @param capability its name
     * @param offered whether the target offers it; null when that could not be told
     * @param why what was seen, in a few words
     */
    public record Found(String capability, @Nullable Boolean offered, String why) {}

    /**
     * Asks a target.
     *
     * @return what was found, in the order of asking
     * @throws IllegalStateException if the target does not answer a plain create; the message says what it did instead
     */
    public static List<Found> of(Target target) {
        try (Recorder recorder = target.recorder(1)) {
            return new Probe(target, recorder).run();
        }
    }

    private List<Found> run() {
        ExchangeView created = create(body(PONG));
        if (!created.ok()) {
            throw new IllegalStateException("a plain create was answered by " + words(created));
        }
        String id = created.json().value().path("id").asText("");
        accepted("streaming", create(body(PONG).put("stream", true)), ExchangeView::isStream, "no event stream");
        if (id.isEmpty()) {
            unknown("the create gave no id", "retrieval", "storage", "chaining", "deletion");
        } else {
            ExchangeView get = send(Call.getResponse(id));
            accepted("retrieval", get, x -> true, "");
            accepted("storage", get, x -> true, "");
            accepted("chaining", create(body(PONG).put("previous_response_id", id)), x -> true, "");
        }
        accepted(
                "listing",
                send(Call.get("/responses?limit=1")),
                x -> x.json().value().path("data").isArray(),
                "no data");
        tools();
        formats();
        if (!id.isEmpty()) {
            Call delete = Call.deleteResponse(id);
            String account = target.options().get(org.responsestck.conformance.scenario.Needs.Option.ACCOUNT_ID);
            Optional<String> header = Dialects.of(target.profile()).accountHeader();
            accepted(
                    "deletion",
                    send(account == null || header.isEmpty() ? delete : delete.with(header.get(), account)),
                    x -> true,
                    "");
        }
        return List.copyOf(found);
    }

    private void tools() {
        ObjectNode body = body("What is the weather like in San Francisco?").put("tool_choice", "required");
        ObjectNode tool = body.putArray("tools").addObject();
        tool.put("type", "function").put("name", "get_weather").put("description", "Weather of a city");
        ObjectNode parameters = tool.putObject("parameters").put("type", "object");
        parameters.putObject("properties").putObject("location").put("type", "string");
        parameters.putArray("required").add("location");
        ExchangeView asked = create(body);
        accepted("function-tools", asked, Probe::calls, "accepted, but no call came");
        accepted("tool-choice", asked, Probe::calls, "accepted, but no call came");
        ObjectNode served = body(PONG);
        served.putArray("tools")
                .addObject()
                .put("type", "mcp")
                .put("server_label", "probe")
                .put("server_url", "http://127.0.0.1:9/mcp")
                .put("require_approval", "never");
        ExchangeView server = create(served);
        String text = server.text().toLowerCase(java.util.Locale.ROOT);
        boolean refusedAsSuch = server.status() >= 400
                && server.status() < 500
                && (text.contains("type") || text.contains("support") || text.contains("unknown"));
        found.add(new Found(
                "server-tools",
                server.ok() ? Boolean.TRUE : refusedAsSuch ? Boolean.FALSE : null,
                server.ok() ? "an mcp tool was accepted" : words(server)));
    }

    private static boolean calls(ExchangeView view) {
        for (JsonNode item : view.json().value().path("output")) {
            if (item.path("type").asText().matches("function_call|tool_call")) {
                return true;
            }
        }
        return false;
    }

    private void formats() {
        ObjectNode reason = body(PONG);
        reason.putObject("reasoning").put("effort", "low");
        accepted("reasoning", create(reason), x -> true, "");
        ObjectNode structured = body("Give a random person.");
        ObjectNode format = structured.putObject("text").putObject("format");
        format.put("type", "json_schema").put("name", "person").put("strict", true);
        ObjectNode schema = format.putObject("schema").put("type", "object").put("additionalProperties", false);
        schema.putObject("properties").putObject("name").put("type", "string");
        schema.putArray("required").add("name");
        accepted("structured-output", create(structured), Probe::saysJson, "accepted, but the text is no JSON object");
        ObjectNode seen = body("");
        ObjectNode message =
                seen.putArray("input").addObject().put("type", "message").put("role", "user");
        message.putArray("content")
                .add(seen.objectNode().put("type", "input_text").put("text", "Describe the picture in one word."))
                .add(seen.objectNode().put("type", "input_image").put("image_url", PIXEL));
        accepted("images", create(seen), x -> true, "");
    }

    private static boolean saysJson(ExchangeView view) {
        StringBuilder text = new StringBuilder();
        for (JsonNode item : view.json().value().path("output")) {
            if (item.path("role").asText("assistant").equals("assistant")) {
                item.path("content").forEach(p -> text.append(p.path("text").asText("")));
            }
        }
        String answer =
                text.substring(Math.max(0, text.lastIndexOf("</think>") + (text.lastIndexOf("</think>") < 0 ? 1 : 8)));
        return StrictJson.read(answer.strip()).value().isObject();
    }

    /** A 2xx that shows it is an offer, a 4xx or 501 is none, anything else tells nothing. */
    private void accepted(String capability, ExchangeView view, Predicate<ExchangeView> shows, String otherwise) {
        if (view.ok()) {
            boolean shown = shows.test(view);
            found.add(new Found(capability, shown ? Boolean.TRUE : null, shown ? words(view) : otherwise));
            return;
        }
        boolean refused = (view.status() >= 400
                        && view.status() < 500
                        && view.status() != 401
                        && view.status() != 403
                        && view.status() != 429)
                || view.status() == 501;
        found.add(new Found(capability, refused ? Boolean.FALSE : null, words(view)));
    }

    private void unknown(String why, String... capabilities) {
        for (String capability : capabilities) {
            found.add(new Found(capability, null, why));
        }
    }

    private ObjectNode body(String input) {
        return com.fasterxml.jackson.databind.node.JsonNodeFactory.instance
                .objectNode()
                .put("model", target.model())
                .put("input", input);
    }

    private ExchangeView create(ObjectNode body) {
        return send(Call.post("/responses", body));
    }

    private ExchangeView send(Call call) {
        return new ExchangeView(
                new Place("probe", 1, String.valueOf(++requests)), recorder.play(requests, Who.KEY, call, null));
    }

    private static String words(ExchangeView view) {
        if (view.status() == 0) {
            return view.end()
                    + (view.exchange().detail() == null
                            ? ""
                            : ": " + view.exchange().detail());
        }
        String text = view.ok() ? "" : view.text().replaceAll("\\s+", " ").strip();
        return "status " + view.status()
                + (text.isEmpty() ? "" : ", " + (text.length() <= 80 ? text : text.substring(0, 80) + "…"));
    }
}
