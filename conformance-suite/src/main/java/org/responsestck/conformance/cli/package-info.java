/**
 * The command line: picocli commands, exit codes, progress. The only package that touches the terminal.
 */
@NullMarked
package org.responsestck.conformance.cli;

import org.jspecify.annotations.NullMarked;
