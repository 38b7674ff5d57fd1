/**
 * Real clients, played against the mock. Opt-in: {@code -Pclients} for those from npm, {@code -Psdk} for those from Maven Central.
 */
@NullMarked
package org.responsestck.mock.clients;

import org.jspecify.annotations.NullMarked;
