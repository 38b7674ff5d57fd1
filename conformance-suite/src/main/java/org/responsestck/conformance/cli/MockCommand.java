package org.responsestck.conformance.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.responsestck.conformance.dialect.Dialects;
import org.responsestck.mock.MockOptions;
import org.responsestck.mock.MockServer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tck mock}: serves the mock until it is stopped. */
@Command(
        name = "mock",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Serves the mock until it is stopped.")
final class MockCommand implements Callable<Integer> {
    private static final int MOST_MEBIBYTES = 1_024;

    @Option(
            names = "--port",
            paramLabel = "N",
            description = "Port on the loopback address; 0 for any free one (default: 8080).",
            defaultValue = "8080")
    private int port = 8080;

    @Option(
            names = "--profile",
            description = "Profile to speak (default: ${DEFAULT-VALUE}).",
            defaultValue = Dialects.DEFAULT)
    private String profile = Dialects.DEFAULT;

    @Option(names = "--scripts", paramLabel = "DIR", description = "File or folder of scripts to play.")
    private @Nullable Path scripts;

    @Option(
            names = "--strict",
            description = "Answers what no script matches with an error that names the nearest script.")
    private boolean strict;

    @Option(
            names = {"--defect", "--variation", "--quirk"},
            paramLabel = "ID",
            description = "Makes the mock wrong, or odd, in a named way. Repeatable; see 'tck list defects'.")
    private List<String> twists = new ArrayList<>();

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Seed of ids and free choices (default: 1).",
            defaultValue = "1")
    private long seed = 1;

    @Option(
            names = "--allow-tool-hosts",
            paramLabel = "HOST",
            split = ",",
            description = "Hosts whose mcp and sse tools are called, beside this machine; * for all (default: none).")
    private Set<String> toolHosts = new LinkedHashSet<>();

    @Option(
            names = "--openai-names",
            description =
                    "Adds OpenAI's names of usage beside the profile's own, and members of events, for clients that insist on them.")
    private boolean openaiNames;

    @Option(
            names = "--retention",
            paramLabel = "DURATION",
            description = "How long a response is kept, for example PT1H or 90s (default: as long as there is room).")
    private @Nullable String retention;

    @Option(
            names = "--max-responses",
            paramLabel = "N",
            description = "How many responses are kept of one account (default: 10000).")
    private @Nullable Integer mostResponses;

    @Option(
            names = "--journal-mib",
            paramLabel = "N",
            description = "Bound of the journal in MiB; 0 for none (default: 16).")
    private @Nullable Integer journalMebibytes;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        if (port < 0 || port > 65535) {
            throw new UsageException("--port is " + port + ", must be 0 to 65535");
        }
        if (strict && scripts == null) {
            throw new UsageException("--strict says what happens when no script matches; give --scripts too");
        }
        if (scripts != null && !Files.isReadable(scripts)) {
            throw new UsageException("--scripts: " + scripts + " cannot be read");
        }
        MockOptions options = MockOptions.defaults()
                .port(port)
                .profile(profile)
                .twists(twists)
                .toolHosts(toolHosts)
                .seed(seed);
        if (openaiNames) {
            options = options.openaiNames();
        }
        if (scripts != null) {
            options = options.scripts(scripts).strict(strict);
        }
        MockServer server;
        try {
            options = bounded(options);
            server = MockServer.start(options);
        } catch (IllegalArgumentException e) {
            throw new UsageException(e.getMessage());
        }
        PrintWriter out = spec.commandLine().getOut();
        print(server, out);
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            MockSummary.print(server.backend(), out);
                            server.close();
                            stopped.countDown();
                        },
                        "stop-mock"));
        stopped.await();
        return Exit.CONFORMANT.code();
    }

    private MockOptions bounded(MockOptions options) {
        MockOptions bounded = options;
        if (retention != null) {
            bounded = bounded.retention(duration(retention));
        }
        if (mostResponses != null) {
            bounded = bounded.mostResponses(mostResponses);
        }
        if (journalMebibytes != null) {
            if (journalMebibytes < 0 || journalMebibytes > MOST_MEBIBYTES) {
                throw new UsageException("--journal-mib is " + journalMebibytes + ", must be 0 to " + MOST_MEBIBYTES);
            }
            bounded = bounded.journalBytes(journalMebibytes << 20);
        }
        return bounded;
    }

    /** ISO 8601, or a number with s, m, h or d. */
    private static Duration duration(String text) {
        try {
            if (text.matches("\\d{1,9}[smh]")) {
                return Duration.parse("PT" + text);
            }
            return Duration.parse(text.matches("\\d{1,9}d") ? "P" + text : text);
        } catch (DateTimeParseException e) {
            throw new UsageException("--retention is '" + text + "'; write for example 90s, 2h or PT1H30M");
        }
    }

    private static void print(MockServer server, PrintWriter out) {
        out.println("Base URL     " + server.baseUrl());
        out.println("Key          " + server.key());
        out.println("Other key    " + server.secondKey() + "   (another account)");
        out.println("Account id   " + server.accountId());
        out.println("Also         http://127.0.0.1:" + server.port() + "/v1");
        out.println("Admin        http://127.0.0.1:" + server.port() + "/__responses");
        out.println();
        out.println("Python       client = OpenAI(base_url=\"" + server.baseUrl() + "\", api_key=\"" + server.key()
                + "\")");
        out.println("Node         const client = new OpenAI({ baseURL: \"" + server.baseUrl() + "\", apiKey: \""
                + server.key() + "\" })");
        out.println("Java         OpenAIOkHttpClient.builder().baseUrl(\"" + server.baseUrl() + "\").apiKey(\""
                + server.key() + "\").build()");
        out.println(
                "Shell        curl -N " + server.baseUrl() + "/responses -H 'Authorization: Bearer " + server.key()
                        + "' -H 'Content-Type: application/json' -d '{\"model\":\"m\",\"input\":\"Count from 1 to 5.\",\"stream\":true}'");
        out.println();
        out.println("Stop with Ctrl-C.");
        out.flush();
    }
}
