package org.responsestck.conformance.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The documents of one profile, as far as they ask for another request or another reading of an answer than those of other profiles.
 * One implementation per profile, registered in {@link Dialects}; immutable.
 */
public interface Dialect {
    /** Name of the profile, as in the rows and sets of {@code schemas/}. */
    String name();

    /** Whether this version judges targets by it: it has schemas, and its checks were tried against real answers. */
    boolean judged();

    /** Whether the response object that a plain create was answered with has the marks of this profile. A hint, not a verdict. */
    boolean recognises(JsonNode response);

    /** The yes-or-no differences: what is not in here, the documents do not say or say otherwise. */
    Set<Trait> traits();

    default boolean is(Trait trait) {
        return traits().contains(trait);
    }

    /** Members of a create request that may be null, in the order in which they are sent. */
    List<String> nullable();

    /** Members of a create request that other profiles have, and this one does not have or has no longer. */
    Set<String> foreignMembers();

    /** Roles that a message in the input may have. */
    Set<String> roles();

    /** The smallest {@code max_output_tokens} that must be served. */
    int smallestCap();

    /** Header that names the account when a response is deleted, where the documents have one. */
    Optional<String> accountHeader();

    /** Statuses of a request that breaks the request schema. */
    Set<Integer> invalidRequest();

    /** Statuses of a continuation whose previous response is not there. */
    Set<Integer> unknownPrevious();

    /** Statuses besides 404 that are right when an id that nobody gave is deleted; empty for any 4xx. */
    Set<Integer> unknownDelete();

    /** How the body of a refusal says which member of the request was wrong. */
    MemberNaming memberNaming();

    /** Names of the members of usage. */
    UsageNames usage();

    /** The event types that its streams may have. */
    Set<EventFamily> events();
}
