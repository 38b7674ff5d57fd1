/**
 * The fireworks profile: the guide, OpenAPI 0.6.1 and the recordings of June 2025.
 */
@NullMarked
package org.responsestck.mock.dialect.fireworks;

import org.jspecify.annotations.NullMarked;
