/**
 * The requirement catalogue: rows, severity, variants, coverage, frozen sets. The only place that knows severity.
 */
@NullMarked
package org.responsestck.conformance.requirement;

import org.jspecify.annotations.NullMarked;
