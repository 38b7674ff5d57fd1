package org.responsestck.conformance.check.grammar;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.responsestck.conformance.dialect.Trait;
import org.responsestck.conformance.evidence.ExchangeView;
import org.responsestck.conformance.evidence.ExchangeView.StreamEvent;
import org.responsestck.conformance.wire.End;
import org.responsestck.conformance.wire.SseEvent;
import org.responsestck.conformance.wire.StrictJson;

/**
 * One event stream run through the machines of the grammar: what it breaks, what of the grammar it gave occasion to judge, and facts
 * about it. Time and memory are linear in the stream.
 */
public final class StreamAnalysis {
    private final ExchangeView view;
    private final Rules rules;
    private final List<Violation> violations;
    private final Set<Invariant> judged;
    private final @Nullable Terminal terminal;
    private final Text text;
    private final List<Item> items;
    private final boolean mcp;
    private final boolean errorSeen;

    /**
     * The terminal event.
     *
     * @param type its type
     * @param status the status of its response, or an empty text
     * @param event its number
     * @param nanos its arrival, in nanoseconds after the request was sent
     * @param response its response object; a missing node when it has none
     */
    public record Terminal(String type, String status, int event, long nanos, JsonNode response) {}

    /**
     * The streamed text of the whole stream.
     *
     * @param deltas number of text deltas
     * @param characters their length together
     * @param firstNanos arrival of the first, or -1
     * @param lastNanos arrival of the last, or -1
     */
    public record Text(int deltas, long characters, long firstNanos, long lastNanos) {}

    /**
     * An item of the stream.
     *
     * @param id its id, or null
     * @param outputIndex its index, or -1
     * @param type its type, or an empty text
     * @param text what was streamed for it
     * @param deltas number of text deltas
     * @param closed whether it was done
     */
    public record Item(@Nullable String id, long outputIndex, String type, String text, int deltas, boolean closed) {}

    private StreamAnalysis(Run run) {
        this.view = run.view;
        this.rules = run.rules;
        this.violations = List.copyOf(run.findings.list(run.rules, run.mcp));
        this.judged = run.findings.judged().isEmpty() ? Set.of() : EnumSet.copyOf(run.findings.judged());
        this.terminal = run.terminalFact;
        this.text = new Text(run.deltas, run.characters, run.firstDelta, run.lastDelta);
        this.items = run.items.book().all().stream()
                .map(i -> new Item(i.id, i.index, i.type, i.streamedText(), i.deltaCount(), i.isDone()))
                .toList();
        this.mcp = run.mcp;
        this.errorSeen = run.lifecycle.error().there();
    }

    /** Runs one stream through the machines. */
    public static StreamAnalysis of(ExchangeView view, Rules rules) {
        Run run = new Run(view, rules);
        run.all();
        return new StreamAnalysis(run);
    }

    public ExchangeView view() {
        return view;
    }

    /** What is broken, one entry for each cause, in the order of the events. */
    public List<Violation> violations() {
        return violations;
    }

    /** The requirements that this stream gave occasion to judge. */
    public Set<String> judged() {
        return judged.stream()
                .map(rules::requirement)
                .flatMap(Optional::stream)
                .collect(Collectors.toUnmodifiableSet());
    }

    public Optional<Terminal> terminal() {
        return Optional.ofNullable(terminal);
    }

    public Text text() {
        return text;
    }

    public List<Item> items() {
        return items;
    }

    /** Whether server-side MCP calls put the stream into the tolerant column of the profile. */
    public boolean mcp() {
        return mcp;
    }

    /** Whether an error event was seen. */
    public boolean errorSeen() {
        return errorSeen;
    }

    /** Whether the stream broke off before its terminal event, through no decision of ours. */
    public boolean cut() {
        return terminal == null && (view.end() == End.CUT || view.end() == End.TIMEOUT || view.end() == End.LIMIT);
    }

