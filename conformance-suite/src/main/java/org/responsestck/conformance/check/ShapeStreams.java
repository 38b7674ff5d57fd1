package org.responsestck.conformance.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.responsestck.conformance.check.Observation.Broken;
import org.responsestck.conformance.check.Observation.Held;
import org.responsestck.conformance.evidence.Evidence;
import org.responsestck.conformance.evidence.ExchangeView;
import org.responsestck.conformance.evidence.ExchangeView.StreamEvent;

/** Events of a stream by their schemas, and the finished response inside the last of them. */
final class ShapeStreams {
    private static final String EVENTS = "STREAM-SNAP-005";
    private static final String TERMINAL = "STREAM-ORDER-007";

    private ShapeStreams() {}

    static List<Check> checks() {
        return List.of(
                Shapes.passive(
                        "events-follow-their-schemas",
                        EVENTS,
                        e -> e.streams().stream().flatMap(view -> events(e, view))),
                Shapes.passive(
                        "terminal-snapshots-are-complete",
                        TERMINAL,
                        e -> e.streams().stream().flatMap(view -> terminal(e, view))));
    }

    private static Stream<Observation> events(Evidence evidence, ExchangeView view) {
        Schemas schemas = Schemas.of(evidence.header().profile());
        List<Observation> observations = new ArrayList<>();
        Set<String> said = new HashSet<>();
        boolean any = false;
        for (StreamEvent event : view.events()) {
            if (schemas.kind("event", event.data()).isEmpty()) {
                continue;
            }
            any = true;
            for (SchemasFinding finding : findings(evidence, view, event)) {
                boolean counted = finding.requirement().equals(EVENTS)
                        || Shapes.fails(evidence.header().profile(), finding);
                // The first of many equal ones is enough: a member that every delta lacks is one fault.
                String fault = event.type() + finding.pointer().replaceAll("/\\d+", "/*") + finding.expected();
                if (counted && said.add(fault)) {
                    observations.add(new Broken(
                            EVENTS,
                            "",
                            Shapes.at(view, event, finding.pointer()),
                            event.type() + ": " + finding.expected(),
                            finding.actual()));
                }
            }
        }
        if (any && observations.isEmpty()) {
            observations.add(new Held(EVENTS, Where.exchange(view.id())));
        }
        return observations.stream();
    }

    private static List<SchemasFinding> findings(Evidence evidence, ExchangeView view, StreamEvent event) {
        List<SchemasFinding> found = Schemas.of(evidence.header().profile()).validate("event", event.data());
        if (found.isEmpty() || !event.data().path("response").isObject()) {
            return found;
        }
        // Findings within the response need what only its request tells; the others begin with another member.
        List<SchemasFinding> inside = new ArrayList<>();
        List<SchemasFinding> outside = new ArrayList<>();
        for (SchemasFinding finding : found) {
            if (finding.pointer().startsWith("/response/")) {
                inside.add(new SchemasFinding(
                        finding.requirement(),
                        finding.variant(),
                        finding.pointer().substring("/response".length()),
                        finding.expected(),
                        finding.actual()));
            } else {
                outside.add(finding);
            }
        }
        JsonNode store = event.data().at("/response/store");
        boolean unstored = isFalse(view.request().path("store")) || isFalse(store);
        boolean finished = !event.type().equals("response.created")
                && !event.type().equals("response.in_progress")
                && !event.type().equals("response.queued");
        Shapes.inContext(inside, view.request(), unstored, finished).forEach(f -> outside.add(f.below("/response")));
        return outside;
    }

    private static boolean isFalse(JsonNode node) {
        return node.isBoolean() && !node.booleanValue();
    }

    private static Stream<Observation> terminal(Evidence evidence, ExchangeView view) {
        List<Observation> observations = new ArrayList<>();
        boolean textSent = false;
        for (StreamEvent event : view.events()) {
            switch (event.type()) {
                case "response.output_text.delta" ->
                    textSent |= !event.data().path("delta").asText().isEmpty();
                case "response.completed", "response.incomplete", "response.failed" -> {
                    List<Observation> broken = incomplete(evidence, view, event, textSent);
                    observations.addAll(broken);
                    if (broken.isEmpty()) {
                        observations.add(new Held(TERMINAL, Shapes.at(view, event, "/response")));
                    }
                }
                default -> {
                    // Only texts and ends matter here.
                }
            }
        }
        return observations.stream();
    }

    private static List<Observation> incomplete(
            Evidence evidence, ExchangeView view, StreamEvent event, boolean textSent) {
        JsonNode response = event.data().path("response");
        if (!response.isObject()) {
            return List.of(new Broken(
                    TERMINAL, "", Shapes.at(view, event, "/response"), "a response object", Shown.of(response)));
        }
        List<Observation> broken = new ArrayList<>();
        Set<String> said = new HashSet<>();
        for (SchemasFinding finding : findings(evidence, view, event)) {
            if (finding.pointer().startsWith("/response/")
                    && Shapes.fails(evidence.header().profile(), finding)
                    && said.add(finding.pointer())) {
                broken.add(new Broken(
                        TERMINAL, "", Shapes.at(view, event, finding.pointer()), finding.expected(), finding.actual()));
            }
        }
        JsonNode output = response.path("output");
        boolean wanted =
                event.type().equals("response.completed") || (event.type().equals("response.incomplete") && textSent);
        if (wanted && output.isArray() && output.isEmpty()) {
            broken.add(new Broken(
                    TERMINAL,
                    "",
                    Shapes.at(view, event, "/response/output"),
                    textSent ? "the text that was streamed" : "at least one item",
                    "[]"));
        }
        return broken;
    }
}
