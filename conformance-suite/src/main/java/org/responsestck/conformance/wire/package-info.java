/**
 * What goes over the wire and how it is recorded: the HTTP recorder, the strict SSE reader, redaction. Facts, never opinions.
 */
@NullMarked
package org.responsestck.conformance.wire;

import org.jspecify.annotations.NullMarked;
