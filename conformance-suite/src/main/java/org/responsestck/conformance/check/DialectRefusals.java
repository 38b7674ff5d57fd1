package org.responsestck.conformance.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.function.BiPredicate;

/**
 * What the profiles say differently about refusals; the one place of these checks that asks for the profile.
 *
 * @param validation the statuses of a request that breaks the request schema
 * @param badRequestTolerated whether 400 stands beside them as a variant
 * @param smallCapsServed whether an output cap below 16 must be served
 * @param pointer whether an error body points at a member of the request
 */
record DialectRefusals(
        Set<Integer> validation,
        boolean badRequestTolerated,
        boolean smallCapsServed,
        BiPredicate<JsonNode, String> pointer) {
    static DialectRefusals of(String profile) {
        return switch (profile) {
            case "fireworks" -> new DialectRefusals(Set.of(422), true, true, NamedMembers::names);
            case "openai" ->
                new DialectRefusals(
                        Set.of(400, 422),
                        false,
                        false,
                        (body, member) ->
                                body.path("error").path("param").asText("").equals(member));
            default -> new DialectRefusals(Set.of(400, 422), false, false, (body, member) -> true);
        };
    }

    /** The rule for a request that breaks the request schema. */
    RefusalRule validation(String requirement) {
        RefusalRule rule = RefusalRule.of(requirement, validation);
        return badRequestTolerated ? rule.tolerating(400, "bad-request") : rule;
    }

    boolean pointsAt(JsonNode body, String member) {
        return pointer.test(body, member);
    }
}
