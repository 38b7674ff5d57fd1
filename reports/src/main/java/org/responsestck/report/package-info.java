/**
 * The file formats of a run: {@code results.json} and its renderings. Never sees a check or a scenario.
 */
@NullMarked
package org.responsestck.report;

import org.jspecify.annotations.NullMarked;
