package org.responsestck.conformance.check;

import java.util.Set;
import org.responsestck.conformance.evidence.Evidence;

/**
 * Where the profiles differ about stored state: the one place that knows their names.
 *
 * @param refusals statuses that are right when there is no such previous response
 * @param history whether output may hold the earlier conversation, user messages included
 * @param previousIdAlwaysThere whether previous_response_id is a required member
 * @param storedByDefault whether a create without {@code store} is stored
 * @param unstoredIdMayBeNull whether a response that is not stored may come without id
 * @param operations whether GET, DELETE and list belong to the documents
 * @param looseUnknownDelete statuses besides 404 that are right when an unknown id is deleted; empty for any other 4xx
 */
record StateRules(
        Set<Integer> refusals,
        boolean history,
        boolean previousIdAlwaysThere,
        boolean storedByDefault,
        boolean unstoredIdMayBeNull,
        boolean operations,
        Set<Integer> looseUnknownDelete) {
    StateRules {
        refusals = Set.copyOf(refusals);
        looseUnknownDelete = Set.copyOf(looseUnknownDelete);
    }

    static StateRules of(Evidence evidence) {
        return switch (evidence.header().profile()) {
            case "fireworks" -> new StateRules(Set.of(404), true, false, true, true, true, Set.of());
            case "open-responses" -> new StateRules(Set.of(400, 404), false, true, false, false, false, Set.of());
            default -> new StateRules(Set.of(400, 404), false, false, true, false, true, Set.of(400, 422));
        };
    }
}
