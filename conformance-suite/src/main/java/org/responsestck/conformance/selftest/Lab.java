package org.responsestck.conformance.selftest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.responsestck.conformance.Suite;
import org.responsestck.conformance.evidence.EvidenceReader;
import org.responsestck.conformance.evidence.EvidenceWriter;
import org.responsestck.conformance.evidence.Header;
import org.responsestck.conformance.evidence.Recording;
import org.responsestck.conformance.run.Budget;
import org.responsestck.conformance.run.Judgement;
import org.responsestck.conformance.run.Plan;
import org.responsestck.conformance.run.RunListener;
import org.responsestck.conformance.run.Selection;
import org.responsestck.conformance.target.EmbeddedMock;
import org.responsestck.conformance.target.Target;
import org.responsestck.report.Verdict;

/** Runs the suite against the embedded mock, made wrong or odd in named ways. */
final class Lab {
    /** One scenario after another, so that what a defect of the whole server does to each is the same in every run. */
    private static final int CONCURRENCY = 1;

    private final String profile;

    Lab(String profile) {
        this.profile = profile;
    }

    /**
     * What came of a run.
     *
     * @param verdicts by requirement
     * @param onRecheck where the record, written and read again, is judged otherwise; in sentences
     */
    record Played(Map<String, Verdict> verdicts, List<String> onRecheck) {}

    /** @param twists ids of defects, variations and quirks; empty for the plain mock */
    Played play(List<String> twists, Selection selection) {
        try (EmbeddedMock mock = EmbeddedMock.start(profile, twists)) {
            Target target = mock.target();
            Suite.Request request = new Suite.Request(
                    target.base().toString(),
                    target.profile(),
                    target.revision(),
                    target.model(),
                    target.capabilities(),
                    target.optionValues(),
                    // The mock is near: a silence that a far target may need would only cost time, once for each stream
                    // that never ends.
                    () -> target.recorder(0.15),
                    selection,
                    CONCURRENCY,
                    false,
                    Budget.Allowance.DEFAULT,
                    1,
                    1,
                    // With its clean-up, as a real run: a check must not take that for something that the scenarios
                    // did.
                    false,
                    "selftest",
                    "selftest");
            Plan plan = Suite.plan(request);
            return recorded(request, plan);
        } catch (IOException e) {
            throw new UncheckedIOException("the record of a run cannot be kept", e);
        }
    }

    private static Played recorded(Suite.Request request, Plan plan) throws IOException {
        Path file = Files.createTempFile("selftest", ".jsonl");
        try {
            Header header = Suite.header(request, plan);
            Suite.Outcome outcome;
            try (EvidenceWriter evidence = EvidenceWriter.create(file, header)) {
                outcome = Suite.run(request, plan, header, evidence::write, RunListener.NONE);
            }
            Recording read = EvidenceReader.read(file);
            Map<String, Verdict> verdicts = verdicts(outcome);
            Map<String, Verdict> again = verdicts(Suite.recheck(read.header(), read.events()));
            List<String> differences = new ArrayList<>();
            verdicts.forEach((id, verdict) -> {
                if (again.get(id) != verdict) {
                    differences.add(id + " is " + verdict + ", and on recheck " + again.get(id));
                }
            });
            return new Played(verdicts, differences);
        } finally {
            Files.delete(file);
        }
    }

    private static Map<String, Verdict> verdicts(Suite.Outcome outcome) {
        Map<String, Verdict> map = new LinkedHashMap<>();
        for (Judgement judgement : outcome.judgements()) {
            map.put(judgement.requirement().id(), judgement.verdict());
        }
        return map;
    }
}
