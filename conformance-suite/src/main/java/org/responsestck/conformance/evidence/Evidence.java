package org.responsestck.conformance.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.responsestck.conformance.wire.Answer;
import org.responsestck.conformance.wire.Exchange;
import org.responsestck.conformance.wire.Who;

/**
 * Everything a check may look at: the header and the events of a run, with derived views that are made once. Events are in the
 * order of the plan (scenario, take, order of sending), not of time, so that two runs of the same plan read alike.
 */
public final class Evidence {
    /** Scenario name of the exchanges that delete what a run has stored. */
    public static final String CLEAN_UP = "clean-up";

    private final Header header;
    private final List<Event> events;
    private final List<ExchangeView> exchanges;
    private final Map<String, List<Take>> takes = new LinkedHashMap<>();
    private final Map<Object, Object> derived = new ConcurrentHashMap<>();

    /**
     * @param events in any order; sorted here by the order of scenarios in the header, then by take, then as given
     * @param views a view for each exchange, so that readings made before are kept
     */
    public Evidence(Header header, List<Event> events, Function<Event.Exchanged, ExchangeView> views) {
        this.header = header;
        Map<String, Integer> order = new LinkedHashMap<>();
        header.scenarios().forEach(s -> order.putIfAbsent(s, order.size()));
        List<Event> sorted = new ArrayList<>(events);
        sorted.sort(java.util.Comparator.<Event>comparingInt(
                        e -> order.getOrDefault(e.at().scenario(), Integer.MAX_VALUE))
                .thenComparingInt(e -> e.at().take())
                .thenComparingInt(
                        e -> e instanceof Event.Exchanged x ? x.exchange().id() : Integer.MAX_VALUE));
        this.events = List.copyOf(sorted);
        List<ExchangeView> all = new ArrayList<>();
        Map<String, Map<Integer, List<Event>>> byTake = new LinkedHashMap<>();
        Map<String, Map<Integer, List<ExchangeView>>> viewsByTake = new LinkedHashMap<>();
        Set<Event> followed = followed(this.events);
        for (Event event : this.events) {
            Place at = event.at();
            byTake.computeIfAbsent(at.scenario(), k -> new LinkedHashMap<>())
                    .computeIfAbsent(at.take(), k -> new ArrayList<>())
                    .add(event);
            if (event instanceof Event.Exchanged exchanged && !followed.contains(event)) {
                ExchangeView view = views.apply(exchanged);
                all.add(view);
                viewsByTake
                        .computeIfAbsent(at.scenario(), k -> new LinkedHashMap<>())
                        .computeIfAbsent(at.take(), k -> new ArrayList<>())
                        .add(view);
            }
        }
        this.exchanges = List.copyOf(all);
        byTake.forEach((scenario, numbers) -> {
            List<Take> list = new ArrayList<>();
            numbers.forEach((number, part) -> list.add(new Take(
                    number, part, viewsByTake.getOrDefault(scenario, Map.of()).getOrDefault(number, List.of()))));
            takes.put(scenario, List.copyOf(list));
        });
    }

    /** The redirects behind which the same request was sent on: what came there is the answer to it. */
    private static Set<Event> followed(List<Event> events) {
        Set<Event> followed = Collections.newSetFromMap(new IdentityHashMap<>());
        Map<Place, Event.Exchanged> last = new LinkedHashMap<>();
        for (Event event : events) {
            if (event instanceof Event.Exchanged exchanged) {
                Event.Exchanged before = last.put(event.at(), exchanged);
                Answer answer = before == null ? null : before.exchange().answer();
                if (answer != null && (answer.status() == 307 || answer.status() == 308)) {
                    followed.add(before);
                }
            }
        }
        return followed;
    }

    public Header header() {
        return header;
    }

    public List<Event> events() {
        return events;
    }

    /** Every exchange of the run, clean-up included; without redirects that were followed. */
    public List<ExchangeView> exchanges() {
        return exchanges;
    }

    /** The same record without what was asked with no key, a wrong one, or one of another account. */
    public Evidence withOwnKey() {
        if (exchanges.stream().allMatch(x -> x.who() == Who.KEY)) {
            return this;
        }
        return derive("own-key", e -> {
            Map<Exchange, ExchangeView> views = new IdentityHashMap<>();
            e.exchanges().forEach(x -> views.put(x.exchange(), x));
            List<Event> own = e.events().stream()
                    .filter(event -> !(event instanceof Event.Exchanged x)
                            || x.exchange().who() == Who.KEY)
                    .toList();
            return new Evidence(e.header(), own, x -> views.get(x.exchange()));
        });
    }

