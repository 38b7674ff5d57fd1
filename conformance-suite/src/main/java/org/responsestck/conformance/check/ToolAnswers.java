package org.responsestck.conformance.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.responsestck.conformance.check.Observation.Broken;
import org.responsestck.conformance.check.Observation.Held;
import org.responsestck.conformance.check.Observation.Unclear;
import org.responsestck.conformance.evidence.Evidence;
import org.responsestck.conformance.evidence.ExchangeView;
import org.responsestck.conformance.evidence.ResponseObject;
import org.responsestck.conformance.evidence.Why;
import org.responsestck.conformance.wire.End;
import org.responsestck.conformance.wire.StrictJson;

/** What the checks on tools ask of an answer. */
final class ToolAnswers {
    private ToolAnswers() {}

    /** The finished response of a create: its body, or the one in its terminal event. */
    static Optional<ResponseObject> response(Evidence evidence, ExchangeView view) {
        return evidence.responses().stream()
                .filter(r -> r.from() == view)
                .filter(r -> r.kind() == ResponseObject.Kind.ANSWER || r.kind() == ResponseObject.Kind.TERMINAL)
                .reduce((first, second) -> second);
    }

    /** Finished responses to creates that declare function tools and bring no earlier calls with them. */
    static List<ResponseObject> freshWithTools(Evidence evidence) {
        return evidence.derive(
                "tools.fresh",
                e -> e.responses().stream()
                        .filter(r -> r.kind() == ResponseObject.Kind.ANSWER || r.kind() == ResponseObject.Kind.TERMINAL)
                        .filter(r -> r.from().isCreate()
                                && isFresh(r.from())
                                && !declared(r.from()).isEmpty())
                        .toList());
    }

    /** Whether every call in the answer was made for this request: no chain, no earlier call in the input. */
    static boolean isFresh(ExchangeView view) {
        JsonNode request = view.request();
        boolean alone =
                Calls.text(request.path("previous_response_id")).isEmpty() && !request.hasNonNull("conversation");
        for (JsonNode item : request.path("input")) {
            alone &= !Calls.isAnyCall(item) && !Calls.text(item.path("type")).equals("item_reference");
        }
        return alone;
    }

    /** The declared functions: name → parameters. */
    static Map<String, JsonNode> declared(ExchangeView view) {
        Map<String, JsonNode> functions = new LinkedHashMap<>();
        for (JsonNode tool : view.request().path("tools")) {
            if (Calls.text(tool.path("type")).equals("function")) {
                JsonNode inner = tool.path("function").isObject() ? tool.path("function") : tool;
                functions.put(Calls.text(inner.path("name")), inner.path("parameters"));
            }
        }
        return functions;
    }

    /** Why nothing can be said from this exchange, when the wire or a budget is to blame. */
    static Optional<Observation> blocked(String requirement, ExchangeView view) {
        Where where = Where.exchange(view.id());
        if (view.end() == End.REFUSED) {
            return Optional.of(new Unclear(requirement, Why.UNREACHABLE, "no connection", false, where));
        }
        if (view.status() == 429) {
            return Optional.of(new Unclear(requirement, Why.BUDGET, About.OVER_QUOTA, true, where));
        }
        if (view.status() / 100 == 3) {
            return Optional.of(new Unclear(requirement, Why.WIRE, Judging.said(view), false, where));
        }
        if (view.status() == 0 || view.end() == End.CUT || view.end() == End.TIMEOUT || view.end() == End.LIMIT) {
            return Optional.of(new Unclear(
                    requirement,
                    Why.WIRE,
                    "the exchange ended " + view.end().name().toLowerCase(Locale.ROOT),
                    true,
                    where));
        }
        return Optional.empty();
    }

    static boolean is4xx(ExchangeView view) {
        return view.status() >= 400 && view.status() < 500;
    }

    static boolean is5xx(ExchangeView view) {
        return view.status() >= 500;
    }

    /** Every text of the assistant's messages, joined. The request's own items, echoed by some targets, are left out. */
    static String text(JsonNode response) {
        StringBuilder all = new StringBuilder();
        for (JsonNode item : response.path("output")) {
            if (isAnswer(item)) {
                all.append(messageText(item)).append('\n');
            }
        }
        return all.toString();
    }

    /** Whether an output item is a message of the assistant. */
    static boolean isAnswer(JsonNode item) {
        String type = Calls.text(item.path("type"));
        return (type.equals("message") || type.isEmpty())
                && Calls.text(item.path("role")).equals("assistant");
    }

    static String messageText(JsonNode message) {
        StringBuilder all = new StringBuilder();
        for (JsonNode part : message.path("content")) {
            all.append(Calls.text(part.path("text"))).append(Calls.text(part.path("refusal")));
        }
        return all.toString();
    }

    /** Whether a drawn word stands in a text, whatever the case and the signs between its letters. */
    static boolean says(String text, String word) {
        return plain(text).contains(plain(word));
    }

    private static String plain(String text) {
        return text.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]+", "");
    }

    /** The JSON value of a text node; any other node as it is; a missing node for text that is no JSON. */
    static JsonNode parse(JsonNode node) {
        if (!node.isTextual()) {
            return node;
        }
        StrictJson.Reading reading = StrictJson.read(node.textValue());
        String problem = reading.problem();
        // A model wrote it: what every JSON parser takes is JSON here.
        boolean parses =
                problem == null || problem.startsWith("Duplicate field") || problem.startsWith("lone surrogate");
        return parses ? reading.value() : MissingNode.getInstance();
    }

    /** Of the observations of several takes those that decide: breaches, else what held, else the latest doubt. */
    static Stream<Observation> settle(List<Observation> all) {
        if (all.stream().anyMatch(Broken.class::isInstance)) {
            return all.stream().filter(Broken.class::isInstance);
        }
        if (all.stream().anyMatch(Held.class::isInstance)) {
            return all.stream().filter(Held.class::isInstance);
        }
        return all.isEmpty() ? Stream.empty() : Stream.of(all.get(all.size() - 1));
    }

    /** The status when it is a string, else the empty string. */
    static String status(JsonNode response) {
        return Calls.text(response.path("status"));
    }

    static Where where(ResponseObject response, String pointer) {
        return new Where(response.from().id(), response.event(), response.pointer() + pointer, response.offset());
    }

    static Observation held(String requirement, ExchangeView view) {
        return new Held(requirement, Where.exchange(view.id()));
    }

    static Observation broken(String requirement, String variant, ExchangeView view, String expected, String actual) {
        return new Broken(requirement, variant, Where.exchange(view.id()), expected, shorten(actual));
    }

    static Observation unclear(String requirement, Why why, String detail, boolean again, ExchangeView view) {
        return new Unclear(requirement, why, detail, again, Where.exchange(view.id()));
    }

    static String shorten(String text) {
        return text.length() <= 200 ? text : text.substring(0, 199) + "…";
    }
}
