/**
 * What is sent: one class per capability. A scenario may branch on facts, never on rightness, and touches nothing but Talk.
 */
@NullMarked
package org.responsestck.conformance.scenario;

import org.jspecify.annotations.NullMarked;
