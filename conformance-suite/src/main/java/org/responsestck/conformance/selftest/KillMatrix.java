package org.responsestck.conformance.selftest;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.responsestck.conformance.requirement.Catalogue;
import org.responsestck.conformance.requirement.Level;
import org.responsestck.conformance.requirement.Requirement;
import org.responsestck.mock.defect.Twist;
import org.responsestck.report.Verdict;

/** Which requirement notices what: twists of the mock and mutants of transcripts, read by requirement. */
public final class KillMatrix {
    public static final String FORMAT = "responses-tck/selftest/1";

    private final String profile;
    private final List<SelfTest.Result> results;
    private final @Nullable MutationReport mutations;
    private final List<Row> rows;

    /**
     * A requirement of the profile and what it noticed.
     *
     * @param defects ids of the defects of which it warns or which it fails
     * @param mutants by operator, how many mutants of transcripts
     */
    public record Row(Requirement requirement, List<String> defects, Map<String, Integer> mutants) {
        public Row {
            defects = List.copyOf(defects);
            mutants = Map.copyOf(mutants);
        }

        public int mutantCount() {
            return mutants.values().stream().mapToInt(Integer::intValue).sum();
        }

        boolean neverNoticed() {
            return defects.isEmpty() && mutants.isEmpty();
        }
    }

    /** @param mutations null when they were not played */
    public KillMatrix(String profile, List<SelfTest.Result> results, @Nullable MutationReport mutations) {
        this.profile = profile;
        this.results = List.copyOf(results);
        this.mutations = mutations;
        Map<String, Map<String, Integer>> mutants = mutations == null ? Map.of() : mutations.byRequirement();
        this.rows = Catalogue.load().of(profile).stream()
                .map(row -> new Row(row, defects(row.id()), mutants.getOrDefault(row.id(), Map.of())))
                .toList();
    }

    private List<String> defects(String requirement) {
        return results.stream()
                .filter(r -> r.twist().kind() == Twist.Kind.DEFECT)
                .filter(r -> accuses(r.noticed().get(requirement)))
                .map(r -> r.twist().id())
                .toList();
    }

    private static boolean accuses(@Nullable Verdict verdict) {
        return verdict == Verdict.WARN || verdict == Verdict.FAIL;
    }

    /** Every requirement of the profile, in the order of the catalogue. */
    public List<Row> rows() {
        return rows;
    }

    public Optional<MutationReport> mutations() {
        return Optional.ofNullable(mutations);
    }

    /** The MUST rows that nothing was seen to break. */
    public List<String> blind() {
        return rows.stream()
                .filter(r -> r.requirement().level().get(profile) == Level.MUST && r.neverNoticed())
                .map(r -> r.requirement().id())
                .toList();
    }

    /** What is not as it should be, in sentences; empty when all is well. */
    public List<String> wrong() {
        List<String> wrong = new ArrayList<>();
        results.stream()
                .filter(r -> !r.asExpected())
                .forEach(r -> wrong.add(r.twist().id() + ": " + String.join("; ", r.wrong())));
        if (mutations != null) {
            mutations.unexplained().forEach(m -> wrong.add("mutant that nobody notices or explains: " + m));
            mutations.falseAlarms().forEach(m -> wrong.add("legal change that is accused: " + m));
            mutations.stale().forEach(r -> wrong.add("rule that explains no mutant: " + r));
        }
        return wrong;
    }

    /**
     * Writes everything as one JSON document; docs/selftest.md says what its members are.
     *
     * @throws IOException if the file cannot be written
     */
    public void write(Path file) throws IOException {
        JsonMapper json = JsonMapper.builder().build();
        Files.writeString(file, json.writerWithDefaultPrettyPrinter().writeValueAsString(document()) + "\n");
    }

    /**
     * Writes a page for people: who noticed which defect, and which defects only one requirement notices.
     *
     * @throws IOException if the file cannot be written
     */
    public void writePage(Path file) throws IOException {
        Files.writeString(file, KillMatrixPage.of(profile, results, rows));
    }

    private ObjectNode document() {
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        all.put("format", FORMAT).put("profile", profile);
        ArrayNode twists = all.putArray("twists");
        for (SelfTest.Result result : results) {
            ObjectNode one = twists.addObject();
            one.put("kind", result.twist().kind().name().toLowerCase(Locale.ROOT));
            one.put("id", result.twist().id()).put("asExpected", result.asExpected());
            ObjectNode noticed = one.putObject("noticed");
            result.noticed().forEach((id, verdict) -> noticed.put(id, verdict.name()));
            list(one, "wrong", result.wrong());
        }
        if (mutations != null) {
            mutations(all.putObject("mutations"), mutations);
        }
        ArrayNode requirements = all.putArray("requirements");
        for (Row row : rows) {
            ObjectNode one = requirements.addObject();
            one.put("id", row.requirement().id())
                    .put("level", String.valueOf(row.requirement().level().get(profile)));
            list(one, "defects", row.defects());
            one.put("mutants", row.mutantCount());
        }
        list(all, "blind", blind());
        return all;
    }

    private static void mutations(ObjectNode node, MutationReport report) {
        node.put("mutants", report.mutants()).put("noticed", report.noticed()).put("open", report.open());
        list(node, "unexplained", report.unexplained());
        node.put("legal", report.legal());
        list(node, "falseAlarms", report.falseAlarms());
        ObjectNode operators = node.putObject("operators");
        report.byOperator()
                .forEach((operator, counts) ->
                        operators.putObject(operator).put("mutants", counts[0]).put("noticed", counts[1]));
    }

    private static void list(ObjectNode node, String member, List<String> values) {
        ArrayNode array = node.putArray(member);
        values.forEach(array::add);
    }
}
