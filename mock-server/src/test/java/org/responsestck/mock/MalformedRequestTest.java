package org.responsestck.mock;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.responsestck.mock.transport.Pace;

/** Requests that are wrong in any way: the mock refuses or serves them, and never fails, hangs or shows its inside. */
class MalformedRequestTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int REQUESTS = Integer.getInteger("responses.fuzz.requests", 2_000);
    private static final long SEED = Long.getLong("responses.fuzz.seed", 20_261_125L);
    private static final int SILENCE_MILLIS = 20_000;

    private static final List<String> GOOD = List.of(
            "{\"model\":\"m\",\"input\":\"Say hello.\",\"temperature\":0.5,\"metadata\":{\"a\":\"b\"},\"store\":true}",
            "{\"model\":\"m\",\"stream\":true,\"input\":[{\"role\":\"user\",\"content\":[{\"type\":\"input_text\",\"text\":\"Count from 1 to 3.\"}]}],"
                    + "\"max_output_tokens\":9,\"text\":{\"format\":{\"type\":\"json_object\"}}}",
            "{\"model\":\"m\",\"input\":\"What is the weather in Paris?\",\"tool_choice\":\"required\",\"tools\":[{\"type\":\"function\",\"name\":\"get_weather\","
                    + "\"parameters\":{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\",\"enum\":[\"Paris\"]},\"n\":{\"type\":\"array\",\"items\":"
                    + "{\"type\":\"integer\",\"minimum\":3}}},\"required\":[\"city\",\"n\"]}}],\"max_tool_calls\":2,\"parallel_tool_calls\":false}",
            "{\"model\":\"m\",\"stream\":true,\"instructions\":\"Be brief.\",\"previous_response_id\":\"resp_1\",\"input\":[{\"type\":\"function_call\",\"call_id\":\"c\","
                    + "\"name\":\"f\",\"arguments\":\"{}\"},{\"type\":\"function_call_output\",\"call_id\":\"c\",\"output\":\"x\"},{\"type\":\"reasoning\",\"summary\":[]}]}",
            "{\"model\":\"m\",\"input\":\"List three colours.\",\"text\":{\"format\":{\"type\":\"json_schema\",\"name\":\"c\",\"schema\":{\"type\":\"object\",\"properties\":"
                    + "{\"colours\":{\"type\":\"array\",\"items\":{\"$ref\":\"#/$defs/c\"}}},\"$defs\":{\"c\":{\"type\":\"string\"}}}}},\"truncation\":\"auto\",\"user\":\"u\"}");

    @Test
    void noMalformedRequestBreaksTheMock() {
        try (MockServer mock = MockServer.start(MockOptions.defaults().pace(Pace.NONE))) {
            List<String> wrong = IntStream.range(0, REQUESTS)
                    .parallel()
                    .mapToObj(number -> complaint(mock, number))
                    .filter(text -> !text.isEmpty())
                    .limit(20)
                    .toList();
            assertThat(wrong).isEmpty();
            assertThat(Browser.of(mock)
                            .create("{'model':'m','input':'Are you still there?'}")
                            .status())
                    .isEqualTo(200);
        }
    }

    /** What is wrong with the answer to one request; empty if nothing is. */
    private static String complaint(MockServer mock, int number) {
        byte[] request = request(mock, new Random(SEED * 1_000_003 + number));
        long begun = System.nanoTime();
        byte[] heard;
        try {
            heard = exchange(mock, request);
        } catch (IOException e) {
            // A server may close on what is no HTTP; it may not be silent.
            return (System.nanoTime() - begun) / 1_000_000 < SILENCE_MILLIS ? "" : number + " hangs: " + text(request);
        }
        String answer = text(heard);
        // 501 and 505 speak of the request: a transfer coding, a version that nobody knows.
        boolean fine = heard.length == 0 || answer.matches("(?s)HTTP/1\\.[01] ([234]|501|505).*");
        boolean inside =
                answer.contains("\tat ") || answer.contains("Exception") || answer.contains("org.responsestck");
        return fine && !inside ? "" : number + ": " + text(request) + " => " + answer;
    }

    private static String text(byte[] bytes) {
        return new String(bytes, 0, Math.min(bytes.length, 2_000), StandardCharsets.UTF_8);
    }

    private static byte[] exchange(MockServer mock, byte[] request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", mock.port())) {
            socket.setSoTimeout(SILENCE_MILLIS);
            socket.getOutputStream().write(request);
            socket.shutdownOutput();
            return socket.getInputStream().readAllBytes();
        }
    }

    private static byte[] request(MockServer mock, Random random) {
        byte[] body = body(random);
        String path = "/v1/responses";
        String method = "POST";
        if (random.nextInt(8) == 0) {
            method = pick(random, "GET", "DELETE", "PUT", "PATCH", "OPTIONS", "HEAD", "post", "B@D");
            path = pick(
                    random,
                    "/v1/responses/resp_x",
                    "/v1/responses?limit=-1&after=%zz",
                    "/v1/responses?limit=99999999999999",
                    "/inference/v1/responses/%00%2f..",
                    "//v1//responses",
                    "/__responses/clock",
                    "/__responses/scripts/" + random.nextInt(),
                    "/v1/responses/" + "%F0%9F%92%A9".repeat(random.nextInt(30)));
        }
        StringBuilder head =
                new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n");
        if (random.nextInt(20) > 0) {
            head.append("Authorization: Bearer ").append(mock.key()).append("\r\n");
        }
        head.append(pick(
                random,
                "Content-Type: application/json\r\n",
                "Content-Type: application/json; charset=utf-16\r\n",
                "Content-Type: text/plain\r\nX-Mock-Fault: " + (char) (33 + random.nextInt(90)) + "; at=\r\n",
                "Content-Encoding: gzip\r\n",
                "Accept: text/event-stream, */*;q=\r\n",
                "Origin: null\r\n",
                "x-fireworks-account-id: \u00e4\r\n"));
        int length = random.nextInt(15) == 0 ? body.length + random.nextInt(20) - 10 : body.length;
        head.append("Content-Length: ").append(length).append("\r\n\r\n");
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(head.toString().getBytes(StandardCharsets.ISO_8859_1));
        all.writeBytes(body);
        byte[] bytes = all.toByteArray();
        return random.nextInt(15) == 0 ? bent(bytes, random) : bytes;
    }

    private static byte[] body(Random random) {
        String good = GOOD.get(random.nextInt(GOOD.size()));
        try {
            JsonNode tree = JSON.readTree(good);
            int changes = 1 + random.nextInt(3);
            for (int i = 0; i < changes; i++) {
                change(tree, random);
            }
            byte[] bytes = tree.toString().getBytes(StandardCharsets.UTF_8);
            return random.nextInt(3) == 0 ? bent(bytes, random) : bytes;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Changes one member or element somewhere in a tree. */
    private static void change(JsonNode tree, Random random) {
        List<JsonNode> containers = new ArrayList<>();
        collect(tree, containers);
        JsonNode container = containers.get(random.nextInt(containers.size()));
        if (container instanceof ObjectNode object) {
            String name = name(object, random);
            switch (random.nextInt(4)) {
                case 0 -> object.remove(name);
                case 1 -> object.set(name, odd(random));
                case 2 -> object.set(name + random.nextInt(3), odd(random));
                default ->
                    object.set(pick(random, "type", "id", "name", "content", "input", "stream", "tools"), odd(random));
            }
        } else if (container instanceof ArrayNode array) {
            if (array.isEmpty() || random.nextBoolean()) {
                array.add(odd(random));
            } else {
                array.set(random.nextInt(array.size()), odd(random));
            }
        }
    }

    private static String name(ObjectNode object, Random random) {
        if (object.isEmpty()) {
            return "x";
        }
        Iterator<String> names = object.fieldNames();
        String name = names.next();
        for (int i = random.nextInt(object.size()); i > 0; i--) {
            name = names.next();
        }
        return name;
    }

    private static void collect(JsonNode node, List<JsonNode> into) {
        if (node.isContainerNode()) {
            into.add(node);
            node.forEach(child -> collect(child, into));
        }
    }

    private static JsonNode odd(Random random) {
        return switch (random.nextInt(14)) {
            case 0 -> NODES.nullNode();
            case 1 -> NODES.booleanNode(random.nextBoolean());
            case 2 -> NODES.numberNode(random.nextInt());
            case 3 -> NODES.numberNode(Double.MAX_VALUE);
            case 4 -> NODES.numberNode(new BigDecimal("1e" + (random.nextInt(2_000_000) - 1_000_000)));
            case 5 -> NODES.textNode("");
            case 6 -> NODES.textNode("\u0000\ud800\uffff" + (char) random.nextInt(65_536));
            case 7 -> NODES.textNode("{{" + "(a+)+".repeat(random.nextInt(50)));
            case 8 -> NODES.arrayNode();
            case 9 -> NODES.objectNode();
            case 10 -> NODES.arrayNode().add(NODES.arrayNode().add(NODES.nullNode()));
            case 11 -> NODES.objectNode().set("type", NODES.objectNode());
            case 12 -> NODES.textNode("word ".repeat(random.nextInt(300)));
            default -> nested(random.nextInt(200));
        };
    }

    private static JsonNode nested(int depth) {
        JsonNode node = NODES.textNode("deep");
        for (int i = 0; i < depth; i++) {
            node = i % 2 == 0 ? NODES.arrayNode().add(node) : NODES.objectNode().set("content", node);
        }
        return node;
    }

    /** Other bytes: one is changed, some are left out or stand twice. */
    private static byte[] bent(byte[] bytes, Random random) {
        int at = random.nextInt(bytes.length);
        int to = Math.min(bytes.length, at + 1 + random.nextInt(12));
        byte[] copy = bytes.clone();
        return switch (random.nextInt(4)) {
            case 0 -> {
                copy[at] = (byte) random.nextInt(256);
                yield copy;
            }
            case 1 -> Arrays.copyOf(bytes, at);
            case 2 -> join(Arrays.copyOf(bytes, at), Arrays.copyOfRange(bytes, to, bytes.length));
            default -> join(Arrays.copyOf(bytes, to), Arrays.copyOfRange(bytes, at, bytes.length));
        };
    }

    private static byte[] join(byte[] one, byte[] two) {
        byte[] both = Arrays.copyOf(one, one.length + two.length);
        System.arraycopy(two, 0, both, one.length, two.length);
        return both;
    }

    private static String pick(Random random, String... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
