package org.responsestck.mock.wiremock;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import org.responsestck.mock.Answered;
import org.responsestck.mock.Ask;
import org.responsestck.mock.Reception;

/** Where requests come in, whoever has received them. Thread-safe. */
final class Entrance {
    private static final List<String> ROOTS = List.of("/inference/v1", "/v1");

    private final Reception reception;
    private final AtomicLong requests = new AtomicLong();

    Entrance(Reception reception) {
        this.reception = reception;
    }

    /**
     * Never throws for anything a client can send.
     *
     * @param url path and query as they were sent
     * @param address of the client
     */
    Answered answer(String method, String url, Map<String, String> headers, byte[] body, String address) {
        return reception.answer(ask(method, url, headers, body), url, local(address));
    }

    /** Every header that the answer is to have. */
    void headers(Answered answered, BiConsumer<String, String> header) {
        // SDKs show it in their errors; nothing here depends on it.
        header.accept("x-request-id", "req_" + requests.incrementAndGet());
        answered.reply().headers().forEach(header);
    }

    private static boolean local(String address) {
        return address.startsWith("127.") || address.equals("::1") || address.equals("0:0:0:0:0:0:0:1");
    }

    private static Ask ask(String method, String url, Map<String, String> headers, byte[] body) {
        int question = url.indexOf('?');
        String whole = question < 0 ? url : url.substring(0, question);
        Optional<String> root =
                ROOTS.stream().filter(r -> whole.startsWith(r + "/")).findFirst();
        // What is asked for beside a root is not there: a wrong base URL must not work by chance.
        String path = root.map(r -> whole.substring(r.length())).orElse(whole.startsWith("/responses") ? "/" : whole);
        Map<String, String> query = new HashMap<>();
        if (question >= 0) {
            for (String pair : url.substring(question + 1).split("&")) {
                String[] both = pair.split("=", 2);
                query.putIfAbsent(decode(both[0]), both.length > 1 ? decode(both[1]) : "");
            }
        }
        return new Ask(method, segments(path), query, headers, body);
    }

    /** Decodes each segment by itself: an encoded slash belongs to its segment. */
    private static String segments(String path) {
        StringBuilder decoded = new StringBuilder();
        for (String segment : path.substring(Math.min(1, path.length())).split("/", -1)) {
            decoded.append('/').append(decode(segment.replace("+", "%2B")).replace("/", "\u0000"));
        }
        return decoded.toString();
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }
}
