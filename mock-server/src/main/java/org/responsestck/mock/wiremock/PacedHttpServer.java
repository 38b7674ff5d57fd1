package org.responsestck.mock.wiremock;

import com.github.tomakehurst.wiremock.common.JettySettings;
import com.github.tomakehurst.wiremock.core.Options;
import com.github.tomakehurst.wiremock.http.AdminRequestHandler;
import com.github.tomakehurst.wiremock.http.StubRequestHandler;
import com.github.tomakehurst.wiremock.jetty12.Jetty12HttpServer;
import com.github.tomakehurst.wiremock.servlet.WireMockHandlerDispatchingServlet;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.io.NetworkTrafficListener;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.ServerConnector;

/** WireMock's own Jetty with our servlet in place of its dispatching servlet. */
final class PacedHttpServer extends Jetty12HttpServer {
    PacedHttpServer(Options options, AdminRequestHandler admin, StubRequestHandler stubs) {
        // The hooks below run inside this call: fields of this class would not be set yet, so there are none.
        super(options, admin, stubs);
        jettyServer.setErrorHandler(new JsonErrors());
    }

    PacedHttpServer(Options options, AdminRequestHandler admin, StubRequestHandler stubs, Shortcut shortcut) {
        this(options, admin, stubs);
        jettyServer
                .getDescendants(ServletContextHandler.class)
                .forEach(context -> context.setAttribute(Shortcut.class.getName(), shortcut));
    }

    @Override
    protected ServerConnector createHttpConnector(
            String bindAddress, int port, JettySettings settings, NetworkTrafficListener listener) {
        ServerConnector connector = super.createHttpConnector(bindAddress, port, settings, listener);
        // A silent stream is not a dead one.
        connector.setIdleTimeout(TimeUnit.MINUTES.toMillis(5));
        connector.getConnectionFactories().stream()
                .filter(HttpConnectionFactory.class::isInstance)
                .map(HttpConnectionFactory.class::cast)
                .forEach(f -> f.getHttpConfiguration().setUriCompliance(UriCompliance.UNSAFE));
        return connector;
    }

    @Override
    protected void decorateMockServiceContextAfterConfig(ServletContextHandler context) {
        context.getServletHandler().setDecodeAmbiguousURIs(true);
        for (ServletHolder holder : context.getServletHandler().getServlets()) {
            if (holder.getHeldClass() == WireMockHandlerDispatchingServlet.class) {
                holder.setHeldClass(PacedServlet.class);
            }
        }
    }
}
