package org.responsestck.conformance.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The openai profile: its API reference and OpenAPI document. */
final class OpenAi implements Dialect {
    private static final Set<Trait> TRAITS = Set.of(
            Trait.STORED_BY_DEFAULT,
            Trait.STRICT_BY_DEFAULT,
            Trait.LABELLED_MCP,
            Trait.LOGPROBS_IN_TEXT,
            Trait.OUTPUT_IS_INPUT,
            Trait.BOUNDED_METADATA,
            Trait.RETRIEVAL,
            Trait.BARE_CALLS,
            Trait.PART_ANNOTATIONS);

    @Override
    public String name() {
        return "openai";
    }

    @Override
    public boolean judged() {
        return false;
    }

    /** What looks like no other profile is probably a copy of the original. */
    @Override
    public boolean recognises(JsonNode response) {
        return true;
    }

    @Override
    public Set<Trait> traits() {
        return TRAITS;
    }

    @Override
    public List<String> nullable() {
        return List.of(
                "metadata",
                "instructions",
                "max_output_tokens",
                "max_tool_calls",
                "parallel_tool_calls",
                "previous_response_id",
                "reasoning",
                "store",
                "stream",
                "temperature",
                "top_p",
                "truncation",
                "background",
                "include",
                "service_tier",
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
        return Set.of(400, 422);
    }

    @Override
    public MemberNaming memberNaming() {
        return MemberNaming.PARAM;
    }

    @Override
    public UsageNames usage() {
        return UsageNames.RESPONSES;
    }

    @Override
    public Set<EventFamily> events() {
        return Set.of(EventFamily.COMMON, EventFamily.PLATFORM);
    }
}
