/**
 * The endpoint under test and its options. Knows how to reach it, never how to judge it.
 */
@NullMarked
package org.responsestck.conformance.target;

import org.jspecify.annotations.NullMarked;