    /** The pass over the events. */
    private static final class Run {
        final ExchangeView view;
        final Rules rules;
        final Findings findings = new Findings();
        final Framing framing;
        final Sequence sequence = new Sequence(findings);
        final Snapshots snapshots;
        final Lifecycle lifecycle;
        final Items items;
        boolean mcp;
        int deltas;
        long characters;
        long firstDelta = -1;
        long lastDelta = -1;

        @Nullable
        Terminal terminalFact;

        Run(ExchangeView view, Rules rules) {
            this.view = view;
            this.rules = rules;
            this.framing = new Framing(rules, findings);
            this.snapshots = new Snapshots(rules, findings, view.request());
            this.lifecycle = new Lifecycle(rules, findings, snapshots);
            this.items = new Items(rules, findings);
        }

        void all() {
            boolean orderly = view.end() == End.COMPLETE;
            List<StreamEvent> events = view.events();
            framing.lines(view.sse(), events.size() - 1);
            events.forEach(this::accept);
            StreamEvent tail = orderly ? tail() : null;
            if (tail != null) {
                unterminated(tail);
            }
            finish(orderly, !events.isEmpty() || tail != null);
        }

        /** The block that the end of the body cut off, when it is a whole event. */
        private @Nullable StreamEvent tail() {
            SseEvent block = view.sse().unterminated();
            if (block == null) {
                return null;
            }
            StreamEvent event = new StreamEvent(block, StrictJson.read(block.data()));
            return event.done() || event.data().isObject() ? event : null;
        }

        private void unterminated(StreamEvent event) {
            boolean ended = lifecycle.terminal() != null;
            boolean failed = lifecycle.error().there();
            accept(event);
            // A browser drops what is cut off: then it would not know how the stream ended.
            boolean end = !ended
                    && (lifecycle.terminal() != null
                            || (!failed && lifecycle.error().there()));
            if (end || event.done()) {
                findings.broken(
                        Invariant.F0,
                        "unterminated",
                        end ? "" : "unterminated-done",
                        Spot.of(event),
                        "",
                        "an empty line after " + (end ? event.type() : "[DONE]"),
                        "the end of the body");
            }
        }

        private void accept(StreamEvent event) {
            if (event.done()) {
                lifecycle.done(event);
                return;
            }
            boolean object = framing.data(event);
            List<JsonNode> several = Framing.several(event);
            if (several.isEmpty()) {
                read(event, object);
            }
            // Each of them is what an event of its own would have been.
            several.forEach(one -> read(new StreamEvent(event.sse(), new StrictJson.Reading(one, null)), true));
        }

        private void read(StreamEvent event, boolean object) {
            if (object) {
                framing.type(event);
            }
            EventType type = event.type().isEmpty() ? guess(event) : rules.type(event.type());
            if (object && !event.type().isEmpty()) {
                vocabulary(event, type);
            }
            if (type == null) {
                sequence.foreign();
                lifecycle.foreign(event, event.type());
                return;
            }
            if (event.type().isEmpty()) {
                sequence.foreign();
            } else {
                sequence.known(event, type.role() == EventType.Role.ERROR);
            }
            mcp |= type.mcp() || server(event.data().path("item"));
            lifecycle.known(event, type);
            if (object) {
                text(event, type);
                if (!afterAll()) {
                    items.accept(event, type);
                }
            }
            if (type.terminal() && terminalFact == null) {
                JsonNode response = event.data().path("response");
                terminalFact = new Terminal(
                        type.type(),
                        response.path("status").asText(""),
                        event.sse().number(),
                        event.sse().nanos(),
                        response);
            }
        }

        /** Whether everything had ended: what is wrong with an event is then that it comes at all. */
        private boolean afterAll() {
            return terminalFact != null && items.book().allDone();
        }

