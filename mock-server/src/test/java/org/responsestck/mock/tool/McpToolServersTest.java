package org.responsestck.mock.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class McpToolServersTest {
    private static final McpToolServers.Patience SHORT =
            new McpToolServers.Patience(Duration.ofMillis(300), Duration.ofMillis(300), Duration.ofMillis(300));

    private static ToolFailure failure(String url, String type, Set<String> hosts) {
        ObjectNode tool =
                JsonNodeFactory.instance.objectNode().put("type", type).put("server_url", url);
        McpToolServers servers = new McpToolServers(hosts, SHORT, Runnable::run);
        return catchThrowableOfType(ToolFailure.class, () -> servers.open(tool));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://tools.example/mcp",
                "http://10.0.0.1/mcp",
                "http://127.0.0.1.tools.example/mcp",
                "http://localhost@tools.example/mcp",
                "http://0.0.0.0/mcp",
                "http://[::2]/mcp"
            })
    void anAddressBesideThisMachineIsNotDialled(String url) {
        assertThat(failure(url, "mcp", Set.of()).isRefused()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"mcp", "sse"})
    void aServerThatNeverAnswersIsGivenUp(String type) throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            ToolFailure failure = failure("http://127.0.0.1:" + silent.getLocalPort() + "/mcp", type, Set.of());
            assertThat(failure.isRefused()).isFalse();
            assertThat(failure).hasMessageContaining("did not answer in time");
        }
    }

    @Test
    void messagesShowNoSecretOfTheAddress() {
        assertThat(failure("http://me:secret@127.0.0.1:9/mcp?key=secret", "mcp", Set.of()))
                .hasMessageContaining("http://127.0.0.1:9/mcp")
                .hasMessageNotContaining("secret");
    }

    @Test
    void anAllowedHostIsDialled() {
        assertThat(failure("http://tools.invalid:9/mcp", "mcp", Set.of("tools.invalid"))
                        .isRefused())
                .isFalse();
    }
}
