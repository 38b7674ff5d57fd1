package org.responsestck.conformance.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CallTest {
    @Test
    void aHeaderReplacesOneOfTheSameNameWhateverItsCase() {
        Call call = Call.postText("/responses", "x", "text/plain")
                .with("content-type", "a/b")
                .with("X", "1");
        assertThat(call.headers()).containsExactly(Map.entry("content-type", "a/b"), Map.entry("X", "1"));
    }

    @Test
    void aPathBeginsWithASlash() {
        assertThatThrownBy(() -> Call.get("responses")).hasMessageContaining("responses");
    }

    @Test
    void recordsCopyWhatTheyAreGiven() {
        Map<String, String> headers = new LinkedHashMap<>();
        Call call = new Call("GET", "/x", null, headers);
        headers.put("a", "b");
        assertThat(call.headers()).isEmpty();
        List<String> values = new ArrayList<>(List.of("v"));
        Map<String, List<String>> answered = new HashMap<>(Map.of("h", values));
        Answer answer = new Answer(200, answered, List.of());
        values.add("w");
        answered.clear();
        assertThat(answer.headers()).isEqualTo(Map.of("h", List.of("v")));
    }

    @Test
    void onlyWhatAPathCannotHoldIsEncoded() {
        assertThat(Call.segment("resp_0aF-.~")).isEqualTo("resp_0aF-.~");
        assertThat(Call.segment("a/b+c=é *")).isEqualTo("a%2Fb%2Bc%3D%C3%A9%20%2A");
        assertThat(Call.getResponse("a b").path()).isEqualTo("/responses/a%20b");
        assertThat(Call.deleteResponse("a%b").path()).isEqualTo("/responses/a%25b");
    }

    @Test
    void limitsScaleWithPatience() {
        Limits twice = Limits.DEFAULT.scaled(2);
        assertThat(twice.connect()).isEqualTo(Duration.ofSeconds(20));
        assertThat(twice.idle()).isEqualTo(Duration.ofSeconds(120));
        assertThat(twice.total()).isEqualTo(Duration.ofSeconds(360));
        assertThat(twice.maxBodyBytes()).isEqualTo(8L * 1024 * 1024);
        assertThatThrownBy(() -> Limits.DEFAULT.scaled(0)).hasMessageContaining("patience");
        assertThatThrownBy(() -> Limits.DEFAULT.scaled(Double.NaN)).hasMessageContaining("patience");
        assertThatThrownBy(() -> new Limits(Duration.ZERO, Duration.ofSeconds(1), Duration.ofSeconds(1), 1))
                .hasMessageContaining("connect");
        assertThatThrownBy(() -> new Limits(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1), 0))
                .hasMessageContaining("body");
    }
}
