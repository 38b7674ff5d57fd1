package org.responsestck.mock.wiremock;

import com.github.tomakehurst.wiremock.common.InputStreamSource;
import com.github.tomakehurst.wiremock.extension.ResponseTransformerV2;
import com.github.tomakehurst.wiremock.http.HttpHeader;
import com.github.tomakehurst.wiremock.http.HttpHeaders;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.http.Response;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.responsestck.mock.Answered;

/** Hands a request to the engine and its reply back to WireMock. */
final class EngineTransformer implements ResponseTransformerV2 {
    static final String NAME = "responses-engine";

    private final Entrance entrance;
    private final boolean paced;

    /** @param paced whether the server knows how to write a {@link PacedBody} */
    EngineTransformer(Entrance entrance, boolean paced) {
        this.paced = paced;
        this.entrance = entrance;
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
        Map<String, String> asked = new HashMap<>();
        for (String name : request.getAllHeaderKeys()) {
            asked.put(name, request.getHeader(name));
        }
        byte[] body = request.getBody();
        Answered answered = entrance.answer(
                request.getMethod().getName(),
                request.getUrl(),
                asked,
                body == null ? new byte[0] : body,
                request.getClientIp());
        List<HttpHeader> headers = new ArrayList<>();
        entrance.headers(answered, (name, value) -> headers.add(HttpHeader.httpHeader(name, value)));
        Response.Builder builder = Response.Builder.like(response)
                .status(answered.reply().status())
                .headers(new HttpHeaders(headers));
        if (!paced) {
            return new WholeReply(answered).into(builder).build();
        }
        return builder.body((InputStreamSource) () -> new PacedBody(answered)).build();
    }
}