        private @Nullable EventType guess(StreamEvent event) {
            JsonNode data = event.data();
            Long index = Json.integer(data.path("output_index"));
            ItemState item = items.book().at(index);
            Long content = Json.integer(data.path("content_index"));
            boolean part = item != null && content != null && item.parts.containsKey(content);
            return Guess.of(rules, event.sse().event(), data, lifecycle.sawCreated(), part, item != null);
        }

        private void vocabulary(StreamEvent event, @Nullable EventType type) {
            findings.judged(Invariant.V1);
            boolean prefixed = rules.is(Trait.SLUG_PREFIX) && event.type().indexOf(':') > 0;
            if (type == null && !prefixed) {
                findings.broken(
                        Invariant.V1,
                        event.type(),
                        rules.is(Trait.SLUG_PREFIX) && rules.foreignName(event.type()) ? "openai-name" : "",
                        Spot.of(event),
                        "/type",
                        rules.is(Trait.SLUG_PREFIX)
                                ? "a type of the documents, or one with a slug prefix"
                                : "a type of the documents",
                        Findings.brief(event.type()));
            }
        }

        /** Whether an item is of a tool that the server itself calls. */
        private boolean server(JsonNode item) {
            String type = item.path("type").asText("");
            return rules.is(Trait.MCP_AS_RECORDED)
                    && (type.startsWith("mcp_") || type.equals("tool_output") || type.startsWith("sse"));
        }

        private void text(StreamEvent event, EventType type) {
            if (type.role() == EventType.Role.TEXT_DELTA) {
                deltas++;
                characters += event.data().path("delta").asText("").length();
                firstDelta = firstDelta < 0 ? event.sse().nanos() : firstDelta;
                lastDelta = event.sse().nanos();
            }
        }

        private void finish(boolean orderly, boolean anything) {
            Snapshots.Snapshot terminal = lifecycle.terminal();
            Snapshots.Snapshot first = snapshots.first();
            JsonNode output = lifecycle.terminalNode().path("output");
            for (JsonNode item : output) {
                mcp |= server(item);
            }
            mcp &= rules.is(Trait.MCP_AS_RECORDED);
            sequence.finish();
            Set<String> streamed = ids();
            snapshots.prefilled(streamed);
            lifecycle.finish(orderly, anything);
            boolean failed = lifecycle.failed();
            Spot end = terminal == null ? lifecycle.last() : terminal.spot();
            boolean whole = terminal != null && terminal.type().role() == EventType.Role.COMPLETED;
            items.finish(terminal != null, failed, whole, end, shift(output, streamed), silent(output, streamed));
            if (terminal != null && terminal.node().isObject()) {
                new Ending(
                                rules,
                                findings,
                                items.book().all(),
                                terminal,
                                first == null
                                        ? MissingNode.getInstance()
                                        : first.node().path("output"),
                                mcp,
                                failed,
                                !Json.nothing(view.request().path("previous_response_id")))
                        .compare();
            }
        }

        private Set<String> ids() {
            Set<String> ids = new HashSet<>();
            items.book().all().stream().map(i -> i.id).filter(Objects::nonNull).forEach(ids::add);
            return ids;
        }

        /** How many results of tool servers the final output has that no event announced; their indexes may be left out. */
        private long silent(JsonNode output, Set<String> streamed) {
            return mcp
                    ? output.valueStream()
                            .filter(item -> item.path("type").asText().equals("tool_output"))
                            .filter(item -> !streamed.contains(item.path("id").asText("")))
                            .count()
                    : 0;
        }

        /** How many entries of the final output stand in front of the streamed items, where a profile echoes the input. */
        private long shift(JsonNode output, Set<String> streamed) {
            if (!rules.is(Trait.ECHOES_INPUT)) {
                return 0;
            }
            long shift = 0;
            for (JsonNode item : output) {
                if (streamed.contains(item.path("id").asText(""))) {
                    return shift;
                }
                shift++;
            }
            return 0;
        }
    }
}
