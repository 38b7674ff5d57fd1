package org.responsestck.conformance.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.responsestck.conformance.evidence.Evidence;
import org.responsestck.conformance.evidence.ExchangeView;
import org.responsestck.conformance.evidence.Take;
import org.responsestck.conformance.evidence.Why;

/** A request of a new conversation against the same request before anything was said elsewhere. */
final class Isolation {
    /** How many input tokens equal requests may be apart. */
    static final long SLACK = 10;

    private Isolation() {}

    /** @param grown the variant of more input tokens than before */
    static List<Observation> fresh(Evidence evidence, Take take, About about, boolean control, String grown) {
        ExchangeView x = about.at();
        Optional<Observation> trouble = about.trouble();
        if (trouble.isPresent()) {
            return List.of(trouble.get());
        }
        if (!x.ok()) {
            return List.of(about.serverError());
        }
        String word = take.drawn("codeword").orElse("");
        if (Said.shows(x, word)) {
            String variant = memory(evidence) ? "memory-declared" : "";
            return List.of(about.broken(variant, "nothing of another conversation", "its codeword " + word));
        }
        List<Observation> found = new ArrayList<>();
        if (control) {
            found.add(about.held("/output"));
        }
        OptionalLong before = take.at("fresh")
                .filter(ExchangeView::ok)
                .map(Isolation::inputTokens)
                .orElse(OptionalLong.empty());
        OptionalLong now = inputTokens(x);
        if (before.isPresent() && now.isPresent()) {
            found.add(tokens(about, before.getAsLong(), now.getAsLong(), grown));
        }
        return found.isEmpty()
                ? List.of(about.unclear(Why.MODEL, "no codeword was recalled, and usage is not shown"))
                : found;
    }

    private static Observation tokens(About about, long before, long now, String grown) {
        if (Math.abs(now - before) <= SLACK) {
            return about.held("/usage");
        }
        return about.broken(
                now > before ? grown : "other-outcome",
                before + " input tokens, as for the same request before",
                String.valueOf(now));
    }

    static boolean memory(Evidence evidence) {
        return evidence.header().declares("account-memory");
    }

    /** Input tokens by either name of the member. */
    static OptionalLong inputTokens(ExchangeView x) {
        JsonNode usage = Said.response(x).path("usage");
        for (String name : List.of("prompt_tokens", "input_tokens")) {
            OptionalLong tokens = Numbers.integer(usage.path(name));
            if (tokens.isPresent()) {
                return tokens;
            }
        }
        return OptionalLong.empty();
    }
}
