/**
 * Scripts: what the mock answers, written down.
 */
@NullMarked
package org.responsestck.mock.script;

import org.jspecify.annotations.NullMarked;
