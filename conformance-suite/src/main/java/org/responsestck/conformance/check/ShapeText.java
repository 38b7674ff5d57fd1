package org.responsestck.conformance.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.responsestck.conformance.check.Observation.Broken;
import org.responsestck.conformance.check.Observation.Held;
import org.responsestck.conformance.evidence.Evidence;
import org.responsestck.conformance.evidence.ExchangeView;
import org.responsestck.conformance.evidence.ExchangeView.StreamEvent;
import org.responsestck.conformance.evidence.ResponseObject;
import org.responsestck.conformance.evidence.Take;
import org.responsestck.conformance.wire.End;
import org.responsestck.conformance.wire.SseTranscript;

/** Bodies as text: valid JSON in valid UTF-8, and characters that come back as they were sent. */
final class ShapeText {
    private static final String JSON = "RESP-JSON-001";
    private static final String UTF8 = "HTTP-UTF8-001";

    private ShapeText() {}

    static List<Check> checks() {
        return List.of(
                new Check(
                        "bodies-are-strict-json",
                        Set.of(JSON),
                        Set.of(),
                        e -> e.exchanges().stream().flatMap(ShapeText::strictJson)),
                new Check(
                        "bodies-are-utf-8",
                        Set.of(UTF8),
                        Set.of(),
                        e -> e.exchanges().stream().flatMap(ShapeText::validUtf8)),
                new Check("characters-come-back-as-sent", Set.of(UTF8), Set.of("utf8"), ShapeText::echoed));
    }

    private static Stream<Observation> strictJson(ExchangeView view) {
        if (view.isStream() && readable(view)) {
            List<Observation> broken = new ArrayList<>();
            List<StreamEvent> events =
                    view.events().stream().filter(e -> !e.done()).toList();
            for (StreamEvent event : events) {
                String problem = event.json().problem();
                if (problem != null && !surrogate(problem)) {
                    broken.add(new Broken(JSON, "", Shapes.at(view, event, ""), "RFC 8259 JSON", Shown.cut(problem)));
                }
            }
            return !broken.isEmpty() || events.isEmpty() ? broken.stream() : Stream.of(held(JSON, view));
        }
        if (!wholeJson(view)) {
            return Stream.of();
        }
        String problem = view.json().problem();
        return problem == null || surrogate(problem)
                ? Stream.of(held(JSON, view))
                : Stream.of(new Broken(JSON, "", Where.exchange(view.id()), "RFC 8259 JSON", Shown.cut(problem)));
    }

    private static Stream<Observation> validUtf8(ExchangeView view) {
        List<Observation> broken = new ArrayList<>();
        if (view.isStream() && readable(view)) {
            int dispatched = view.events().size();
            for (SseTranscript.Fault fault : view.sse().faults()) {
                // A body that was cut may end inside a character; a whole one may not.
                boolean whole = fault.event() < dispatched || view.end() == End.COMPLETE;
                if (fault.kind() == SseTranscript.Kind.INVALID_UTF8 && whole) {
                    broken.add(new Broken(
                            UTF8,
                            "",
                            Where.exchange(view.id()).event(fault.event(), fault.offset()),
                            "UTF-8",
                            "bytes that are not"));
                }
            }
            for (StreamEvent event : view.events()) {
                String problem = event.json().problem();
                if (problem != null && surrogate(problem)) {
                    broken.add(
                            new Broken(UTF8, "", Shapes.at(view, event, ""), "whole characters", Shown.cut(problem)));
                }
            }
        } else if (wholeJson(view)) {
            String problem = view.json().problem();
            if (!view.isUtf8()) {
                broken.add(new Broken(UTF8, "", Where.exchange(view.id()), "UTF-8", "bytes that are not"));
            } else if (problem != null && surrogate(problem)) {
                broken.add(new Broken(UTF8, "", Where.exchange(view.id()), "whole characters", Shown.cut(problem)));
            }
        } else {
            return Stream.of();
        }
        return !broken.isEmpty() || !telling(view) ? broken.stream() : Stream.of(held(UTF8, view));
    }

