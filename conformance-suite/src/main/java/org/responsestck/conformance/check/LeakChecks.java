package org.responsestck.conformance.check;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.responsestck.conformance.evidence.Evidence;
import org.responsestck.conformance.evidence.ExchangeView;
import org.responsestck.conformance.wire.Exchange;
import org.responsestck.conformance.wire.Who;

/** What errors tell that they should not, and what they should tell: the member that is wrong. */
final class LeakChecks {
    private static final int LONGEST = 64 * 1024;
    private static final Judging LEAK = new Judging("ERR-LEAK-001");
    /** Traces of the usual languages, and lines of source files. */
    private static final Pattern INTERNALS = Pattern.compile("Traceback \\(most recent call last\\)"
            + "|File \\\\?\"[^\"]+\\.py\\\\?\", line \\d+"
            + "|at [\\w.$<>/ ]+\\([^()\\s]+\\.(?:java|kt|scala|js|mjs|ts|go|rs):\\d+"
            + "|/[\\w.-]+\\.(?:py|js|mjs|ts|java|go|rs|rb|php):\\d+"
            + "|/(?:app|home|opt|root|srv|usr|var|workspace)/[\\w./-]*\\.(?:py|js|mjs|ts|java|go|rs|rb|php)(?![\\w-])"
            + "|goroutine \\d+ \\[");

    private LeakChecks() {}

    static List<Check> checks() {
        return List.of(
                new Check(
                        "errors-show-no-internals",
                        Set.of(LEAK.requirement()),
                        // Every error of the run is looked at; these are sure to bring some.
                        Set.of("refusals-body", "refusals-input", "refusals-parameters", "refusals-get", "credentials"),
                        LeakChecks::leaks),
                new Check(
                        "a-refusal-names-the-member",
                        Set.of("ERR-422-002"),
                        Set.of("refusals-input", "refusals-parameters"),
                        NamedMembers::judge));
    }

    private static Stream<Observation> leaks(Evidence evidence) {
        return evidence.exchanges().stream()
                .filter(view -> view.status() >= 400 && view.status() < 600)
                .map(view -> leak(view)
                        .map(what -> LEAK.broken(view, "", "no key, path or trace", what))
                        .orElseGet(() -> LEAK.held(view)));
    }

    private static Optional<String> leak(ExchangeView view) {
        String detail = view.exchange().detail();
        if (detail != null && detail.contains(Exchange.KEY_SHOWN)) {
            return Optional.of("the key of the request");
        }
        String text = view.text();
        if (view.who() == Who.WRONG_KEY && text.contains(Who.WRONG_KEY_VALUE)) {
            return Optional.of("the key of the request");
        }
        Matcher internals = INTERNALS.matcher(text.substring(0, Math.min(text.length(), LONGEST)));
        return internals.find() ? Optional.of(internals.group()) : Optional.empty();
    }
}
