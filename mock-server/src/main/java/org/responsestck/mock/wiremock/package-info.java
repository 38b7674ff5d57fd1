/**
 * The only package that imports WireMock or Jetty: hosting, and bytes that leave event by event.
 */
@NullMarked
package org.responsestck.mock.wiremock;

import org.jspecify.annotations.NullMarked;
