package org.responsestck.mock.script;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** Collects when a script, or a step of it, is played. All that is said must fit. */
public final class When {
    private static final ObjectMapper JSON = new ObjectMapper();

    private @Nullable String model;
    private @Nullable TextRule instructions;
    private @Nullable TextRule last;
    private @Nullable TextRule user;
    private final List<Match.ItemRule> items = new ArrayList<>();
    private Match.@Nullable OutputRule toolOutput;
    private final List<String> tools = new ArrayList<>();
    private final Map<String, TextRule> headers = new LinkedHashMap<>();
    private final Map<String, Match.ValueRule> body = new LinkedHashMap<>();
    private @Nullable Integer turn;

    When() {}

    Match build() {
        return new Match(model, instructions, last, user, items, toolOutput, tools, headers, body, turn);
    }

    /** @param glob the model's name; {@code *} stands for anything */
    public When model(String glob) {
        model = glob;
        return this;
    }

    public When instructionsContain(String text) {
        return instructions(TextRule.contains(text));
    }

    When instructions(TextRule rule) {
        instructions = checked(rule);
        return this;
    }

    public When lastContains(String text) {
        return last(TextRule.contains(text));
    }

    public When lastEquals(String text) {
        return last(TextRule.equal(text));
    }

    /** @param regex found in the text of the last item; its groups fill {@code {{match.1}}} or {@code {{match.name}}} */
    public When lastMatches(String regex) {
        return last(TextRule.matches(regex));
    }

    When last(TextRule rule) {
        last = checked(rule);
        return this;
    }

    public When userContains(String text) {
        return user(TextRule.contains(text));
    }

    public When userMatches(String regex) {
        return user(TextRule.matches(regex));
    }

    When user(TextRule rule) {
        user = checked(rule);
        return this;
    }

    /** Some item of the context has this type and role, and its text contains this; null for any. */
    public When item(@Nullable String type, @Nullable String role, @Nullable String contains) {
        return item(type, role, null, contains == null ? null : TextRule.contains(contains));
    }

    When item(@Nullable String type, @Nullable String role, @Nullable String name, @Nullable TextRule text) {
        if (type == null && role == null && name == null && text == null) {
            throw new IllegalArgumentException("an item rule needs one of type, role, name, text");
        }
        items.add(new Match.ItemRule(type, role, name, text == null ? null : checked(text)));
        return this;
    }

    /** There is a new output of this tool: of a function or a server tool. */
    public When toolOutput(String name) {
        return toolOutput(name, (TextRule) null);
    }

    /** There is a new output of this tool that contains a text. */
    public When toolOutput(String name, String contains) {
        return toolOutput(name, TextRule.contains(contains));
    }

    When toolOutput(@Nullable String name, @Nullable TextRule rule) {
        toolOutput = new Match.OutputRule(name, rule == null ? null : checked(rule));
        return this;
    }

    /** The request declares functions of these names, maybe among others. */
    public When tools(String... names) {
        tools.addAll(List.of(names));
        return this;
    }

    public When header(String name, String value) {
        return header(name, TextRule.equal(value));
    }

    When header(String name, TextRule rule) {
        headers.put(name.toLowerCase(Locale.ROOT), checked(rule));
        return this;
    }

    /** A key of the request's metadata has this value. */
    public When metadata(String key, String value) {
        return body(member("/metadata", key), new Match.ValueRule(TextRule.equal(value), null, null));
    }

    static String member(String pointer, String key) {
        return pointer + "/" + key.replace("~", "~0").replace("/", "~1");
    }

    /**
     * A value of the request.
     *
     * @param pointer JSON pointer into the body
     * @param value what Jackson can make a tree of
     */
    public When body(String pointer, Object value) {
        return body(pointer, new Match.ValueRule(null, JSON.<JsonNode>valueToTree(value), null));
    }

    When body(String pointer, Match.ValueRule rule) {
        JsonPointer.compile(pointer);
        if (rule.text() != null) {
            checked(rule.text());
        }
        body.put(pointer, rule);
        return this;
    }

    /** @param number of the turn in its conversation, from 1 */
    public When turn(int number) {
        if (number < 1) {
            throw new IllegalArgumentException("turns are counted from 1, not " + number);
        }
        turn = number;
        return this;
    }

    private static TextRule checked(TextRule rule) {
        if (rule.mode() == TextRule.Mode.MATCHES) {
            try {
                Pattern.compile(rule.text());
            } catch (PatternSyntaxException e) {
                throw new IllegalArgumentException("this is no regular expression: " + e.getDescription(), e);
            }
        }
        return rule;
    }
}
