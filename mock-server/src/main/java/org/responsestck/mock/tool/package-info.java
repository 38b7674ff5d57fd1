/**
 * Which tool calls a response may make: choice, limits, arguments.
 */
@NullMarked
package org.responsestck.mock.tool;

import org.jspecify.annotations.NullMarked;
