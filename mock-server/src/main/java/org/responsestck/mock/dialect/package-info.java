/**
 * What differs between profiles: requests in, documents, events and errors out. Nothing else knows a profile.
 */
@NullMarked
package org.responsestck.mock.dialect;

import org.jspecify.annotations.NullMarked;
