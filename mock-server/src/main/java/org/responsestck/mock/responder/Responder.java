package org.responsestck.mock.responder;

/** Writes the answer to a prompt. Must be deterministic: equal prompts give equal drafts. Thread-safe. */
@FunctionalInterface
public interface Responder {
    Draft respond(Prompt prompt);
}
