/**
 * Proof that the suite notices: defects and variations of the mock, mutations of transcripts, the kill matrix.
 */
@NullMarked
package org.responsestck.conformance.selftest;

import org.jspecify.annotations.NullMarked;
