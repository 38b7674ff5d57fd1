package org.responsestck.conformance.check;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.responsestck.conformance.evidence.Why;

/** What a check says about a requirement. Facts only: what a breach means is the catalogue's business. */
public sealed interface Observation {
    /** Id of the requirement. */
    String requirement();

    /** Seen and right. */
    record Held(String requirement, Where where) implements Observation {
        public Held {
            Objects.requireNonNull(requirement, "requirement is null");
        }
    }

    /**
     * Seen and wrong.
     *
     * @param variant the way it is broken, a name of the row's variants; empty for the plain breach
     * @param expected what the documents ask for, in words or as the value
     * @param actual what was there
     */
    record Broken(String requirement, String variant, Where where, String expected, String actual)
            implements Observation {
        private static final int LONGEST = 2000;

        public Broken {
            Objects.requireNonNull(requirement, "requirement is null");
            Objects.requireNonNull(variant, "variant is null");
            expected = cut(expected);
            actual = cut(actual);
        }

        /** Both are for reading; the evidence has the whole. */
        private static String cut(String text) {
            return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
        }
    }

    /**
     * Could not be told.
     *
     * @param where the exchange that leaves it open, or null
     * @param anotherTakeHelps whether playing the scenario again could settle it
     */
    record Unclear(
            String requirement,
            Why why,
            String detail,
            boolean anotherTakeHelps,
            @Nullable Where where) implements Observation {
        public Unclear {
            Objects.requireNonNull(requirement, "requirement is null");
        }
    }

    /** The target does not offer it. */
    record Absent(String requirement, String detail, Where where) implements Observation {
        public Absent {
            Objects.requireNonNull(requirement, "requirement is null");
        }
    }
}
