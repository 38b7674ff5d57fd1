/**
 * The run's own tool server: what a target does with tools that it calls itself is seen here, not believed.
 */
@NullMarked
package org.responsestck.conformance.witness;

import org.jspecify.annotations.NullMarked;
