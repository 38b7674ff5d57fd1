package org.responsestck.conformance;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.responsestck.conformance.check.Checks;
import org.responsestck.conformance.evidence.Event;
import org.responsestck.conformance.evidence.Evidence;
import org.responsestck.conformance.evidence.ExchangeView;
import org.responsestck.conformance.evidence.ForeignRecording;
import org.responsestck.conformance.evidence.Header;
import org.responsestck.conformance.requirement.Catalogue;
import org.responsestck.conformance.requirement.Requirement;
import org.responsestck.conformance.requirement.RequirementSet;
import org.responsestck.conformance.run.Budget;
import org.responsestck.conformance.run.Judge;
import org.responsestck.conformance.run.Judgement;
import org.responsestck.conformance.run.Plan;
import org.responsestck.conformance.run.RunListener;
import org.responsestck.conformance.run.Runner;
import org.responsestck.conformance.run.Selection;
import org.responsestck.conformance.scenario.Needs;
import org.responsestck.conformance.scenario.Scenarios;
import org.responsestck.conformance.wire.Recorder;
import org.responsestck.conformance.witness.Witness;
import org.responsestck.report.Verdict;

/** The suite as a library: plan, run, judge, and judge again from recorded evidence. */
public final class Suite {
    private Suite() {}

    /**
     * What to run against what.
     *
     * @param url base URL of the target, for the record
     * @param profile name of the profile
     * @param revision revision of its documents, may be empty
     * @param model name sent in create requests
     * @param capabilities what the target declares
     * @param options what the user supplied
     * @param recorders makes a recorder for each take
     * @param selection which requirements
     * @param concurrency how many scenarios side by side
     * @param thorough races and bursts as many and as large as the catalogue says
     * @param allowance what the run may spend
     * @param seed seed of all drawn words
     * @param patience factor on every bound in seconds
     * @param keep leave stored responses on the target
     * @param tool name and version for the record
     * @param runId random, for humans
     */
    public record Request(
            String url,
            String profile,
            String revision,
            String model,
            Map<String, Boolean> capabilities,
            Map<Needs.Option, String> options,
            Supplier<Recorder> recorders,
            Selection selection,
            int concurrency,
            boolean thorough,
            Budget.Allowance allowance,
            long seed,
            double patience,
            boolean keep,
            String tool,
            String runId) {
        public Request {
            Objects.requireNonNull(url, "url is null");
            Objects.requireNonNull(profile, "profile is null");
            Objects.requireNonNull(recorders, "recorders is null");
            Objects.requireNonNull(allowance, "allowance is null");
            capabilities = Map.copyOf(capabilities);
            options = Map.copyOf(options);
            if (concurrency < 1) {
                throw new IllegalArgumentException("concurrency is " + concurrency + ", must be at least 1");
            }
        }
    }

    /**
     * What came of a run.
     *
     * @param plan what was to be judged
     * @param evidence all that was recorded
     * @param judgements a verdict for each row of the plan, in its order
     * @param reached whether the target answered at all
     */
    public record Outcome(Plan plan, Evidence evidence, List<Judgement> judgements, boolean reached) {
        public Outcome {
            judgements = List.copyOf(judgements);
        }

        public Outcome with(List<Judgement> other) {
            return new Outcome(plan, evidence, other, reached);
        }
    }

    /** @throws IllegalArgumentException if nothing is selected */
    public static Plan plan(Request request) {
        return Plan.make(
                Catalogue.load(),
                Checks.all(),
                Scenarios.all(),
                request.profile(),
                request.selection(),
                request.options().keySet(),
                request.capabilities());
    }

    /** First line of the record of a run that is about to start. */
    public static Header header(Request request, Plan plan) {
        return new Header(
                Header.FORMAT,
                request.runId(),
                request.tool(),
                Catalogue.load()
                        .set(request.profile())
                        .map(RequirementSet::name)
                        .orElse(""),
                request.url(),
                request.profile(),
                request.revision(),
                request.model(),
                request.capabilities(),
                request.options().keySet().stream().map(Enum::name).sorted().toList(),
                plan.scenarios().stream().map(s -> s.id()).toList(),
                plan.requirementIds(),
                request.seed(),
                request.patience(),
                System.currentTimeMillis());
    }

    /**
     * Plays the plan and judges it.
     *
     * @param sink is given every event as it happens, never two at once
     */
    public static Outcome run(Request request, Plan plan, Header header, Consumer<Event> sink, RunListener listener) {
        Budget budget = new Budget(request.allowance());
        String address = request.options().get(Needs.Option.WITNESS);
        try (Witness witness = address == null ? null : Witness.start(address)) {
            Runner runner = new Runner(
                    plan,
                    header,
                    request.options(),
                    request.recorders(),
                    budget,
                    request.concurrency(),
                    request.thorough(),
                    request.keep(),
                    witness,
                    sink,
                    listener);
            Evidence evidence = runner.run();
            return new Outcome(plan, evidence, judge(plan, evidence, budget.answered()), budget.answered());
        }
    }

    /** Judges recorded evidence with the checks of today. */
    public static Outcome recheck(Header header, List<Event> events) {
        Set<Needs.Option> options =
                header.options().stream().map(Needs.Option::valueOf).collect(Collectors.toUnmodifiableSet());
        Selection selection = new Selection(Selection.ALL.levels(), header.requirements(), List.of(), false);
        Plan plan = Plan.make(
                Catalogue.load(),
                Checks.all(),
                Scenarios.all(),
                header.profile(),
                selection,
                options,
                header.capabilities());
        Evidence evidence = new Evidence(header, events, x -> new ExchangeView(x.at(), x.exchange()));
        boolean answered = evidence.exchanges().stream().anyMatch(x -> x.status() != 0);
        return new Outcome(plan, evidence, judge(plan, evidence, answered), answered);
    }

    /**
     * Judges what others recorded. Only rows of which the recording shows something are in the outcome, for nobody planned to show the
     * others; where it shows nothing at all, all are.
     *
     * @throws IllegalArgumentException if there is no such profile
     */
    public static Outcome judge(ForeignRecording recording, String profile, String tool) {
        Outcome all = recheck(header(recording, profile, tool), recording.events());
        List<Judgement> shown = all.judgements().stream()
                .filter(j -> j.observations() > 0 || j.verdict() == Verdict.ERROR)
                .toList();
        return shown.isEmpty() ? all : all.with(shown);
    }

    private static Header header(ForeignRecording recording, String profile, String tool) {
        return new Header(
                Header.FORMAT,
                "",
                tool,
                Catalogue.load().set(profile).map(RequirementSet::name).orElse(""),
                recording.url(),
                profile,
                "",
                recording.model(),
                Map.of(),
                // Whatever it takes to make a target show something has been done by whoever recorded it.
                Stream.of(Needs.Option.values()).map(Enum::name).toList(),
                List.of(),
                Catalogue.load().of(profile).stream().map(Requirement::id).toList(),
                0,
                1,
                0);
    }

    private static List<Judgement> judge(Plan plan, Evidence evidence, boolean reached) {
        return reached ? Judge.judge(plan, evidence) : Judge.unreachable(plan, evidence);
    }
}
