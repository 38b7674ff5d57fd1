package org.responsestck.mock.conversation;

/**
 * Token counts of one response.
 *
 * @param input tokens of the whole context
 * @param cached of these, how many were read from a cache
 * @param output tokens written
 */
public record Usage(int input, int cached, int output) {
    public int total() {
        return input + output;
    }
}
