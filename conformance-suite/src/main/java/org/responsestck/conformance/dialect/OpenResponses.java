package org.responsestck.conformance.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The open-responses profile: the released specification and its schemas. */
final class OpenResponses implements Dialect {
    private static final Set<Trait> TRAITS = Set.of(
            Trait.OUTPUT_IS_INPUT,
            Trait.BOUNDED_METADATA,
            Trait.PREVIOUS_ID_ALWAYS,
            Trait.FREE_REASONS,
            Trait.PLAIN_JSON_ERRORS,
            Trait.SLUG_PREFIX,
            Trait.PART_ANNOTATIONS);

    @Override
    public String name() {
        return "open-responses";
    }

    @Override
    public boolean judged() {
        return false;
    }

    /** It requires members that OpenAI does not have. */
    @Override
    public boolean recognises(JsonNode response) {
        return response.has("presence_penalty") && response.has("completed_at");
    }

    @Override
    public Set<Trait> traits() {
        return TRAITS;
    }

    @Override
    public List<String> nullable() {
        return List.of(
                "tools",
                "tool_choice",
                "metadata",
                "instructions",
                "max_output_tokens",
                "max_tool_calls",
                "parallel_tool_calls",
                "previous_response_id",
                "reasoning",
                "temperature",
                "text",
                "top_p",
                "presence_penalty",
                "frequency_penalty",
                "top_logprobs",
                "stream_options",
                "safety_identifier",
                "prompt_cache_key");
    }

    @Override
    public Set<String> foreignMembers() {
        return Set.of("user");
    }

    @Override
    public Set<String> roles() {
        return Set.of("user", "assistant", "system", "developer");
    }

    @Override
    public int smallestCap() {
        return 16;
    }

    @Override
    public Optional<String> accountHeader() {
        return Optional.empty();
    }

    @Override
    public Set<Integer> invalidRequest() {
        return Set.of(400, 422);
    }

    @Override
    public Set<Integer> unknownPrevious() {
        return Set.of(400, 404);
    }

    @Override
    public Set<Integer> unknownDelete() {
        return Set.of();
    }

    @Override
    public MemberNaming memberNaming() {
        return MemberNaming.NOWHERE;
    }

    @Override
    public UsageNames usage() {
        return UsageNames.RESPONSES;
    }

    @Override
    public Set<EventFamily> events() {
        return Set.of(EventFamily.COMMON, EventFamily.SHORT_REASONING);
    }
}
