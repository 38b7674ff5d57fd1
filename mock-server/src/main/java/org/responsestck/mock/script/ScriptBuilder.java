package org.responsestck.mock.script;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Writes a script in code: {@code script("name").when(…).answer(…).then(…)}. */
public final class ScriptBuilder {
    private final String name;
    private Match match = Match.ANY;
    private final List<Script.Step> steps = new ArrayList<>();

    ScriptBuilder(String name) {
        this.name = name;
    }

    /** When the script begins; without it, always. */
    public ScriptBuilder when(Consumer<When> when) {
        match = match(when);
        return this;
    }

    /** What the first step answers. */
    public ScriptBuilder answer(Consumer<AnswerBuilder> answer) {
        if (!steps.isEmpty()) {
            throw new IllegalStateException(
                    "the script '" + name + "' has its first answer; write 'then' for the next step");
        }
        return then(answer);
    }

    /** A text as the first answer. */
    public ScriptBuilder answer(String text) {
        return answer(a -> a.text(text));
    }

    /** What the next step answers, whatever is said then. */
    public ScriptBuilder then(Consumer<AnswerBuilder> answer) {
        return then(w -> {}, answer);
    }

    /** What the next step answers when this fits. */
    public ScriptBuilder then(Consumer<When> when, Consumer<AnswerBuilder> answer) {
        AnswerBuilder builder = new AnswerBuilder();
        answer.accept(builder);
        steps.add(new Script.Step(match(when), builder.build()));
        return this;
    }

    private static Match match(Consumer<When> when) {
        When builder = new When();
        when.accept(builder);
        return builder.build();
    }

    /** @throws IllegalArgumentException if it has no answer */
    public Script build() {
        return new Script(name, "written in code", match, steps);
    }
}
