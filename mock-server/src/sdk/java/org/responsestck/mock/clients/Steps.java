package org.responsestck.mock.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Plays the steps of a client and writes its row of the page. A step that fails ends the test. */
final class Steps {
    private final Map<String, String> outcomes = new LinkedHashMap<>();

    Steps does(String step, ThrowingCallable call) {
        assertThat(catchThrowable(call)).as(step).isNull();
        outcomes.put(step, "yes");
        return this;
    }

    /** The call has to fail with just this exception. */
    Steps fails(String step, Class<? extends Throwable> type, ThrowingCallable call) {
        assertThat(catchThrowable(call)).as(step).isInstanceOf(type).hasMessageContaining("not found");
        outcomes.put(step, "yes: " + type.getSimpleName());
        return this;
    }

    Steps lacks(String... steps) {
        for (String step : steps) {
            outcomes.put(step, "–");
        }
        return this;
    }

    void write(Class<?> client, String name, String names) throws IOException {
        String jar = client.getProtectionDomain().getCodeSource().getLocation().getPath();
        String version = jar.replaceFirst(".*-(\\d[^/]*)\\.jar$", "$1");
        ClientsPage.open().row(name + " " + version, names, outcomes);
    }
}