    /** Whether the body has a character beyond ASCII, or shows how the server writes one. */
    private static boolean telling(ExchangeView view) {
        for (byte b : view.body()) {
            if (b < 0) {
                return true;
            }
        }
        return view.text().contains("\\u");
    }

    private static boolean readable(ExchangeView view) {
        String coding = view.header("content-encoding").orElse("identity");
        return view.body().length > 0 && coding.strip().equalsIgnoreCase("identity");
    }

    /** A body that came whole and that says it is JSON, or looks like it where the media type is no help. */
    private static boolean wholeJson(ExchangeView view) {
        if (view.isStream() || view.end() != End.COMPLETE || !readable(view)) {
            return false;
        }
        String type = view.mediaType();
        if (type.equals("application/json") || type.endsWith("+json")) {
            return true;
        }
        String start = view.text().stripLeading();
        return (type.isEmpty() || type.equals("text/plain") || type.equals("text/json"))
                && (start.startsWith("{") || start.startsWith("["));
    }

    /** Lone surrogates are valid JSON and no valid text. */
    private static boolean surrogate(String problem) {
        return problem.startsWith("lone surrogate");
    }

    private static Observation held(String requirement, ExchangeView view) {
        return new Held(requirement, Where.exchange(view.id()));
    }

    private static Stream<Observation> echoed(Evidence evidence) {
        List<Observation> observations = new ArrayList<>();
        for (Take take : evidence.takes("utf8")) {
            for (String step : List.of("create", "get", "stream")) {
                // Whether a response can be read back at all is for others to judge.
                take.at(step)
                        .filter(view -> view.isCreate() || view.ok())
                        .ifPresent(view -> observations.add(answered(view)));
            }
            kept(take, observations);
        }
        evidence.responses().stream()
                .filter(r -> r.from().at().scenario().equals("utf8"))
                .forEach(r -> changed(evidence, r, observations));
        return observations.stream();
    }

    private static Observation answered(ExchangeView view) {
        if (view.ok()) {
            return held(UTF8, view);
        }
        boolean refused = view.isCreate() && view.status() >= 400 && view.status() < 500 && view.status() != 429;
        return refused
                ? new Broken(UTF8, "other-outcome", Where.exchange(view.id()), "200", "status " + view.status())
                : Shapes.unanswered(UTF8, view);
    }

    private static void changed(Evidence evidence, ResponseObject response, List<Observation> observations) {
        Set<String> sent = Items.userTexts(Origins.of(evidence).request(response));
        List<JsonNode> items = Items.output(response.node());
        for (int i = 0; i < items.size() && !sent.isEmpty(); i++) {
            JsonNode content = items.get(i).path("content");
            for (int j = 0; Items.isMessage(items.get(i), "user") && j < content.size(); j++) {
                JsonNode text = content.path(j).path("text");
                if (text.isTextual() && sent.stream().noneMatch(s -> foreign(s).equals(foreign(text.textValue())))) {
                    observations.add(Shapes.broken(
                            UTF8,
                            "",
                            response,
                            "/output/" + i + "/content/" + j + "/text",
                            "\"" + Shown.cut(sent.iterator().next()) + "\"",
                            Shown.of(text)));
                }
            }
        }
    }

    /** The letters beyond ASCII: what else changes in an echo is for RESP-MSG-006 to judge. */
    private static String foreign(String text) {
        return text.codePoints()
                .filter(c -> c > 127)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** What was stored with characters beyond ASCII is read back with them. */
    private static void kept(Take take, List<Observation> observations) {
        ExchangeView create = take.at("create").filter(ExchangeView::ok).orElse(null);
        ExchangeView get = take.at("get").filter(ExchangeView::ok).orElse(null);
        if (create == null || get == null) {
            return;
        }
        String written = Items.modelText(create.json().value());
        String read = Items.modelText(get.json().value());
        if (written.chars().anyMatch(c -> c > 127) && !written.equals(read)) {
            observations.add(new Broken(
                    UTF8,
                    "",
                    Where.exchange(get.id()).at("/output"),
                    "\"" + Shown.cut(written) + "\"",
                    "\"" + Shown.cut(read) + "\""));
        }
    }
}
