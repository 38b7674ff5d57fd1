/**
 * What differs between the documents of the profiles, as facts: requests, answers, streams, statuses. Nothing else knows a profile
 * by its name; what else depends on it is data below {@code schemas/}.
 */
@NullMarked
package org.responsestck.conformance.dialect;

import org.jspecify.annotations.NullMarked;
