package org.responsestck.conformance.scenario;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.responsestck.conformance.dialect.Trait;
import org.responsestck.conformance.scenario.Needs.Model;
import org.responsestck.conformance.wire.Call;

/** What every client does first: create, read, and the forms that input may take. */
final class CoreScenarios {
    private CoreScenarios() {}

    static List<Scenario> scenarios() {
        return List.of(
                Scenario.of(
                        "basic",
                        "Two plain creates with the same body, and two reads of the first.",
                        Needs.of(Model.STRUCTURE).takes(2),
                        CoreScenarios::basic),
                Scenario.of(
                        "liberties",
                        "A plain create with what is unusual and allowed: a charset, an unknown member, an empty text, an empty include, stream false; one by"
                                + " one where that is refused.",
                        Needs.of(Model.STRUCTURE),
                        CoreScenarios::liberties),
                Scenario.of(
                        "nulls",
                        "A plain create with every nullable member sent as null.",
                        Needs.of(Model.STRUCTURE),
                        CoreScenarios::nulls),
                Scenario.of(
                        "nonce-echo",
                        "String input with a codeword that the answer should repeat.",
                        Needs.of(Model.COOPERATION).takes(3),
                        talk -> talk.send(
                                "echo",
                                Bodies.create(talk.create(
                                        "Repeat exactly this word and nothing else: " + talk.draw("nonce"))))),
                Scenario.of(
                        "items",
                        "Input as an array of messages: with parts, with a string, and without a type.",
                        Needs.of(Model.STRUCTURE),
                        CoreScenarios::items),
                Scenario.of(
                        "history",
                        "A conversation replayed as input, the assistant's turn as a string and as parts.",
                        Needs.of(Model.COOPERATION).takes(3),
                        CoreScenarios::history),
                Scenario.of(
                        "roles",
                        "Input with a system message, and with a developer message.",
                        Needs.of(Model.COOPERATION).takes(3),
                        CoreScenarios::roles),
                Scenario.of(
                        "instructions",
                        "An order in instructions that the answer shows.",
                        Needs.of(Model.COOPERATION).takes(3),
                        CoreScenarios::instructions));
    }

    private static void basic(Talk talk) throws Stop {
        Reply created = talk.send("create", Bodies.create(talk.create(Bodies.PONG)));
        if (created.ok() && created.text("/id").isPresent()) {
            talk.leave(StandingScenarios.FIRST, created.need("/id"));
        }
        talk.send("again", Bodies.create(talk.create(Bodies.PONG)));
        if (talk.dialect().is(Trait.RETRIEVAL)) {
            String id = created.need("/id");
            talk.send("get", Call.getResponse(id));
            talk.send("get-again", Call.getResponse(id));
        }
    }

    private static void nulls(Talk talk) throws Stop {
        ObjectNode body = talk.create(Bodies.PONG);
        talk.dialect().nullable().forEach(body::putNull);
        talk.send("create", Bodies.create(body));
    }

    private static void liberties(Talk talk) throws Stop {
        String charset = "application/json; charset=utf-8";
        ObjectNode plain = talk.create(Bodies.PONG);
        ObjectNode all = plain.deepCopy().put("x_suite_unknown", 1).put("stream", false);
        all.putObject("text");
        all.putArray("include");
        if (talk.send("all", Bodies.create(all).with("Content-Type", charset)).ok()) {
            return;
        }
        talk.send("charset", Bodies.create(plain).with("Content-Type", charset));
        ObjectNode include = plain.deepCopy();
        include.putArray("include");
        int included = talk.send("include-empty", Bodies.create(include)).status();
        if (included >= 400 && included < 500) {
            include.withArray("include").add("reasoning.encrypted_content");
            talk.send("include-known", Bodies.create(include));
        }
        talk.send("unknown-member", Bodies.create(plain.deepCopy().put("x_suite_unknown", 1)));
        talk.send("stream-false", Bodies.create(plain.deepCopy().put("stream", false)));
        ObjectNode text = plain.deepCopy();
        text.putObject("text");
        int status = talk.send("text-empty", Bodies.create(text)).status();
        if (status >= 400 && status < 500) {
            ((ObjectNode) text.get("text")).putObject("format").put("type", "text");
            talk.send("text-format", Bodies.create(text));
        }
    }

