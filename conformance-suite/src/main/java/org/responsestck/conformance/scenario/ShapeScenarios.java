package org.responsestck.conformance.scenario;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.responsestck.conformance.dialect.Trait;
import org.responsestck.conformance.scenario.Needs.Model;
import org.responsestck.conformance.wire.Call;

/** What has to be sent beside the plain prompt to see texts and counts. */
final class ShapeScenarios {
    private ShapeScenarios() {}

    static List<Scenario> scenarios() {
        return List.of(Scenario.of(
                "utf8",
                "Sends characters of one to four bytes, as JSON and as a stream, and reads them back",
                Needs.of(Model.STRUCTURE),
                ShapeScenarios::utf8));
    }

    private static void utf8(Talk talk) throws Stop {
        ObjectNode body = talk.create("Repeat: 漢字 é 😀 " + talk.draw("word"));
        Reply created = talk.send("create", Call.post("/responses", body));
        Optional<String> id = created.text("/id");
        if (created.ok() && id.isPresent() && talk.dialect().is(Trait.RETRIEVAL)) {
            talk.send("get", Call.getResponse(id.get()));
        }
        talk.send("stream", Call.post("/responses", body.deepCopy().put("stream", true)));
    }
}
