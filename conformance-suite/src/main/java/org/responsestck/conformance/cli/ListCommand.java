package org.responsestck.conformance.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.responsestck.conformance.check.Check;
import org.responsestck.conformance.check.Checks;
import org.responsestck.conformance.dialect.Dialects;
import org.responsestck.conformance.requirement.Catalogue;
import org.responsestck.conformance.requirement.Requirement;
import org.responsestck.conformance.scenario.Scenario;
import org.responsestck.conformance.scenario.Scenarios;
import org.responsestck.mock.defect.Twist;
import org.responsestck.mock.defect.Twists;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tck list}: the catalogues. */
@Command(name = "list", mixinStandardHelpOptions = true, description = "Lists what there is.")
final class ListCommand implements Callable<Integer> {
    enum What {
        requirements,
        checks,
        scenarios,
        defects,
        variations,
        quirks,
        capabilities
    }

    @Parameters(index = "0", description = "One of: ${COMPLETION-CANDIDATES}.")
    private What what;

    @Option(names = "--json", description = "One JSON array instead of lines.")
    private boolean json;

    @Option(
            names = "--profile",
            defaultValue = Dialects.DEFAULT,
            description = "Profile of the requirements (default: ${DEFAULT-VALUE}).")
    private String profile;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws JsonProcessingException {
        List<Map<String, Object>> rows = rows();
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(JsonMapper.builder()
                    .build()
                    .writerWithDefaultPrettyPrinter()
                    .writeValueAsString(rows));
        } else {
            int width = rows.stream()
                    .mapToInt(r -> String.valueOf(r.get("id")).length())
                    .max()
                    .orElse(0);
            for (Map<String, Object> row : rows) {
                out.printf("%-" + Math.max(1, width) + "s  %s%n", row.get("id"), line(row));
            }
        }
        return Exit.CONFORMANT.code();
    }

    private static String line(Map<String, Object> row) {
        List<String> words = new ArrayList<>();
        row.forEach((name, value) -> {
            if (!name.equals("id") && !name.equals("text")) {
                words.add(
                        value instanceof List<?> list
                                ? String.join(
                                        ",", list.stream().map(Object::toString).toList())
                                : value.toString());
            }
        });
        return (words.isEmpty() ? "" : "[" + String.join(" ", words) + "] ") + row.getOrDefault("text", "");
    }

    private List<Map<String, Object>> rows() {
        return switch (what) {
            case requirements ->
                Known.profile(profile).stream().map(this::requirement).toList();
            case checks -> Checks.all().stream().map(ListCommand::check).toList();
            case scenarios ->
                Scenarios.all().stream().map(ListCommand::scenario).toList();
            case defects -> twists(Twist.Kind.DEFECT);
            case variations -> twists(Twist.Kind.VARIATION);
            case quirks -> twists(Twist.Kind.QUIRK);
            case capabilities -> capabilities();
        };
    }

    private Map<String, Object> requirement(Requirement row) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("id", row.id());
        map.put("level", row.level().get(profile));
        map.put("severity", row.severity().get(profile));
        map.put("tier", row.tier().name().toLowerCase(java.util.Locale.ROOT));
        map.put("capability", row.capability());
        map.put("text", row.statement());
        return map;
    }

    private static Map<String, Object> check(Check check) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("id", check.name());
        map.put("proves", check.proves().stream().sorted().toList());
        map.put("scenarios", check.scenarios().stream().sorted().toList());
        return map;
    }

    private static Map<String, Object> scenario(Scenario scenario) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("id", scenario.id());
        map.put("takes", scenario.needs().takes());
        map.put("model", scenario.needs().model());
        map.put("text", scenario.purpose());
        return map;
    }

    private static List<Map<String, Object>> twists(Twist.Kind kind) {
        return Twists.all().stream()
                .filter(t -> t.kind() == kind)
                .map(t -> {
                    Map<String, Object> map = new LinkedHashMap<>();
                    map.put("id", t.id());
                    map.put("earns", t.earns().stream().sorted().toList());
                    map.put("text", t.description());
                    return map;
                })
                .toList();
    }

    private List<Map<String, Object>> capabilities() {
        Map<String, Integer> counts = new TreeMap<>();
        Known.profile(profile).forEach(r -> counts.merge(r.capability(), 1, Integer::sum));
        List<Map<String, Object>> rows = new ArrayList<>();
        counts.forEach((capability, count) -> {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("id", capability);
            map.put("text", count + " requirements");
            rows.add(map);
        });
        return rows;
    }

    /** Looks a profile up, or says which there are. */
    static final class Known {
        private Known() {}

        static List<Requirement> profile(String profile) {
            List<Requirement> rows = Catalogue.load().of(profile);
            if (rows.isEmpty()) {
                throw new UsageException("no profile " + profile + "; there are " + Dialects.names());
            }
            return rows;
        }
    }
}
