/**
 * Who writes the answer: the built-in deterministic model. Sees only the ordered items of the context and the tools.
 */
@NullMarked
package org.responsestck.mock.responder;

import org.jspecify.annotations.NullMarked;