    private static void items(Talk talk) throws Stop {
        ObjectNode parts = talk.create();
        parts.set("input", Bodies.array(Bodies.message("user", Bodies.part("input_text", "Reply pong."))));
        talk.send("parts", Bodies.create(parts));
        ObjectNode string = talk.create();
        string.set("input", Bodies.array(Bodies.message("user", "Reply pong.")));
        talk.send("string", Bodies.create(string));
        ObjectNode bare = Bodies.message("user", "Reply pong.");
        bare.remove("type");
        ObjectNode untyped = talk.create();
        untyped.set("input", Bodies.array(bare));
        talk.send("notype", Bodies.create(untyped));
    }

    /** Three controls in all, so that a failure can be told from a model that cannot do the task: two in take 2, one in take 3. */
    private static void history(Talk talk) throws Stop {
        String name = talk.draw("name");
        String word = talk.draw("word");
        talk.send("string", dialogue(talk, name, Bodies.message("assistant", "Nice to meet you.")));
        talk.send("parts", dialogue(talk, name, assistantParts(talk)));
        ObjectNode assistant = talk.create();
        assistant.set(
                "input",
                Bodies.array(
                        Bodies.message("user", "Choose a codeword and tell me."),
                        Bodies.message("assistant", "The codeword is " + word + "."),
                        Bodies.message("user", "What is the codeword? Reply with it only.")));
        talk.send("assistant", Bodies.create(assistant));
        String nameControl = "My name is " + name + ". What is my name? Reply with the name only.";
        String wordControl = "The codeword is " + word + ". What is the codeword? Reply with it only.";
        for (int i = 1; i <= controls(talk.take()); i++) {
            talk.send("control/" + i, Bodies.create(talk.create(nameControl)));
            talk.send("assistant-control/" + i, Bodies.create(talk.create(wordControl)));
        }
    }

    private static Call dialogue(Talk talk, String name, ObjectNode assistant) {
        ObjectNode body = talk.create();
        body.set(
                "input",
                Bodies.array(
                        Bodies.message("user", "My name is " + name + "."),
                        assistant,
                        Bodies.message("user", "What is my name? Reply with the name only.")));
        return Bodies.create(body);
    }

    private static ObjectNode assistantParts(Talk talk) {
        ObjectNode part = Bodies.part("output_text", "Nice to meet you.");
        part.putArray("annotations");
        if (talk.dialect().is(Trait.LOGPROBS_IN_TEXT)) {
            part.putArray("logprobs");
        }
        return JsonNodeFactory.instance
                .objectNode()
                .put("type", "message")
                .put("id", "msg_suite1")
                .put("status", "completed")
                .put("role", "assistant")
                .set("content", Bodies.array(part));
    }

    private static void roles(Talk talk) throws Stop {
        String word = talk.draw("nonce");
        for (String role : List.of("system", "developer")) {
            ObjectNode body = talk.create();
            body.set(
                    "input",
                    Bodies.array(
                            Bodies.message(role, "Begin every answer with the word " + word + "."),
                            Bodies.message("user", "Say hello.")));
            if (talk.take() == 1 || role.equals("system")) {
                talk.send(role, Bodies.create(body));
            }
        }
        for (int i = 1; i <= controls(talk.take()); i++) {
            talk.send(
                    "control/" + i,
                    Bodies.create(talk.create("Begin every answer with the word " + word + ". Say hello.")));
        }
    }

    private static void instructions(Talk talk) throws Stop {
        String order = "Begin every answer with the word " + talk.draw("nonce") + ".";
        talk.send("steer", Bodies.create(talk.create("Say hello.").put("instructions", order)));
        for (int i = 1; i <= controls(talk.take()); i++) {
            talk.send("control/" + i, Bodies.create(talk.create(order + " Say hello.")));
        }
    }

    /** How many controls a take adds: none to the first, three in all. */
    private static int controls(int take) {
        return switch (take) {
            case 1 -> 0;
            case 2 -> 2;
            default -> 1;
        };
    }
}
