package org.responsestck.conformance.junit;

import io.qameta.allure.AllureLifecycle;
import io.qameta.allure.FileSystemResultsWriter;
import io.qameta.allure.junitplatform.AllureJunitPlatform;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.reporting.legacy.xml.LegacyXmlReportGeneratingListener;
import org.responsestck.conformance.Suite;
import org.responsestck.conformance.run.Judgement;

/** Runs the engine in a launcher of its own and has the platform's listeners write {@code junit.xml} and {@code allure-results/}. */
public final class Platform {
    private Platform() {}

    /**
     * @param reportDir folder to write into; exists
     * @param exchanges the text of an exchange by its id, for attachments
     * @return what the job brought
     * @throws IOException if a report cannot be written
     */
    public static Suite.Outcome run(ConformanceEngine.Job job, Path reportDir, IntFunction<String> exchanges)
            throws IOException {
        AtomicReference<Suite.Outcome> outcome = new AtomicReference<>();
        ConformanceEngine.Job remembering = new ConformanceEngine.Job() {
            @Override
            public org.responsestck.conformance.run.Plan plan() {
                return job.plan();
            }

            @Override
            public Suite.Outcome execute() {
                Suite.Outcome made = job.execute();
                outcome.set(made);
                return made;
            }
        };
        Path xml = Files.createTempDirectory(reportDir, "junit");
        StringWriter complaints = new StringWriter();
        TestExecutionListener[] listeners = {
            new LegacyXmlReportGeneratingListener(xml, new PrintWriter(complaints, true)),
            new AllureJunitPlatform(new AllureLifecycle(new AllureWriter(
                    new FileSystemResultsWriter(reportDir.resolve("allure-results")),
                    job.plan().profile(),
                    byId(outcome),
                    exchanges)))
        };
        LauncherConfig config = LauncherConfig.builder()
                .enableTestEngineAutoRegistration(false)
                .enableLauncherDiscoveryListenerAutoRegistration(false)
                .enableLauncherSessionListenerAutoRegistration(false)
                .enablePostDiscoveryFilterAutoRegistration(false)
                .enableTestExecutionListenerAutoRegistration(false)
                .addTestEngines(new ConformanceEngine(remembering))
                .build();
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .enableImplicitConfigurationParameters(false)
                .build();
        try (LauncherSession session = LauncherFactory.openSession(config)) {
            session.getLauncher().execute(request, listeners);
        }
        Path written = xml.resolve("TEST-" + ConformanceEngine.ID + ".xml");
        if (Files.exists(written)) {
            Files.move(written, reportDir.resolve("junit.xml"), StandardCopyOption.REPLACE_EXISTING);
        }
        Files.deleteIfExists(xml);
        Suite.Outcome made = outcome.get();
        if (made == null) {
            throw new IOException(
                    "the engine brought no result" + (complaints.toString().isEmpty() ? "" : ": " + complaints));
        }
        return made;
    }

    private static Supplier<Map<String, Judgement>> byId(AtomicReference<Suite.Outcome> outcome) {
        Map<String, Judgement> map = new HashMap<>();
        return () -> {
            Suite.Outcome made = outcome.get();
            if (map.isEmpty() && made != null) {
                made.judgements().forEach(j -> map.put(j.requirement().id(), j));
            }
            return map;
        };
    }
}
