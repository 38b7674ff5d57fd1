package org.responsestck.mock.tool;

import org.responsestck.mock.responder.Draft;
import org.responsestck.mock.responder.Prompt;

/** Makes a draft fit what the request allows, whatever the responder wrote. */
@FunctionalInterface
public interface Tools {
    Draft fit(Prompt prompt, Draft draft);
}
