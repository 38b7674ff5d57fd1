package org.responsestck.conformance.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.responsestck.conformance.wire.Call;
import org.responsestck.conformance.wire.End;
import org.responsestck.conformance.wire.Exchange;
import org.responsestck.conformance.wire.Who;

class CurlTest {
    private static String curl(Who who, Call call) {
        return Curl.of("http://localhost/v1", new Exchange(1, who, call, 0, 0, null, End.REFUSED, null));
    }

    @Test
    void aKeyStandsAsAVariable() {
        assertThat(curl(Who.KEY, Call.get("/responses/x")))
                .contains("\"Authorization: Bearer $RESPONSES_API_KEY\"")
                .doesNotContain("Content-Type");
    }

    @Test
    void quotesInTheBodySurviveTheShell() {
        String command = curl(Who.NO_KEY, new Call("POST", "/responses", "{\"input\":\"it's\"}", Map.of()));
        assertThat(command).contains("'{\"input\":\"it'\\''s\"}'").doesNotContain("Authorization");
    }
}
