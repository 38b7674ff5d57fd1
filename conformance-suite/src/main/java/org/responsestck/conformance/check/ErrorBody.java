package org.responsestck.conformance.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import org.responsestck.conformance.evidence.ExchangeView;

/** The shapes in which servers report an error. */
final class ErrorBody {
    private ErrorBody() {}

    /** Whether a body has one of the four documented or recorded fireworks shapes, with a text for people in it. */
    static boolean readable(JsonNode body) {
        return isText(body.path("detail"))
                || isValidationList(body.path("detail"))
                || isText(body.path("error"))
                || isText(body.path("error").path("message"));
    }

    /** Whether this is a list of {@code {loc, msg, type}}, with at least one entry. */
    static boolean isValidationList(JsonNode detail) {
        return detail.isArray() && !detail.isEmpty() && detail.valueStream().allMatch(ErrorBody::isValidationEntry);
    }

    private static boolean isValidationEntry(JsonNode entry) {
        JsonNode loc = entry.path("loc");
        return loc.isArray()
                && loc.valueStream()
                        .allMatch(step ->
                                step.isTextual() || Numbers.integer(step).isPresent())
                && isText(entry.path("msg"))
                && entry.path("type").isTextual();
    }

    /** Whether the body of an answer that should be a success is an error and nothing else. */
    static boolean isOnlyAnError(JsonNode body) {
        if (!body.isObject()) {
            return false;
        }
        JsonNode error = body.path("error");
        boolean isError = isText(error)
                || (error.isObject() && !error.isEmpty())
                || isText(body.path("detail"))
                || isValidationList(body.path("detail"))
                || body.path("object").asText().equals("error");
        boolean isMore = body.path("output").isArray()
                || body.path("data").isArray()
                || body.path("object").asText().startsWith("response")
                || body.path("id").asText("").startsWith("resp");
        return isError && !isMore;
    }

    /** Whether a refusal concerns the model: then the configuration is wrong, not the server. */
    static boolean namesModel(ExchangeView view) {
        return view.text().toLowerCase(Locale.ROOT).contains("model");
    }

    /** Whether a refusal concerns the account: then a header is wanted, whatever the body says. */
    static boolean namesAccount(ExchangeView view) {
        return view.text().toLowerCase(Locale.ROOT).contains("account");
    }

    private static boolean isText(JsonNode node) {
        return node.isTextual() && !node.textValue().isBlank();
    }
}
