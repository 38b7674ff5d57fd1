package org.responsestck.conformance.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.responsestck.mock.MockOptions;
import org.responsestck.mock.MockServer;
import org.responsestck.mock.script.Scripts;

class MockSummaryTest {
    private static void create(MockServer mock, String input) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(mock.baseUrl() + "/responses"))
                .header("Authorization", "Bearer " + mock.key())
                .POST(HttpRequest.BodyPublishers.ofString("{\"model\":\"m\",\"input\":\"" + input + "\"}"))
                .build();
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static String summary(MockServer mock) {
        StringWriter text = new StringWriter();
        MockSummary.print(mock.backend(), new PrintWriter(text));
        return text.toString();
    }

    @Test
    void itSaysWhatWasAskedAndNotMatchedAndHowTheClientBehaved() throws IOException, InterruptedException {
        try (MockServer mock = MockServer.start(MockOptions.defaults()
                .strict(true)
                .scripts(
                        Scripts.script("greets").when(w -> w.lastEquals("Hi")).answer("Hello."),
                        Scripts.script("leaves").when(w -> w.lastEquals("Bye")).answer("Bye.")))) {
            create(mock, "Hi");
            create(mock, "Hi");
            create(mock, "Ho");
            assertThat(summary(mock))
                    .contains("Asked: 3 requests")
                    .contains("2 × create -> 200")
                    .contains("1 × create -> 404")
                    .containsPattern("No script matched:\\R  #3 .*nearest is '(greets|leaves)'")
                    .contains("nothing wrong")
                    .containsPattern("Never played:\\R  script 'leaves'")
                    .doesNotContain(mock.key());
            mock.faults().add("busy", "http; status=429; retry_after=9; times=1");
            create(mock, "Hi");
            create(mock, "Hi");
            assertThat(summary(mock)).containsPattern("The client misbehaved:\\R  retried-too-early \\(#5\\)");
        }
    }

    @Test
    void withoutAJournalItSaysSo() {
        try (MockServer mock = MockServer.start(MockOptions.defaults().journalBytes(0))) {
            assertThat(summary(mock)).contains("no journal").doesNotContain("Asked");
        }
    }
}
