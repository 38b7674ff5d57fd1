package org.responsestck.conformance.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The fireworks profile: its guide, its OpenAPI document and recordings of its server, where the two are silent. */
final class Fireworks implements Dialect {
    static final String NAME = "fireworks";

    private static final Set<Trait> TRAITS = Set.of(
            Trait.STORED_BY_DEFAULT,
            Trait.OPEN_TOOL_CHOICE,
            Trait.OPEN_CONTENT,
            Trait.RETRIEVAL,
            Trait.LISTING,
            Trait.NULL_ID_UNSTORED,
            Trait.ECHOES_INPUT,
            Trait.MCP_AS_RECORDED,
            Trait.BARE_CALLS,
            Trait.OLD_ITEM_FORMS,
            Trait.NO_EVENT_FIELD);

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean judged() {
        return true;
    }

    /** It alone counts prompt tokens. */
    @Override
    public boolean recognises(JsonNode response) {
        return response.path("usage").has(usage().input());
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
                "store",
                "stream",
                "temperature",
                "text",
                "top_p",
                "truncation",
                "user");
    }

    @Override
    public Set<String> foreignMembers() {
        return Set.of("include");
    }

    @Override
    public Set<String> roles() {
        return Set.of("user", "assistant", "system");
    }

    @Override
    public int smallestCap() {
        return 1;
    }

    @Override
    public Optional<String> accountHeader() {
        return Optional.of("x-fireworks-account-id");
    }

    @Override
    public Set<Integer> invalidRequest() {
        return Set.of(422);
    }

    @Override
    public Set<Integer> unknownPrevious() {
        return Set.of(404);
    }

    @Override
    public Set<Integer> unknownDelete() {
        return Set.of();
    }

    @Override
    public MemberNaming memberNaming() {
        return MemberNaming.ANYWHERE;
    }

    @Override
    public UsageNames usage() {
        return UsageNames.CHAT;
    }

    @Override
    public Set<EventFamily> events() {
        return Set.of(EventFamily.COMMON, EventFamily.PLATFORM, EventFamily.SHORT_REASONING, EventFamily.DOTTED_MCP);
    }
}
