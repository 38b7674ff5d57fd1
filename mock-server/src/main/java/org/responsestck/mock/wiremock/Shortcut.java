package org.responsestck.mock.wiremock;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.extension.GlobalSettingsListener;
import com.github.tomakehurst.wiremock.extension.StubLifecycleListener;
import com.github.tomakehurst.wiremock.global.GlobalSettings;
import com.github.tomakehurst.wiremock.stubbing.StubMapping;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lets requests pass WireMock by for as long as it would answer none of them otherwise: the mock is its only stub, and its settings delay
 * nothing. Half of the time of a request goes into looking for a stub.
 */
final class Shortcut implements StubLifecycleListener, GlobalSettingsListener {
    private final Entrance entrance;
    private @Nullable WireMockServer server;
    private @Nullable StubMapping mock;
    private volatile boolean open;

    Shortcut(Entrance entrance) {
        this.entrance = entrance;
    }

    /** @param only the stub that is the mock */
    synchronized void watch(WireMockServer whose, StubMapping only) {
        server = whose;
        mock = only;
        look();
    }

    /** The way past WireMock, or null while there is none. */
    @Nullable
    Entrance entrance() {
        return open ? entrance : null;
    }

    private synchronized void look() {
        if (server != null) {
            List<StubMapping> all = server.listAllStubMappings().getMappings();
            GlobalSettings settings = server.getGlobalSettings().getSettings();
            boolean delayed = settings.getFixedDelay() != null || settings.getDelayDistribution() != null;
            open = !delayed && all.size() == 1 && all.get(0).equals(mock);
        }
    }

    @Override
    public String getName() {
        return "responses-shortcut";
    }

    @Override
    public void afterStubCreated(StubMapping stub) {
        look();
    }

    @Override
    public void afterStubEdited(StubMapping before, StubMapping after) {
        look();
    }

    @Override
    public void afterStubRemoved(StubMapping stub) {
        look();
    }

    @Override
    public void afterStubsReset() {
        look();
    }

    @Override
    public void afterGlobalSettingsUpdated(GlobalSettings before, GlobalSettings after) {
        look();
    }
}
