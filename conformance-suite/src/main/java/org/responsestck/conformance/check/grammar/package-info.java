/**
 * The stream grammar: nested state machines over the events of one stream.
 */
@NullMarked
package org.responsestck.conformance.check.grammar;

import org.jspecify.annotations.NullMarked;
