package org.responsestck.conformance.junit;

import io.qameta.allure.AllureResultsWriter;
import io.qameta.allure.model.Attachment;
import io.qameta.allure.model.Label;
import io.qameta.allure.model.Link;
import io.qameta.allure.model.TestResult;
import io.qameta.allure.model.TestResultContainer;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.responsestck.conformance.requirement.Requirement;
import org.responsestck.conformance.requirement.Severity;
import org.responsestck.conformance.run.Finding;
import org.responsestck.conformance.run.Judgement;

/** Gives Allure's results what the platform's listener cannot know: epic, feature, severity, sentence, sources, exchanges. */
final class AllureWriter implements AllureResultsWriter {
    private final AllureResultsWriter files;
    private final String profile;
    private final Supplier<Map<String, Judgement>> judgements;
    private final IntFunction<String> exchanges;
    private final Set<Integer> attached = new HashSet<>();

    /**
     * @param judgements by requirement id; asked when the first result is written
     * @param exchanges the text of an exchange by its id
     */
    AllureWriter(
            AllureResultsWriter files,
            String profile,
            Supplier<Map<String, Judgement>> judgements,
            IntFunction<String> exchanges) {
        this.files = files;
        this.profile = profile;
        this.judgements = judgements;
        this.exchanges = exchanges;
    }

    @Override
    public void write(TestResult result) {
        String id = result.getName() == null ? "" : result.getName().split(" ", 2)[0];
        Judgement judgement = judgements.get().get(id);
        if (judgement != null) {
            enrich(result, judgement);
        }
        files.write(result);
    }

    private void enrich(TestResult result, Judgement judgement) {
        Requirement row = judgement.requirement();
        result.setHistoryId(profile + "/" + row.id());
        result.setDescription(row.statement() + "\n\n"
                + String.join("\n", row.sources().stream().map(s -> "* " + s).toList()));
        List<Label> labels = new ArrayList<>(result.getLabels());
        labels.removeIf(l -> Set.of("epic", "feature", "severity", "package", "testClass", "suite")
                .contains(l.getName()));
        labels.add(label("epic", profile));
        labels.add(label("feature", row.capability()));
        labels.add(label("suite", row.capability()));
        labels.add(label("story", row.title()));
        labels.add(label("severity", severity(row.severity(profile, ""))));
        result.setLabels(labels);
        List<Link> links = new ArrayList<>(result.getLinks());
        links.add(new Link().setName(row.id()).setType("tms").setUrl("index.html#" + row.id()));
        result.setLinks(links);
        List<Attachment> attachments = new ArrayList<>(result.getAttachments());
        for (Finding finding : judgement.findings()) {
            int exchange = finding.broken().where().exchange();
            String source = "exchange-" + exchange + "-attachment.txt";
            if (attached.add(exchange)) {
                write(source, new ByteArrayInputStream(exchanges.apply(exchange).getBytes(StandardCharsets.UTF_8)));
            }
            attachments.add(new Attachment()
                    .setName("exchange " + exchange)
                    .setType("text/plain")
                    .setSource(source));
        }
        result.setAttachments(attachments);
    }

    private static Label label(String name, String value) {
        return new Label().setName(name).setValue(value);
    }

    private static String severity(Severity severity) {
        return switch (severity) {
            case FAIL -> "critical";
            case WARN -> "normal";
            case INFO -> "trivial";
        };
    }

    @Override
    public void write(TestResultContainer container) {
        files.write(container);
    }

    @Override
    public void write(String source, InputStream attachment) {
        files.write(source, attachment);
    }
}
