package org.responsestck.conformance.evidence;

import java.util.List;
import java.util.Map;
import org.responsestck.conformance.dialect.Dialect;
import org.responsestck.conformance.dialect.Dialects;

/**
 * First line of the record: all that judging needs besides the events.
 *
 * @param format {@link #FORMAT}
 * @param runId random, for humans
 * @param tool name and version of the tool
 * @param requirementSet name of the frozen set
 * @param url base URL of the target, without credentials
 * @param profile name of the profile
 * @param revision revision of the profile's documents
 * @param model model asked for
 * @param capabilities what the target declares: name → offered
 * @param options names of the options that were supplied
 * @param scenarios ids of the planned scenarios
 * @param requirements ids of the requirements that were selected for judgement
 * @param seed seed of all drawn words
 * @param patience factor on every bound in seconds
 * @param startedAtMillis wall clock, milliseconds since 1970
 */
public record Header(
        String format,
        String runId,
        String tool,
        String requirementSet,
        String url,
        String profile,
        String revision,
        String model,
        Map<String, Boolean> capabilities,
        List<String> options,
        List<String> scenarios,
        List<String> requirements,
        long seed,
        double patience,
        long startedAtMillis) {
    public static final String FORMAT = "responses-tck/evidence/1";

    public Header {
        capabilities = Map.copyOf(capabilities);
        options = List.copyOf(options);
        scenarios = List.copyOf(scenarios);
        requirements = List.copyOf(requirements);
    }

    /**
     * What the documents of the profile say.
     *
     * @throws IllegalArgumentException if this version does not know the profile
     */
    public Dialect dialect() {
        return Dialects.of(profile);
    }

    /** Whether the target declares that it does not offer a capability. */
    public boolean lacks(String capability) {
        return Boolean.FALSE.equals(capabilities.get(capability));
    }

    /** Whether the target declares that it offers a capability. */
    public boolean declares(String capability) {
        return Boolean.TRUE.equals(capabilities.get(capability));
    }
}
