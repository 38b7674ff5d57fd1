package org.responsestck.conformance.requirement;

import java.util.List;

/**
 * The requirements of one profile, frozen on a day, so that a verdict can be named for good.
 *
 * @param profile name of the profile
 * @param date day of freezing, ISO
 * @param documents the documents it rests on, in words
 * @param requirements ids in order
 */
public record RequirementSet(String profile, String date, String documents, List<String> requirements) {
    public RequirementSet {
        requirements = List.copyOf(requirements);
    }

    /** For example {@code fireworks@2026-11-24}. */
    public String name() {
        return profile + "@" + date;
    }
}
