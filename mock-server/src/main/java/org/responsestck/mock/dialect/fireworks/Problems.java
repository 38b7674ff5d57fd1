package org.responsestck.mock.dialect.fireworks;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.responsestck.mock.Refusal;

/** Collects what is wrong with a request body. Null counts as absent everywhere. */
final class Problems {
    private final List<Refusal.Problem> found = new ArrayList<>();

    void add(String message, String type, Object... loc) {
        found.add(new Refusal.Problem(List.of(loc), message, type));
    }

    void throwIfAny() throws Refusal {
        if (!found.isEmpty()) {
            throw new Refusal(422, found);
        }
    }

    static boolean absent(JsonNode node) {
        return node.isMissingNode() || node.isNull();
    }

    void string(JsonNode body, String member) {
        if (!absent(body.path(member)) && !body.path(member).isTextual()) {
            add("must be a string", "string_type", "body", member);
        }
    }

    void bool(JsonNode body, String member) {
        if (!absent(body.path(member)) && !body.path(member).isBoolean()) {
            add("must be a boolean", "bool_type", "body", member);
        }
    }

    void object(JsonNode body, String member) {
        if (!absent(body.path(member)) && !body.path(member).isObject()) {
            add("must be an object", "object_type", "body", member);
        }
    }

    void number(JsonNode body, String member, double low, double high) {
        JsonNode value = body.path(member);
        if (absent(value)) {
            return;
        }
        if (!value.isNumber()) {
            add("must be a number", "number_type", "body", member);
        } else if (value.doubleValue() < low || value.doubleValue() > high) {
            add("must be between " + plain(low) + " and " + plain(high), "out_of_range", "body", member);
        }
    }

    void atLeastOne(JsonNode body, String member) {
        JsonNode value = body.path(member);
        if (absent(value)) {
            return;
        }
        if (!integral(value)) {
            add("must be an integer", "int_type", "body", member);
        } else if (value.decimalValue().signum() <= 0) {
            add("must be at least 1", "greater_than_equal", "body", member);
        }
    }

    static boolean integral(JsonNode value) {
        return value.isIntegralNumber()
                || (value.isNumber()
                        && Double.isFinite(value.doubleValue())
                        && value.decimalValue().stripTrailingZeros().scale() <= 0);
    }

    private static String plain(double bound) {
        return BigDecimal.valueOf(bound).stripTrailingZeros().toPlainString();
    }
}
