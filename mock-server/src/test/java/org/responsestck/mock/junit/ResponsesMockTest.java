package org.responsestck.mock.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.responsestck.mock.Browser;
import org.responsestck.mock.MockClock;
import org.responsestck.mock.MockServer;
import org.responsestck.mock.fault.Faults;
import org.responsestck.mock.journal.Journal;
import org.responsestck.mock.script.Scripts;

class ResponsesMockTest {

    private static EngineExecutionResults run(Class<?> type) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(type))
                .configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
                .configurationParameter("junit.jupiter.execution.parallel.mode.default", "concurrent")
                .configurationParameter("junit.jupiter.execution.parallel.config.strategy", "fixed")
                .configurationParameter("junit.jupiter.execution.parallel.config.fixed.parallelism", "8")
                .execute();
    }

    /** Runs only through the tests above. */
    @ResponsesMock(strict = true, allStepsConsumed = true, clientBehaved = true)
    static class Parallel {
        static final Set<Integer> PORTS = ConcurrentHashMap.newKeySet();
        static final Set<String> KEYS = ConcurrentHashMap.newKeySet();
        static final Set<String> IDS = ConcurrentHashMap.newKeySet();
        private final MockServer constructed;

        Parallel(MockServer mock) {
            constructed = mock;
        }

        @BeforeEach
        void arm(Scripts scripts, Faults faults) {
            scripts.add(Scripts.script("mine").when(w -> w.lastEquals("Who?")).answer("You."));
            faults.add("once", "http; status=500; times=1; operation=list");
        }

        @RepeatedTest(40)
        void seesItsOwnOnly(
                MockServer mock, Journal journal, MockClock clock, URI url, @MockUrl String text, @MockKey String key) {
            assertThat(mock).isSameAs(constructed);
            assertThat(url).hasToString(text).hasToString(mock.baseUrl());
            assertThat(key).isEqualTo(mock.key());
            assertThat(KEYS.add(key)).isTrue();
            PORTS.add(mock.port());
            Browser browser = Browser.of(mock);
            Browser.Got got = browser.create("{'model':'m','input':'Who?'}");
            assertThat(got.text()).contains("You.");
            IDS.add(got.json().path("id").asText());
            assertThat(browser.get("/responses").json().path("data")).isEmpty();
            assertThat(browser.get("/responses").json().path("data")).hasSize(1);
            assertThat(journal.exchanges()).hasSize(3);
            assertThat(clock.standing()).isFalse();
        }
    }

    @Test
    void testsInParallelShareAServerAndNothingElse() {
        Parallel.PORTS.clear();
        Parallel.KEYS.clear();
        Parallel.IDS.clear();
        EngineExecutionResults results = run(Parallel.class);
        // The fault answers 500 to the first list of every test, which has no member data.
        results.testEvents().failed().assertThatEvents().isEmpty();
        assertThat(results.testEvents().succeeded().count()).isEqualTo(40);
        assertThat(Parallel.PORTS).hasSize(1);
        assertThat(Parallel.KEYS).hasSize(40);
        assertThat(Parallel.IDS).as("equal seeds, equal ids").hasSize(1);
    }

    @ResponsesMock(shared = ResponsesMock.Shared.CLASS, allStepsConsumed = true)
    static class Forgetful {
        @Test
        void leavesAScript(Scripts scripts) {
            scripts.add(Scripts.script("never").answer("Never."));
        }

        @Test
        @ResponsesMock(clientBehaved = true)
        void continuesWhatNeverWas(MockServer mock) {
            Browser.of(mock).create("{'model':'m','input':'x','previous_response_id':'resp_nothing'}");
        }

        @Test
        @ResponsesMock(twists = "no-such-twist")
        void isConfiguredWrongly(MockServer mock) {
            assertThat(mock).isNotNull();
        }

        @Test
        @ResponsesMock(scripts = "classpath:nothing.yaml")
        void hasNoScripts(MockServer mock) {
            assertThat(mock).isNotNull();
        }
    }

    @Test
    void whatWasDemandedIsAskedForAfterTheTest() {
        EngineExecutionResults results = run(Forgetful.class);
        assertThat(results.testEvents().failed().stream()
                        .map(e -> e.getRequiredPayload(TestExecutionResult.class)
                                .getThrowable()
                                .orElseThrow()
                                .toString())
                        .sorted()
                        .toList())
                .hasSize(4)
                .anyMatch(m -> m.contains("not all steps were played") && m.contains("'never'"))
                .anyMatch(m -> m.contains("dead-chain") && m.contains("resp_nothing"))
                .anyMatch(m -> m.contains("no-such-twist"))
                .anyMatch(m -> m.contains("there is no resource nothing.yaml"));
    }

    @ResponsesMock(seed = 7)
    @Nested
    class WithinAClass {
        private static String keyOfClass = "";

        @BeforeAll
        static void once(MockServer ofClass) {
            keyOfClass = ofClass.key();
            assertThat(Browser.of(ofClass).create("{'model':'m','input':'hi'}").status())
                    .isEqualTo(200);
        }

        @Test
        void theClassHasANamespaceOfItsOwn(MockServer mock) {
            assertThat(mock.key()).isNotEqualTo(keyOfClass);
            assertThat(mock.journal().exchanges()).isEmpty();
        }

        @Nested
        class Inner {
            @Test
            void nestedTestsAreGivenTheirs(MockServer mock) {
                assertThat(Browser.of(mock).create("{'model':'m','input':'hi'}").status())
                        .isEqualTo(200);
            }
        }

        @AfterEach
        void still(MockServer mock) {
            assertThat(mock.journal().arrived()).isLessThan(2);
        }
    }

    @Test
    void anAnnotatedMethodAloneIsEnough() {
        EngineExecutionResults results = run(Single.class);
        results.testEvents().failed().assertThatEvents().isEmpty();
        assertThat(results.testEvents().succeeded().count()).isEqualTo(1);
    }

    static class Single {
        @Test
        @ResponsesMock(retention = "PT1H")
        void forgetsInTime(MockServer mock, MockClock clock) {
            Browser browser = Browser.of(mock);
            String id = browser.create("{'model':'m','input':'hi'}")
                    .json()
                    .path("id")
                    .asText();
            assertThat(browser.get("/responses/" + id).status()).isEqualTo(200);
            clock.advance(Duration.ofHours(1));
            assertThat(browser.get("/responses/" + id).status()).isEqualTo(404);
        }
    }
}
