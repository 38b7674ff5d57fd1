/**
 * The append-only record of a run: writing, reading, and views that are parsed once.
 */
@NullMarked
package org.responsestck.conformance.evidence;

import org.jspecify.annotations.NullMarked;
