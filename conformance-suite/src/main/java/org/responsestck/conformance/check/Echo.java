package org.responsestck.conformance.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/** Compares a setting that was sent with the one a response shows: order of names free, null is absent, numbers within 1e-6. */
final class Echo {
    private static final double NEAR = 1e-6;

    private Echo() {}

    /** How a shown value relates to the sent one. */
    enum Outcome {
        SAME,
        /** Missing or null. */
        ABSENT,
        /** Metadata as sent, but without its pairs of empty value. */
        EMPTY_LEFT_OUT,
        OTHER
    }

    static Outcome compare(String member, JsonNode sent, JsonNode shown) {
        if (shown.isMissingNode() || shown.isNull()) {
            return Outcome.ABSENT;
        }
        return switch (member) {
            case "tools" -> tools(sent, shown) ? Outcome.SAME : Outcome.OTHER;
            case "metadata" -> metadata(sent, shown);
            default -> holds(sent, shown) ? Outcome.SAME : Outcome.OTHER;
        };
    }

    private static boolean tools(JsonNode sent, JsonNode shown) {
        return shown.isArray()
                && sent.valueStream().allMatch(tool -> shown.valueStream().anyMatch(other -> tool(tool, other)));
    }

    private static boolean tool(JsonNode sent, JsonNode shown) {
        return sent.path("type").equals(shown.path("type"))
                && sent.path("name").equals(shown.path("name"))
                && holds(sent.path("parameters"), shown.path("parameters"));
    }

    private static Outcome metadata(JsonNode sent, JsonNode shown) {
        if (!shown.isObject()) {
            return Outcome.OTHER;
        }
        Outcome outcome = Outcome.SAME;
        for (Map.Entry<String, JsonNode> pair : sent.properties()) {
            JsonNode value = shown.path(pair.getKey());
            boolean leftOut = value.isMissingNode() || value.isNull();
            if (leftOut && pair.getValue().asText().isEmpty()) {
                outcome = Outcome.EMPTY_LEFT_OUT;
            } else if (!value.equals(pair.getValue())) {
                return Outcome.OTHER;
            }
        }
        return outcome;
    }

    /** Whether everything that was sent is there; more may be there. */
    private static boolean holds(JsonNode sent, JsonNode shown) {
        if (sent.isObject()) {
            return shown.isObject()
                    && sent.properties().stream()
                            .allMatch(m -> m.getValue().isNull() || holds(m.getValue(), shown.path(m.getKey())));
        }
        if (sent.isArray()) {
            return shown.isArray()
                    && sent.valueStream().allMatch(e -> shown.valueStream().anyMatch(o -> holds(e, o)));
        }
        return scalar(sent, shown);
    }

    private static boolean scalar(JsonNode one, JsonNode other) {
        return one.isNumber() && other.isNumber()
                ? Math.abs(one.asDouble() - other.asDouble()) <= NEAR
                : one.equals(other);
    }
}
