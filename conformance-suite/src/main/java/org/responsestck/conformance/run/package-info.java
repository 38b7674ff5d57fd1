/**
 * The run: plan, takes, judgement, budgets. Publishes to one listener and knows neither JUnit nor a terminal.
 */
@NullMarked
package org.responsestck.conformance.run;

import org.jspecify.annotations.NullMarked;
