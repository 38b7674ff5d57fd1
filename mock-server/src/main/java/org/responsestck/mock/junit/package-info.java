/**
 * The mock in tests of JUnit 5. The only package of the mock that knows JUnit.
 */
@NullMarked
package org.responsestck.mock.junit;

import org.jspecify.annotations.NullMarked;
