/**
 * What was asked and how it was answered, bounded and without secrets, and what that says about the client.
 */
@NullMarked
package org.responsestck.mock.journal;

import org.jspecify.annotations.NullMarked;
