package org.responsestck.conformance.scenario;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.responsestck.conformance.dialect.Trait;
import org.responsestck.conformance.scenario.Needs.Model;
import org.responsestck.conformance.scenario.Needs.Option;
import org.responsestck.conformance.wire.Call;

/** Answers as event streams. */
final class StreamScenarios {
    private static final String PONG = "Reply with the single word pong.";

    private static final List<String> RUNNING = List.of("in_progress", "queued");

    private StreamScenarios() {}

    static List<Scenario> scenarios() {
        return List.of(
                Scenario.of(
                        "stream",
                        "streams a short and a long answer, reads the first again, and varies the Accept header",
                        Needs.of(Model.STRUCTURE).takes(3).capability("streaming"),
                        StreamScenarios::stream),
                Scenario.of(
                        "stream-failure",
                        "makes a stream fail half-way, and reads the response until it has ended",
                        Needs.of(Model.STRUCTURE).capability("streaming").option(Needs.Option.FAULT_HOOK),
                        StreamScenarios::failure));
    }

    /** To be played after what they are twins of: only then is it known whether another take is needed. */
    static List<Scenario> twins() {
        return List.of(Scenario.of(
                "parity",
                "repeats with stream what other scenarios ask without",
                Needs.of(Model.ENFORCEABLE).takes(2).capability("streaming"),
                StreamScenarios::parity));
    }

    private static void failure(Talk talk) throws Stop {
        String[] header = talk.option(Needs.Option.FAULT_HOOK).orElse(":").split(":", 2);
        Call call = streamed(talk.create("Write ten numbered sentences about rivers."));
        Reply reply = talk.send("stream", call.with(header[0], header[1].strip()));
        Optional<String> id = reply.text("/id");
        if (id.isPresent() && talk.dialect().is(Trait.RETRIEVAL)) {
            talk.poll(
                    "get",
                    Call.getResponse(id.get()),
                    seen -> !RUNNING.contains(seen.text("/status").orElse("")),
                    Duration.ofSeconds(60));
        }
    }

    private static void stream(Talk talk) throws Stop {
        Reply count = talk.send("count", streamed(count(talk)));
        Optional<String> id = count.ok() ? count.text("/id") : Optional.empty();
        if (id.isPresent()) {
            talk.send("get", Call.getResponse(id.get()));
        }
        talk.send("long", streamed(talk.create("Write ten numbered sentences about rivers.")));
        if (talk.take() == 1) {
            talk.send("accept-json", streamed(count(talk)).with("Accept", "application/json"));
            talk.send(
                    "accept-stream", Call.post("/responses", talk.create(PONG)).with("Accept", "text/event-stream"));
        }
    }

    private static ObjectNode count(Talk talk) {
        return talk.create("Count from 1 to 20, separated by commas.");
    }

    /** The bodies are those of other scenarios, member for member: only then are the answers twins. More twins come from other scenarios. */
    private static void parity(Talk talk) throws Stop {
        talk.send("basic", streamed(talk.create(PONG)));
        talk.send("reason", streamed(reason(talk)));
    }

    private static ObjectNode reason(Talk talk) {
        ObjectNode body = talk.create("How many letters r are in strawberry? Think first.");
        talk.option(Option.REASONING_MODEL).ifPresent(model -> body.put("model", model));
        body.putObject("reasoning").put("effort", "low");
        return body;
    }

    private static Call streamed(ObjectNode body) {
        return Call.post("/responses", body.put("stream", true));
    }
}
