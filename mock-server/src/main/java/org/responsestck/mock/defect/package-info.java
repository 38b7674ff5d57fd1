/**
 * Defects, variations and quirks: named functions on the seams, one file per seam.
 */
@NullMarked
package org.responsestck.mock.defect;

import org.jspecify.annotations.NullMarked;
