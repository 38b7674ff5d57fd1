package org.responsestck.mock.wiremock;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.urlMatching;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.common.FatalStartupException;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.stubbing.StubMapping;
import org.responsestck.mock.Reception;

/** A WireMock server whose lowest stub is the mock: any stub somebody adds comes first. */
public final class Host {
    /** With those of the timer 64 at most. */
    private static final int CONTAINER_THREADS = 60;

    /** Connections that wait to be accepted. One more would be tried again by its system after a second. */
    private static final int MOST_WAITING = 1_024;

    private final WireMockServer server;

    private Host(WireMockServer server) {
        this.server = server;
    }

    /** @throws IllegalStateException if the port is taken */
    public static Host start(Reception reception, int port) {
        Entrance entrance = new Entrance(reception);
        Shortcut shortcut = new Shortcut(entrance);
        WireMockConfiguration configuration = options()
                .bindAddress("127.0.0.1")
                .httpServerFactory((all, admin, stubs) -> new PacedHttpServer(all, admin, stubs, shortcut))
                .extensions(new EngineTransformer(entrance, true), shortcut)
                .gzipDisabled(true)
                .jettyAcceptors(1)
                .jettyAcceptQueueSize(MOST_WAITING)
                .containerThreads(CONTAINER_THREADS)
                .disableRequestJournal()
                // Else every body would be copied for a journal that is not there.
                .maxLoggedResponseSize(0)
                .stubRequestLoggingDisabled(true)
                .notifier(new com.github.tomakehurst.wiremock.common.Slf4jNotifier(false));
        if (port == 0) {
            configuration.dynamicPort();
        } else {
            configuration.port(port);
        }
        WireMockServer server = new WireMockServer(configuration);
        try {
            server.start();
        } catch (FatalStartupException e) {
            throw new IllegalStateException("the mock cannot listen on port " + port + ": " + e.getMessage(), e);
        }
        StubMapping mock = server.stubFor(any(urlMatching(".*"))
                .atPriority(ResponsesMockExtension.LOWEST)
                .willReturn(aResponse().withTransformers(EngineTransformer.NAME)));
        shortcut.watch(server, mock);
        return new Host(server);
    }

    public int port() {
        return server.port();
    }

    public void stop() {
        server.stop();
    }
}
