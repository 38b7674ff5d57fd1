/**
 * What is judged: pure functions from evidence to observations, one class per group of requirements.
 */
@NullMarked
package org.responsestck.conformance.check;

import org.jspecify.annotations.NullMarked;
