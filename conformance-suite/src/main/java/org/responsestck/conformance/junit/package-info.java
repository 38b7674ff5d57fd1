/**
 * The JUnit Platform engine. The only package of the suite that imports JUnit or Allure.
 */
@NullMarked
package org.responsestck.conformance.junit;

import org.jspecify.annotations.NullMarked;
