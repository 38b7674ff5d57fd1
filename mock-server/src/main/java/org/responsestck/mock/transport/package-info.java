/**
 * How an answer leaves: pacing and endings.
 */
@NullMarked
package org.responsestck.mock.transport;

import org.jspecify.annotations.NullMarked;
