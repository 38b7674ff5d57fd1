package org.responsestck.mock.script;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.responsestck.mock.responder.Prompt;

/**
 * When a script, or a step of it, is played. All that is given must fit.
 *
 * @param model glob over the model's name, or null
 * @param instructions about the instructions, or null
 * @param last about the text of the last item, or null
 * @param user about the text of the last user message, or null
 * @param items each must fit some item of the context
 * @param toolOutput about a tool output, or null
 * @param tools names that must all be declared
 * @param headers by name, in lower case
 * @param body by JSON pointer into the request
 * @param turn number of the turn in its conversation, from 1; or null
 */
record Match(
        @Nullable String model,
        @Nullable TextRule instructions,
        @Nullable TextRule last,
        @Nullable TextRule user,
        List<ItemRule> items,
        @Nullable OutputRule toolOutput,
        List<String> tools,
        Map<String, TextRule> headers,
        Map<String, ValueRule> body,
        @Nullable Integer turn) {
    static final Match ANY = new Match(null, null, null, null, List.of(), null, List.of(), Map.of(), Map.of(), null);

    Match {
        items = List.copyOf(items);
        tools = List.copyOf(tools);
        headers = Map.copyOf(headers);
        body = Map.copyOf(body);
    }

    /**
     * About one item.
     *
     * @param type its type, or null
     * @param role its role, or null
     * @param name name of the tool it calls, or null
     * @param text about its text, output or arguments, or null
     */
    record ItemRule(
            @Nullable String type,
            @Nullable String role,
            @Nullable String name,
            @Nullable TextRule text) {
        boolean fits(JsonNode item) {
            return (type == null || item.path("type").asText().equals(type))
                    && (role == null || item.path("role").asText().equals(role))
                    && (name == null || View.called(item).equals(name))
                    && (text == null || text.fits(View.text(item)));
        }

        @Override
        public String toString() {
            List<String> words = new ArrayList<>();
            if (type != null) {
                words.add("type " + type);
            }
            if (role != null) {
                words.add("role " + role);
            }
            if (name != null) {
                words.add("name " + name);
            }
            if (text != null) {
                words.add("text '" + text.text() + "'");
            }
            return String.join(", ", words);
        }
    }

    /**
     * About the newest tool output, if there was no user message since.
     *
     * @param name of the tool, or null for any
     * @param text about the output, or null for any
     */
    record OutputRule(@Nullable String name, @Nullable TextRule text) {}

    /**
     * About a value of the request. One of the three is set.
     *
     * @param text about a text, or the JSON of anything else
     * @param equal the value
     * @param present whether it is there and not null
     */
    record ValueRule(
            @Nullable TextRule text,
            @Nullable JsonNode equal,
            @Nullable Boolean present) {
        boolean fits(JsonNode value) {
            boolean there = !value.isMissingNode() && !value.isNull();
            if (present != null) {
                return present == there;
            }
            if (text != null) {
                return there && text.fits(View.plain(value));
            }
            return same(Objects.requireNonNull(equal), value);
        }

        /** Numbers are equal by value, not by how they are written. */
        private static boolean same(JsonNode one, JsonNode other) {
            return one.equals(
                    (a, b) -> a.equals(b)
                                    || (a.isNumber()
                                            && b.isNumber()
                                            && a.decimalValue().compareTo(b.decimalValue()) == 0)
                            ? 0
                            : 1,
                    other);
        }
    }

    /** What keeps it from matching, in words; empty when it does. */
    List<String> misses(Prompt prompt, View view) {
        List<String> misses = new ArrayList<>();
        if (model != null && !glob(model).matcher(prompt.model()).matches()) {
            misses.add("the model is '" + prompt.model() + "', not '" + model + "'");
        }
        text(
                "the text of the instructions",
                instructions,
                Objects.requireNonNullElse(prompt.instructions(), ""),
                misses);
        text("the last item", last, view.lastText(), misses);
        text("the last user message", user, view.userText(), misses);
        for (ItemRule item : items) {
            if (prompt.items().stream().noneMatch(item::fits)) {
                misses.add("no item has " + item);
            }
        }
        if (toolOutput != null) {
            output(toolOutput, view, misses);
        }
        if (!view.declared().containsAll(tools)) {
            misses.add("the declared tools are " + view.declared() + ", not all of " + tools);
        }
        new TreeMap<>(headers).forEach((name, rule) -> {
            String value = prompt.headers().get(name);
            if (value == null) {
                misses.add("there is no header " + name);
            } else {
                text("the header " + name, rule, value, misses);
            }
        });
        new TreeMap<>(body).forEach((pointer, rule) -> {
            JsonNode value = prompt.request().at(pointer);
            if (!rule.fits(value)) {
                misses.add(pointer + " is " + (value.isMissingNode() ? "absent" : TextRule.shorten(value.toString())));
            }
        });
        if (turn != null && turn != prompt.turn()) {
            misses.add("this is turn " + prompt.turn() + ", not " + turn);
        }
        return misses;
    }

    private static void text(String what, @Nullable TextRule rule, String text, List<String> misses) {
        if (rule != null && !rule.fits(text)) {
            misses.add(what + rule.miss(text));
        }
    }

    private static void output(OutputRule rule, View view, List<String> misses) {
        String of = rule.name() == null ? "" : " of " + rule.name();
        String output = view.newOutput(rule.name());
        if (output == null) {
            misses.add("there is no new tool output" + of);
        } else {
            text("the tool output" + of, rule.text(), output, misses);
        }
    }

    /** Whether everything that the other matches is matched by this too. True is certain, false is not. */
    boolean covers(Match other) {
        return (model == null || model.equals("*") || model.equals(other.model))
                && (instructions == null || instructions.equals(other.instructions))
                && (last == null || last.equals(other.last))
                && (user == null || user.equals(other.user))
                && other.items.containsAll(items)
                && (toolOutput == null || toolOutput.equals(other.toolOutput))
                && other.tools.containsAll(tools)
                && other.headers.entrySet().containsAll(headers.entrySet())
                && other.body.entrySet().containsAll(body.entrySet())
                && (turn == null || turn.equals(other.turn));
    }

    /** The rules whose captured groups templates may use, with the text each is about. */
    List<Bound> bounds(Prompt prompt, View view) {
        List<Bound> bounds = new ArrayList<>();
        bound(last, view.lastText(), bounds);
        bound(user, view.userText(), bounds);
        if (toolOutput != null) {
            bound(toolOutput.text(), Objects.requireNonNullElse(view.newOutput(toolOutput.name()), ""), bounds);
        }
        bound(instructions, Objects.requireNonNullElse(prompt.instructions(), ""), bounds);
        for (ItemRule rule : items) {
            prompt.items().stream()
                    .filter(rule::fits)
                    .findFirst()
                    .ifPresent(item -> bound(rule.text(), View.text(item), bounds));
        }
        new TreeMap<>(headers)
                .forEach((name, rule) ->
                        bound(rule, Objects.requireNonNullElse(prompt.headers().get(name), ""), bounds));
        new TreeMap<>(body)
                .forEach((pointer, rule) ->
                        bound(rule.text(), View.plain(prompt.request().at(pointer)), bounds));
        return bounds;
    }

    private static void bound(@Nullable TextRule rule, String text, List<Bound> bounds) {
        if (rule != null && rule.mode() == TextRule.Mode.MATCHES) {
            bounds.add(new Bound(rule, text));
        }
    }

    /** A regular expression and the text it fits. */
    record Bound(TextRule rule, String text) {}

    private static Pattern glob(String glob) {
        StringBuilder regex = new StringBuilder();
        for (char c : glob.toCharArray()) {
            regex.append(c == '*' ? ".*" : Pattern.quote(String.valueOf(c)));
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }
}
