package org.responsestck.mock.wiremock;

import com.github.tomakehurst.wiremock.common.InputStreamSource;
import com.github.tomakehurst.wiremock.extension.ResponseTransformerV2;
import com.github.tomakehurst.wiremock.http.HttpHeader;
import com.github.tomakehurst.wiremock.http.HttpHeaders;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.http.Response;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.responsestck.mock.Answered;
import org.responsestck.mock.Ask;
import org.responsestck.mock.Reception;
import org.responsestck.mock.transport.Reply;

/** Hands a request to the engine and its reply back to WireMock. */
final class EngineTransformer implements ResponseTransformerV2 {
    static final String NAME = "responses-engine";

    private static final List<String> ROOTS = List.of("/inference/v1", "/v1");

    private final Reception reception;
    private final boolean paced;
    private final AtomicLong requests = new AtomicLong();

    /** @param paced whether the server knows how to write a {@link PacedBody} */
    EngineTransformer(Reception reception, boolean paced) {
        this.paced = paced;
        this.reception = reception;
    }

    @Override
    public String getName() {
        return NAME;
    }

    @Override
    public boolean applyGlobally() {
        return false;
    }

    @Override
    public Response transform(Response response, ServeEvent event) {
        Request request = event.getRequest();
        Answered answered = reception.answer(ask(request), request.getUrl(), local(request.getClientIp()));
        Reply reply = answered.reply();
        List<HttpHeader> headers = new ArrayList<>();
        // SDKs show it in their errors; nothing here depends on it.
        headers.add(HttpHeader.httpHeader("x-request-id", "req_" + requests.incrementAndGet()));
        reply.headers().forEach((name, value) -> headers.add(HttpHeader.httpHeader(name, value)));
        Response.Builder builder =
                Response.Builder.like(response).status(reply.status()).headers(new HttpHeaders(headers));
        if (!paced) {
            return new WholeReply(answered).into(builder).build();
        }
        return builder.body((InputStreamSource) () -> new PacedBody(answered)).build();
    }

    private static boolean local(String address) {
        return address.startsWith("127.") || address.equals("::1") || address.equals("0:0:0:0:0:0:0:1");
    }

    private static Ask ask(Request request) {
        String url = request.getUrl();
        int question = url.indexOf('?');
        String path = question < 0 ? url : url.substring(0, question);
        for (String root : ROOTS) {
            if (path.startsWith(root + "/")) {
                path = path.substring(root.length());
                break;
            }
        }
        Map<String, String> query = new HashMap<>();
        if (question >= 0) {
            for (String pair : url.substring(question + 1).split("&")) {
                String[] both = pair.split("=", 2);
                query.putIfAbsent(decode(both[0]), both.length > 1 ? decode(both[1]) : "");
            }
        }
        Map<String, String> headers = new HashMap<>();
        for (String name : request.getAllHeaderKeys()) {
            headers.put(name, request.getHeader(name));
        }
        byte[] body = request.getBody();
        return new Ask(
                request.getMethod().getName(), segments(path), query, headers, body == null ? new byte[0] : body);
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
