/**
 * Turns, chains, tenants and the store that remembers them.
 */
@NullMarked
package org.responsestck.mock.conversation;

import org.jspecify.annotations.NullMarked;
