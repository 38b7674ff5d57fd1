package org.responsestck.conformance.check.grammar;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.responsestck.conformance.wire.StrictJson;

/** Reading JSON nodes, and comparing them in the comparison form: key order free, null as absent, numbers within 1e-6. */
final class Json {
    private static final BigDecimal CLOSE = new BigDecimal("0.000001");

    private Json() {}

    /** The text of a member, or null when it is no string. */
    static @Nullable String text(JsonNode node, String member) {
        JsonNode value = node.path(member);
        return value.isTextual() ? value.textValue() : null;
    }

    static boolean nothing(JsonNode node) {
        return node.isMissingNode() || node.isNull();
    }

    /** The integer, or null. 3.0 is an integer, "3" is none. */
    static @Nullable Long integer(JsonNode node) {
        if (!node.isNumber()) {
            return null;
        }
        if (node.canConvertToExactIntegral() && node.canConvertToLong()) {
            return node.longValue();
        }
        return null;
    }

    /** Missing, or the value itself, as a short text. */
    static String show(JsonNode node) {
        return node.isMissingNode() ? "absent" : Findings.brief(node);
    }

    /** Equality in the comparison form. Members that only one side has count when they are not null. */
    static boolean same(JsonNode a, JsonNode b) {
        if (nothing(a) || nothing(b)) {
            return nothing(a) && nothing(b);
        }
        if (a.isNumber() && b.isNumber()) {
            return a.decimalValue().subtract(b.decimalValue()).abs().compareTo(CLOSE) <= 0;
        }
        if (a.isObject() && b.isObject()) {
            Set<String> names = new LinkedHashSet<>();
            a.fieldNames().forEachRemaining(names::add);
            b.fieldNames().forEachRemaining(names::add);
            return names.stream().allMatch(n -> same(a.path(n), b.path(n)));
        }
        if (a.isArray() && b.isArray()) {
            if (a.size() != b.size()) {
                return false;
            }
            for (int i = 0; i < a.size(); i++) {
                if (!same(a.path(i), b.path(i))) {
                    return false;
                }
            }
            return true;
        }
        return a.equals(b);
    }

    /** Whether two argument values, each an object or a JSON text, mean the same. */
    static boolean sameArguments(JsonNode a, JsonNode b) {
        return same(a, b) || same(opened(a), opened(b));
    }

    /** A text that holds JSON is opened; anything else is left. */
    static JsonNode opened(JsonNode node) {
        if (!node.isTextual()) {
            return node;
        }
        StrictJson.Reading reading = StrictJson.read(node.textValue());
        return reading.problem() == null ? reading.value() : node;
    }

    /** Two excerpts around the first difference of two texts: expected, actual. */
    static String[] excerpts(String expected, String actual) {
        int limit = Math.min(expected.length(), actual.length());
        int at = 0;
        while (at < limit && expected.charAt(at) == actual.charAt(at)) {
            at++;
        }
        return new String[] {excerpt(expected, at), excerpt(actual, at) + ", another from character " + at + " on"};
    }

    private static String excerpt(String text, int at) {
        int from = Math.max(0, at - 15);
        int to = Math.min(text.length(), at + 45);
        return (from > 0 ? "…" : "") + '"' + text.substring(from, to).replace("\n", "\\n") + '"'
                + (to < text.length() ? "…" : "") + " (" + text.length() + " characters)";
    }
}
