package org.responsestck.conformance.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.responsestck.conformance.wire.Chunk;

class GlanceTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "data: {\"type\":\"a\",\"response\":{\"id\":\"resp_1\"}}\n\n",
                "data: {\"type\":\"a\",\ndata: \"response\":{\ndata: \"id\":\"resp_1\"}}\n\n",
                "\uFEFFdata: {\"type\":\"a\",\"response\":{\"id\":\"resp_1\"}}\n\n",
                ": hi\r\n\r\nevent: a\r\ndata:{\"type\":\"a\",\"response\":{\"id\":\"resp_1\"}}\r\n\r\n",
                "data: {\"type\":\"a\",\"response\":{\"id\":\"resp_1\"}}\r\rdata: [DONE]\r\r",
                "data: {\"type\":\"a\",\"response\":{\"id\":\"resp_1\"}}"
            })
    void theResponseOfAStreamIsSeenHoweverItsLinesAreCut(String stream) {
        Glance glance = Glance.during(List.of(new Chunk(0, stream.getBytes(StandardCharsets.UTF_8))));
        assertThat(glance.text("/id")).contains("resp_1");
        assertThat(glance.count("a")).isOne();
    }
}
