/**
 * What goes wrong on purpose, at places that mean something: what, where, and how often.
 */
@NullMarked
package org.responsestck.mock.fault;

import org.jspecify.annotations.NullMarked;
