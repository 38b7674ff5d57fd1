package org.responsestck.conformance.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectUniqueId;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.launcher.TagFilter;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.responsestck.conformance.target.EmbeddedMock;
import org.responsestck.conformance.wire.Who;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The suite inside somebody else's build. */
class AnnotatedClassTest {
    /** Starts a server of its own; not found by our own build, whose tests end with Test. */
    @ResponsesConformance(
            profile = "fireworks",
            model = "m",
            apiKeyEnv = "ANNOTATED_CLASS_KEY",
            include = {"deletion", "CHAIN-008"},
            exclude = "DELETE-00?",
            accountId = "tck-account-one",
            evidenceDir = "target/annotated")
    static class MyServer {
        private static final AtomicReference<EmbeddedMock> MOCK = new AtomicReference<>();

        @ResponsesConformance.Start
        static String start() {
            MOCK.set(EmbeddedMock.start("fireworks", List.of("deleted-parent-continues")));
            System.setProperty(
                    "ANNOTATED_CLASS_KEY", MOCK.get().target().key(Who.KEY).orElseThrow());
            return MOCK.get().target().base().toString();
        }

        @ResponsesConformance.Stop
        static void stop() {
            MOCK.getAndSet(null).close();
        }
    }

    @ResponsesConformance(profile = "nobody", model = "m")
    static class WrongProfile {}

    @ResponsesConformance(profile = "fireworks", model = "m", include = "CHAIN-008")
    static class NoUrl {}

    private static EngineExecutionResults run(Class<?> type) {
        return EngineTestKit.engine(new ConformanceEngine())
                .selectors(selectClass(type))
                .execute();
    }

    @Test
    void everyRequirementIsATestUnderItsCapability() {
        EngineExecutionResults results = run(MyServer.class);
        assertThat(results.testEvents().failed().stream()
                        .map(e -> e.getTestDescriptor().getDisplayName().split(" ")[0]))
                .containsExactlyInAnyOrder("CHAIN-014", "DELETE-011");
        assertThat(results.testEvents().succeeded().count()).isGreaterThan(1);
        assertThat(results.containerEvents().started().stream()
                        .map(Event::getTestDescriptor)
                        .map(d -> d.getDisplayName()))
                .contains("MyServer", "deletion");
        assertThat(Path.of("target/annotated", MyServer.class.getName(), "evidence.jsonl"))
                .isNotEmptyFile();
        assertThat(MyServer.MOCK.get()).as("stopped").isNull();
    }

    @Test
    void oneRequirementCanBeRunAlone() {
        UniqueId id = UniqueId.forEngine(ConformanceEngine.ID)
                .append("class", MyServer.class.getName())
                .append("capability", "errors")
                .append("requirement", "CHAIN-008");
        EngineExecutionResults results = EngineTestKit.engine(new ConformanceEngine())
                .selectors(selectUniqueId(id))
                .execute();
        assertThat(results.testEvents().started().count()).isEqualTo(1);
        assertThat(results.testEvents().succeeded().count()).isEqualTo(1);
    }

    @Test
    void aClassIsChosenByTag() {
        EngineExecutionResults results = EngineTestKit.engine(new ConformanceEngine())
                .selectors(selectClass(MyServer.class))
                .filters(TagFilter.includeTags("errors"))
                .execute();
        assertThat(results.testEvents().started().count()).isEqualTo(1);
    }

    @Test
    void whatCannotBeSaysWhy() {
        assertThat(problem(WrongProfile.class)).contains("WrongProfile").contains("no profile nobody");
        assertThat(problem(NoUrl.class)).contains("@ResponsesConformance.Start");
    }

    private static String problem(Class<?> type) {
        return run(type).containerEvents().failed().stream()
                .map(e -> e.getPayload().toString())
                .collect(Collectors.joining());
    }

    /** Whoever runs the suite in a build of their own gets nothing else on the class path. */
    @Test
    void onlyALittleArrivesWithTheEngine() throws Exception {
        NodeList all = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(Path.of("pom.xml").toFile())
                .getElementsByTagName("dependency");
        List<String> required = new ArrayList<>();
        for (int i = 0; i < all.getLength(); i++) {
            Element one = (Element) all.item(i);
            boolean own = one.getElementsByTagName("optional").getLength() == 0
                    && one.getElementsByTagName("scope").getLength() == 0;
            if (own) {
                required.add(one.getElementsByTagName("artifactId").item(0).getTextContent());
            }
        }
        assertThat(required)
                .containsExactlyInAnyOrder(
                        "schemas",
                        "reports",
                        "jspecify",
                        "jackson-databind",
                        "json-schema-validator",
                        "junit-platform-engine",
                        "slf4j-api");
    }
}
