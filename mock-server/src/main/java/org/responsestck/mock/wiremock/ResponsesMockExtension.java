package org.responsestck.mock.wiremock;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.urlMatching;

import com.github.tomakehurst.wiremock.extension.MappingsLoaderExtension;
import com.github.tomakehurst.wiremock.extension.ResponseTransformerV2;
import com.github.tomakehurst.wiremock.http.HttpServerFactory;
import com.github.tomakehurst.wiremock.http.Response;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import com.github.tomakehurst.wiremock.stubbing.StubMappings;
import org.responsestck.mock.Backend;
import org.responsestck.mock.MockOptions;
import org.responsestck.mock.Reception;

/**
 * The Responses API on somebody's own WireMock: {@code options().extensions(ResponsesMockExtension.with(MockOptions.defaults()))}. It answers
 * {@code /v1/responses}, {@code /inference/v1/responses} and {@code /__responses}, behind every stub that is there; journal, admin API and
 * {@code verify} go on as they did. It comes back with {@code resetToDefaultMappings} and is gone after {@code resetMappings}.
 *
 * <p>A server as WireMock makes it sends a whole body at once: no pauses, a stream that calls tools when it is whole, broken connections as
 * WireMock breaks them. With {@code httpServerFactory(extension.pacing())} all of it leaves as the mock's own server does it.
 */
public final class ResponsesMockExtension implements ResponseTransformerV2, MappingsLoaderExtension {
    static final int LOWEST = Integer.MAX_VALUE;

    private final Reception reception;
    private volatile EngineTransformer transformer;

    private ResponsesMockExtension(Reception reception) {
        this.reception = reception;
        this.transformer = new EngineTransformer(new Entrance(reception), false);
    }

    /**
     * @param options port is ignored
     * @throws IllegalArgumentException if the profile or a twist is unknown, or a script is wrong
     */
    public static ResponsesMockExtension with(MockOptions options) {
        return new ResponsesMockExtension(Reception.open(options));
    }

    /** Makes bodies leave event by event: for {@code httpServerFactory}, and for the server that has this extension only. */
    public HttpServerFactory pacing() {
        transformer = new EngineTransformer(new Entrance(reception), true);
        return PacedHttpServer::new;
    }

    /** Keys, scripts, faults, clock, journal and verdict. */
    public Backend backend() {
        return reception.backend();
    }

    @Override
    public String getName() {
        return EngineTransformer.NAME;
    }

    @Override
    public boolean applyGlobally() {
        return false;
    }

    @Override
    public Response transform(Response response, ServeEvent event) {
        return transformer.transform(response, event);
    }

    @Override
    public void loadMappingsInto(StubMappings stubs) {
        stubs.addMapping(any(urlMatching("/((inference/)?v1/responses|__responses)([/?].*)?"))
                .atPriority(LOWEST)
                .withName("Responses API")
                .willReturn(aResponse().withTransformers(EngineTransformer.NAME))
                .build());
    }
}
