package org.responsestck.conformance.dialect;

/**
 * What the two counts of tokens in usage are called.
 *
 * @param input member that counts the tokens of the input
 * @param output member that counts the tokens of the output
 */
public record UsageNames(String input, String output) {
    /** The names of Chat Completions. */
    public static final UsageNames CHAT = new UsageNames("prompt_tokens", "completion_tokens");

    /** The names of the Responses API. */
    public static final UsageNames RESPONSES = new UsageNames("input_tokens", "output_tokens");

    /** Member that says what the input's tokens were. */
    public String inputDetails() {
        return input + "_details";
    }

    /** Member that says what the output's tokens were. */
    public String outputDetails() {
        return output + "_details";
    }

    /** The names that a server uses which follows another profile. */
    public UsageNames other() {
        return equals(CHAT) ? RESPONSES : CHAT;
    }
}
