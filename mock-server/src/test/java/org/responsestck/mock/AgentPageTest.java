package org.responsestck.mock;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.responsestck.mock.fault.Faults;
import org.responsestck.mock.junit.MockKey;
import org.responsestck.mock.junit.ResponsesMock;
import org.responsestck.mock.script.Scripts;

/** The JUnit example of docs/mock.md, which stands between the two marks, and that the page shows it. */
class AgentPageTest {
    // begin
    @ResponsesMock(strict = true, allStepsConsumed = true, clientBehaved = true)
    static class AgentTest {
        private final MockServer mock;
        private final SmallAgent agent; // what is tested: any client that can be given a URL and a key

        AgentTest(MockServer mock, URI url, @MockKey String key) {
            this.mock = mock;
            this.agent =
                    new SmallAgent(url, key, Map.of("get_weather", city -> "rain", "get_events", where -> "a concert"));
        }

        @Test
        void callsTwoTools(Scripts scripts) throws Exception {
            scripts.add(Scripts.script("trip")
                    .when(w -> w.lastContains("trip"))
                    .answer(a -> a.call("get_weather", Map.of("city", "Paris")))
                    .then(w -> w.toolOutput("get_weather"), a -> a.call("get_events", Map.of("indoors", true)))
                    .then(w -> w.toolOutput("get_events"), a -> a.text("See {{tool_output}}.")));
            assertThat(agent.ask("Pack for my trip.")).isEqualTo("See a concert.");
        }

        @Test
        void waitsWhenItIsTold(Scripts scripts, Faults faults) throws Exception {
            scripts.add(
                    Scripts.script("hello").when(w -> w.lastEquals("Hello?")).answer("Thank you for waiting."));
            faults.add("busy", "http; status=429; retry_after=1; times=1");
            assertThat(agent.ask("Hello?")).isEqualTo("Thank you for waiting.");
        }

        @Test
        @ResponsesMock
        void noticesThatAStreamIsCut(Scripts scripts) throws Exception {
            scripts.add(Scripts.script("cut")
                    .when(w -> w.lastEquals("Go on."))
                    .answer(a -> a.text("Nobody will hear the end.")
                            .fault("truncate; after=2; of=response.output_text.delta")));
            assertThat(agent.stream("Go on.")).isEqualTo("Nobody will …");
        }

        @Test
        @ResponsesMock(retention = "P30D")
        void beginsAnewWhenTheConversationIsGone(MockClock clock) throws Exception {
            agent.ask("My name is Ada.");
            clock.advance(Duration.ofDays(30));
            assertThat(agent.ask("What is my name?")).doesNotContain("Ada");
            assertThat(mock.client().complaints()).isEmpty();
        }
    }
    // end

    @Nested
    class Played extends AgentTest {
        Played(MockServer mock, URI url, @MockKey String key) {
            super(mock, url, key);
        }
    }

    @Test
    void thePageShowsIt() throws IOException {
        String own = Files.readString(Path.of("src/test/java/org/responsestck/mock/AgentPageTest.java"));
        String played = own.substring(own.indexOf("    // begin\n") + 13, own.indexOf("    // end\n"));
        String page = Files.readString(Path.of("../docs/mock.md"));
        assertThat(squeezed(page)).contains(squeezed(played));
    }

    private static String squeezed(String code) {
        return code.replaceAll("\\s+", "");
    }
}