    /** The takes of a scenario in order; empty when it was not played. */
    public List<Take> takes(String scenario) {
        return takes.getOrDefault(scenario, List.of());
    }

    /** Every answer at a step of a scenario, over all its takes; of several tries the last. */
    public List<ExchangeView> at(String scenario, String step) {
        return takes(scenario).stream().flatMap(t -> t.at(step).stream()).toList();
    }

    /** What reached the run's tool servers while an exchange was under way, in order of arrival. */
    public List<Event.Witnessed> witnessed(ExchangeView view) {
        Map<Integer, List<Event.Witnessed>> all = derive("witnessed", e -> {
            Map<Integer, List<Event.Witnessed>> map = new LinkedHashMap<>();
            for (Event event : e.events()) {
                if (event instanceof Event.Witnessed seen) {
                    map.computeIfAbsent(seen.exchange(), k -> new ArrayList<>()).add(seen);
                }
            }
            return map;
        });
        return List.copyOf(all.getOrDefault(view.id(), List.of()));
    }

    /** Every event stream of the run: 2xx answers whose media type says so, or whose request asked for one. */
    public List<ExchangeView> streams() {
        return derive(
                "streams",
                e -> e.exchanges().stream()
                        .filter(x -> x.ok() && (x.isStream() || (x.isCreate() && x.askedForStream())))
                        .toList());
    }

    /** Every response object seen on the wire, in order. */
    public List<ResponseObject> responses() {
        return derive("responses", Evidence::findResponses);
    }

    /** A value computed once from this evidence. The key must be unique to the function. */
    @SuppressWarnings("unchecked")
    public <T> T derive(Object key, Function<Evidence, T> function) {
        Object value = derived.get(key);
        if (value == null) {
            // Not computeIfAbsent: one derived value may be made from another.
            value = function.apply(this);
            Object earlier = derived.putIfAbsent(key, value);
            value = earlier == null ? value : earlier;
        }
        return (T) value;
    }

    private static List<ResponseObject> findResponses(Evidence evidence) {
        List<ResponseObject> found = new ArrayList<>();
        Set<String> made = new HashSet<>();
        for (ExchangeView view : evidence.exchanges()) {
            if (!view.ok()) {
                continue;
            }
            if (view.isStream()) {
                streamed(view, found);
            } else if (view.isCreate() && looksLikeResponse(view.json().value())) {
                found.add(new ResponseObject(
                        view,
                        ResponseObject.Kind.ANSWER,
                        -1,
                        -1,
                        "",
                        view.json().value()));
            } else if (view.isRetrieve() && looksLikeResponse(view.json().value())) {
                found.add(new ResponseObject(
                        view,
                        ResponseObject.Kind.RETRIEVED,
                        -1,
                        -1,
                        "",
                        view.json().value()));
            }
        }
        found.forEach(r -> made.add(r.id()));
        made.remove("");
        for (ExchangeView view : evidence.exchanges()) {
            if (view.ok() && view.isList()) {
                JsonNode data = view.json().value().path("data");
                for (int i = 0; i < data.size(); i++) {
                    if (made.contains(data.path(i).path("id").asText(""))) {
                        found.add(new ResponseObject(
                                view, ResponseObject.Kind.LISTED, -1, -1, "/data/" + i, data.path(i)));
                    }
                }
            }
        }
        return List.copyOf(found);
    }

    private static void streamed(ExchangeView view, List<ResponseObject> found) {
        for (ExchangeView.StreamEvent event : view.events()) {
            ResponseObject.Kind kind = switch (event.type()) {
                case "response.created" -> ResponseObject.Kind.CREATED;
                case "response.in_progress", "response.queued" -> ResponseObject.Kind.RUNNING;
                case "response.completed", "response.incomplete", "response.failed" -> ResponseObject.Kind.TERMINAL;
                default -> null;
            };
            JsonNode node = event.data().path("response");
            if (kind != null && node.isObject()) {
                found.add(new ResponseObject(
                        view, kind, event.sse().number(), event.sse().offset(), "/response", node));
            }
        }
    }

    /** An error body with status 200 is no response object; judging it is another matter. */
    private static boolean looksLikeResponse(JsonNode node) {
        return node.isObject() && (node.has("output") || node.has("id") || node.has("status") || node.has("usage"));
    }
}
