package org.responsestck.mock.script;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.responsestck.mock.responder.Draft;
import org.responsestck.mock.responder.Prompt;
import org.responsestck.mock.responder.Responder;
import org.responsestck.mock.transport.Ending;

/** Answers with the first script that matches; without one, as the fallback does or, in strict mode, with an explanation. */
public final class ScriptedResponder implements Responder {
    private final List<Script> scripts;
    private final Responder fallback;
    private final boolean strict;

    private ScriptedResponder(List<Script> scripts, Responder fallback, boolean strict) {
        this.scripts = List.copyOf(scripts);
        this.fallback = fallback;
        this.strict = strict;
    }

    /**
     * Loads a file, or every {@code .yaml}, {@code .yml} and {@code .json} file of a folder in the order of their names.
     *
     * @throws ScriptException if a script is wrong, or two match alike
     */
    public static ScriptedResponder load(Path path, Responder fallback, boolean strict) {
        List<Script> scripts = new ArrayList<>();
        Map<Script.Match, String> seen = new HashMap<>();
        try {
            for (Path file : files(path)) {
                for (Script script : ScriptReader.read(file.toString(), Files.readString(file))) {
                    String other = seen.put(script.match(), file + " (" + script.name() + ")");
                    if (other != null) {
                        throw new ScriptException(file + ": the script '" + script.name() + "' matches the same as "
                                + other + "; it would never be played");
                    }
                    scripts.add(script);
                }
            }
        } catch (IOException e) {
            throw new ScriptException(path + " cannot be read: " + e.getMessage());
        }
        return new ScriptedResponder(scripts, fallback, strict);
    }

    private static List<Path> files(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        try (Stream<Path> all = Files.list(path)) {
            return all.filter(p -> p.toString().matches(".*\\.(yaml|yml|json)"))
                    .sorted()
                    .toList();
        }
    }

    @Override
    public Draft respond(Prompt prompt) {
        Script nearest = null;
        List<String> differences = List.of();
        for (Script script : scripts) {
            List<String> misses = misses(script.match(), prompt);
            if (misses.isEmpty()) {
                return filled(script.answer(), prompt);
            }
            if (nearest == null || misses.size() < differences.size()) {
                nearest = script;
                differences = misses;
            }
        }
        if (!strict) {
            return fallback.respond(prompt);
        }
        String message = nearest == null
                ? "no script is loaded"
                : "no script matches; the nearest is '" + nearest.name() + "', but "
                        + String.join(", and ", differences);
        return new Draft(List.of(), null, Ending.NORMAL, new Draft.Failure(404, message, null));
    }

    /** What keeps a script from matching, in words; empty when it does. */
    private static List<String> misses(Script.Match match, Prompt prompt) {
        List<String> misses = new ArrayList<>();
        String model = match.model();
        if (model != null && !glob(model).matcher(prompt.model()).matches()) {
            misses.add("the model is '" + prompt.model() + "', not '" + model + "'");
        }
        String instructions = Objects.requireNonNullElse(prompt.instructions(), "");
        if (match.instructions() != null && !instructions.contains(match.instructions())) {
            misses.add("the instructions do not contain '" + match.instructions() + "'");
        }
        String last = lastText(prompt);
        if (match.last() != null && !fits(match.last(), last)) {
            misses.add("the last item says '" + shorten(last) + "'");
        }
        if (match.toolOutput() != null
                && !lastOutput(prompt).map(o -> o.contains(match.toolOutput())).orElse(false)) {
            misses.add("the last tool output does not contain '" + match.toolOutput() + "'");
        }
        List<String> declared =
                prompt.tools().stream().map(t -> t.path("name").asText()).toList();
        if (!declared.containsAll(match.tools())) {
            misses.add("the declared tools are " + declared);
        }
        if (match.turn() != null && match.turn() != prompt.turn()) {
            misses.add("this is turn " + prompt.turn());
        }
        return misses;
    }

    private static boolean fits(Script.Text text, String last) {
        if (text.equals() != null) {
            return last.equals(text.equals());
        }
        return text.contains() != null
                ? last.contains(text.contains())
                : Pattern.compile(Objects.requireNonNull(text.matches()))
                        .matcher(last)
                        .find();
    }

    private static Pattern glob(String glob) {
        StringBuilder regex = new StringBuilder();
        for (char c : glob.toCharArray()) {
            regex.append(c == '*' ? ".*" : Pattern.quote(String.valueOf(c)));
        }
        return Pattern.compile(regex.toString());
    }

    private static String lastText(Prompt prompt) {
        return prompt.items().isEmpty()
                ? ""
                : text(prompt.items().get(prompt.items().size() - 1));
    }

    private static Optional<String> lastOutput(Prompt prompt) {
        for (int i = prompt.items().size() - 1; i >= 0; i--) {
            if (prompt.items().get(i).path("type").asText().endsWith("_output")) {
                return Optional.of(text(prompt.items().get(i)));
            }
        }
        return Optional.empty();
    }

    private static String text(JsonNode item) {
        JsonNode content = item.path(item.has("output") ? "output" : "content");
        if (content.isTextual()) {
            return content.asText();
        }
        StringBuilder text = new StringBuilder();
        content.forEach(part -> text.append(part.path("text").asText("")));
        return text.toString();
    }

    private static String shorten(String text) {
        return text.length() <= 80 ? text : text.substring(0, 80) + "…";
    }

    private static Draft filled(Draft draft, Prompt prompt) {
        List<Draft.Part> parts = draft.parts().stream()
                .map(part -> part instanceof Draft.Text t ? new Draft.Text(fill(t.text(), prompt)) : part)
                .toList();
        return new Draft(parts, draft.pace(), draft.ending(), draft.failure());
    }

    private static String fill(String text, Prompt prompt) {
        return text.replace("{{last_text}}", lastText(prompt)).replace("{{model}}", prompt.model());
    }
}
