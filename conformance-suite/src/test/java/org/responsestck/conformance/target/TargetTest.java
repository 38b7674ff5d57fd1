package org.responsestck.conformance.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.responsestck.conformance.scenario.Needs.Option;
import org.responsestck.conformance.wire.Limits;
import org.responsestck.conformance.wire.Recorder;
import org.responsestck.conformance.wire.Who;

class TargetTest {
    private static TargetBuilder target() {
        return Target.at("https://api.example.com/inference/v1/", "fireworks").model("m");
    }

    @ParameterizedTest
    @CsvSource({
        "https://api.example.com/inference/v1/, https://api.example.com/inference/v1",
        "HTTP://localhost:8080/v1//, http://localhost:8080/v1",
        "http://127.0.0.1:9, http://127.0.0.1:9",
        "http://[::1]:80/v1, http://[::1]:80/v1",
        "  https://a.b/v1  , https://a.b/v1"
    })
    void takesTheSlashOffTheBaseUrl(String typed, String base) {
        assertThat(Target.at(typed, "fireworks").model("m").build().base()).hasToString(base);
    }

    @ParameterizedTest
    @CsvSource({
        "'', empty",
        "api.example.com/v1, http://",
        "localhost:8080/v1, http://",
        "ftp://a.b/v1, http://",
        "http://, cannot be read",
        "http:///v1, host",
        "https://user:canary@a.b/v1, credentials",
        "https://canary@a_b/v1, credentials",
        "https://a.b/v1?key=canary, query",
        "https://a.b/v1#x, query",
        "https://a.b/v1/responses, https://a.b/v1",
        "https://a.b/v 1, cannot be read",
        "https://a.b:99999/v1, port"
    })
    void refusesBadUrlsAndSaysWhatToDo(String typed, String words) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Target.at(typed, "fireworks"))
                .withMessageContaining(words)
                .withMessageContaining("give")
                .matches(e -> typed.contains("?") || !e.getMessage().contains("canary"));
    }

    @Test
    void givesEachRoleItsKey() {
        Target target =
                target().key(" first-canary\n").secondKey("second-canary").build();
        assertThat(target.key(Who.KEY)).contains("first-canary");
        assertThat(target.key(Who.SECOND_KEY)).contains("second-canary");
        assertThat(target.key(Who.NO_KEY)).isEmpty();
        assertThat(target.key(Who.WRONG_KEY))
                .hasValueSatisfying(k -> assertThat(k).isNotEqualTo("first-canary"));
        assertThat(target().build().key(Who.KEY)).isEmpty();
    }

    @Test
    void neverShowsASecret() {
        Target target = target().key("first-canary")
                .secondKey("second-canary")
                .header("X-Api-Key", "third-canary")
                .option(Option.ACCOUNT_ID, "fourth-canary")
                .build();
        assertThat(target.toString()).doesNotContain("canary").contains("***", "X-Api-Key", "ACCOUNT_ID");
        assertThat(target.key()).isEqualTo(Secret.of("first-canary")).hasToString("***");
        assertThatThrownBy(() -> Secret.of("canary with space")).hasMessageNotContaining("canary");
        assertThatThrownBy(() -> Secret.of(" ")).hasMessageContaining("empty");
    }

    @Test
    void knowsWhatWasSupplied() {
        Target target = target().secondKey("second-canary")
                .option(Option.ACCOUNT_ID, "acc")
                .build();
        assertThat(target.supplied()).containsExactly(Option.SECOND_KEY, Option.ACCOUNT_ID);
        assertThat(target.option(Option.ACCOUNT_ID)).contains("acc");
        assertThat(target.option(Option.SECOND_KEY)).contains("given");
        assertThat(target.option(Option.WITNESS)).isEmpty();
        assertThat(target.option(Option.KEY)).isEmpty();
        assertThat(target().key("first-canary").build().option(Option.KEY)).contains("given");
        for (Option key : List.of(Option.KEY, Option.SECOND_KEY)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> target().option(key, "x").build())
                    .withMessageContaining("give it as a key");
        }
    }

    @ParameterizedTest
    @CsvSource({"Content-Length, 1, leave it out", "'a b', 1, header name", "X, 'a\u0001', control"})
    void refusesHeadersThatCannotBeSent(String name, String value, String words) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> target().header(name, value).build())
                .withMessageContaining(words);
    }

    @Test
    void refusesAMissingModelOrProfile() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Target.at("http://a.b/v1", "fireworks").build())
                .withMessageContaining("model");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Target.at("http://a.b/v1", " ").model("m").build())
                .withMessageContaining("profile");
    }

    @Test
    void readsProxies() {
        assertThat(target().proxy("proxy.local:3128").build().proxy().getPort()).isEqualTo(3128);
        assertThat(target().proxy("http://127.0.0.1:1").build().proxy().getHostString())
                .isEqualTo("127.0.0.1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> target().proxy("nowhere"))
                .withMessageContaining("host:port");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> target().proxy("http://u:canary@p:1"))
                .withMessageNotContaining("canary");
    }

    @Test
    void saysWhatIsWrongWithAFileOfCertificates(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("ca.pem"), "no certificate");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> target().caFile(file).build().recorder(1))
                .withMessageContaining("ca.pem")
                .withMessageContaining("PEM");
    }

    @Test
    void makesARecorder() {
        try (Recorder recorder =
                target().key("k-canary-1").limits(Limits.DEFAULT).build().recorder(2)) {
            assertThat(recorder).isNotNull();
        }
    }
}
