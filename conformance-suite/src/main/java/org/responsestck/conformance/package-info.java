/**
 * The suite as a library: one facade over plan, run, judgement and report.
 */
@NullMarked
package org.responsestck.conformance;

import org.jspecify.annotations.NullMarked;
