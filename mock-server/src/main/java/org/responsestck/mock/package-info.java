/**
 * The mock as a library: one facade, and the record of seams where every behaviour of the mock is decided.
 */
@NullMarked
package org.responsestck.mock;

import org.jspecify.annotations.NullMarked;
