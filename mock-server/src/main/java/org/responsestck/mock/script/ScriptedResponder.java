package org.responsestck.mock.script;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.responsestck.mock.conversation.Run;
import org.responsestck.mock.responder.Draft;
import org.responsestck.mock.responder.Prompt;
import org.responsestck.mock.responder.Responder;

/**
 * Answers with the first script that matches; without one, as the fallback does or, in strict mode, with an explanation. Where a script of
 * several steps stands belongs to the conversation: it comes with the response that is continued or, where a client sends the whole history,
 * is read from the items. So nothing is kept here, and two conversations never disturb each other.
 */
public final class ScriptedResponder implements Responder {
    /** Of a longer history only this many last turns are looked at. */
    private static final int MOST_TURNS = 200;

    private final Scripts scripts;
    private final Responder fallback;
    private final SplittableRandom random;

    /** @param seed decides the ids that templates draw */
    public ScriptedResponder(Scripts scripts, Responder fallback, long seed) {
        this.scripts = scripts;
        this.fallback = fallback;
        this.random = new SplittableRandom(seed);
    }

    /** A step that fits. */
    private record Found(Scripts.Entry entry, int number) {
        Script script() {
            return entry.script();
        }

        Script.Step step() {
            return script().steps().get(number);
        }

        /** The step as messages name it. */
        String title() {
            return "the script '" + script().name() + "'"
                    + (script().steps().size() > 1 ? ", step " + (number + 1) + "," : "");
        }
    }

    /** A step that does not fit, and why. */
    private record Miss(String title, List<String> differences) {}

    @Override
    public Draft respond(Prompt prompt) {
        List<Scripts.Entry> entries = scripts.entries();
        View view = new View(prompt);
        Map<String, Integer> progress = prompt.progress();
        if (progress == null) {
            progress = derived(entries, prompt);
        }
        List<Miss> misses = new ArrayList<>();
        Optional<Found> found = find(entries, prompt, view, progress, misses);
        if (found.isPresent()) {
            return play(found.get(), prompt, view, progress);
        }
        Draft.Origin origin = new Draft.Origin(null, entries.isEmpty() ? null : nearest(misses));
        if (scripts.strict()) {
            return Draft.failing(new Draft.Failure(404, nearest(misses), null)).from(origin);
        }
        return fallback.respond(prompt).at(progress).from(origin);
    }

    private static Optional<Found> find(
            List<Scripts.Entry> entries, Prompt prompt, View view, Map<String, Integer> progress, List<Miss> misses) {
        for (Scripts.Entry entry : entries) {
            Integer next = progress.get(entry.script().name());
            if (next != null && next < entry.steps().size()) {
                Found found = new Found(entry, next);
                List<String> differences = found.step().match().misses(prompt, view);
                if (differences.isEmpty()) {
                    return Optional.of(found);
                }
                misses.add(new Miss("'" + entry.script().name() + "', step " + (next + 1), differences));
            }
        }
        for (Scripts.Entry entry : entries) {
            Found found = new Found(entry, 0);
            List<String> differences = new ArrayList<>(found.script().match().misses(prompt, view));
            differences.addAll(found.step().match().misses(prompt, view));
            if (differences.isEmpty()) {
                return Optional.of(found);
            }
            misses.add(new Miss("'" + entry.script().name() + "'", differences));
        }
        return Optional.empty();
    }

    private static String nearest(List<Miss> misses) {
        Miss nearest = null;
        for (Miss miss : misses) {
            if (nearest == null
                    || miss.differences().size() < nearest.differences().size()) {
                nearest = miss;
            }
        }
        return nearest == null
                ? "no script is loaded"
                : "no script matches; the nearest is " + nearest.title() + ", but "
                        + String.join(", and ", nearest.differences());
    }

    private Draft play(Found found, Prompt prompt, View view, Map<String, Integer> progress) {
        Answer answer = found.step().answer();
        Draft.Origin origin = new Draft.Origin(found.title(), null);
        String refused = refused(found, answer, view);
        if (refused != null) {
            return Draft.failing(new Draft.Failure(422, refused, null)).from(origin);
        }
        List<Match.Bound> bounds = new ArrayList<>(found.step().match().bounds(prompt, view));
        bounds.addAll(found.script().match().bounds(prompt, view));
        Draft draft = answer.fill(new Template(prompt, view, bounds, this::draw));
        return draft.at(after(progress, found))
                .from(origin)
                .with(found.entry().steps().get(found.number()).play().orElse(null));
    }

    /** Why a script that fits cannot be played, or null. */
    private @Nullable String refused(Found found, Answer answer, View view) {
        for (String name : answer.calls()) {
            if (!view.declared().contains(name)) {
                return found.title() + " calls the tool '" + name
                        + "', which this request does not declare; declared are " + view.declared();
            }
        }
        if (answer.callsServer() && !view.serverTools()) {
            return found.title() + " calls a tool of the server, but this request declares none; declared are "
                    + view.declared();
        }
        if (!answer.calls().isEmpty() && view.rounds() >= scripts.loopLimit()) {
            return found.title() + " calls tools again after " + view.rounds()
                    + " rounds without a user message in between; the loop is stopped. Let a step answer with text when the tool output has"
                    + " come, or raise the loop limit";
        }
        return null;
    }

    private long draw() {
        synchronized (random) {
            return random.nextLong();
        }
    }

    private static Map<String, Integer> after(Map<String, Integer> progress, Found found) {
        Map<String, Integer> next = new HashMap<>(progress);
        if (found.number() + 1 < found.script().steps().size()) {
            next.put(found.script().name(), found.number() + 1);
        } else {
            next.remove(found.script().name());
        }
        return next;
    }

    /** Where scripts stand according to a history: each turn in it is matched as if it were asked now. */
    private static Map<String, Integer> derived(List<Scripts.Entry> entries, Prompt prompt) {
        Map<String, Integer> progress = Map.of();
        if (entries.stream().allMatch(e -> e.steps().size() == 1)) {
            return progress;
        }
        List<Run> runs = Run.of(prompt.items());
        for (int i = Math.max(0, runs.size() - MOST_TURNS); i < runs.size(); i++) {
            Run run = runs.get(i);
            Prompt earlier = prompt.earlier(run.from(), i + 1);
            Optional<Found> found = find(entries, earlier, new View(earlier), progress, new ArrayList<>());
            if (found.isPresent() && said(found.get(), called(prompt.items().subList(run.from(), run.to())))) {
                progress = after(progress, found.get());
            }
        }
        return progress;
    }

    /** Whether the calls in a history can come from a step; a request may have allowed fewer than it makes. */
    private static boolean said(Found found, List<String> called) {
        List<String> calls = found.step().answer().calls();
        return called.isEmpty() == calls.isEmpty() && calls.containsAll(called);
    }

    private static List<String> called(List<JsonNode> said) {
        return said.stream()
                .filter(i -> i.path("type").asText().equals("function_call"))
                .map(View::called)
                .toList();
    }
}
