package org.responsestck.mock.bench;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.urlMatching;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.common.Slf4jNotifier;
import java.io.IOException;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.responsestck.mock.MockOptions;
import org.responsestck.mock.MockServer;
import org.responsestck.mock.script.Scripts;
import org.responsestck.mock.transport.Pace;

/** Measures the mock against plain WireMock with the same settings and a static answer. Run by {@code mvn verify -Pbench}. */
public final class EngineBench {
    private static final String CREATE =
            "{\"model\":\"m\",\"input\":\"Please tell me something about the weather.\",\"temperature\":0.7,\"metadata\":{\"a\":\"b\"}}";
    private static final String SCRIPTED =
            "{\"model\":\"m\",\"input\":\"Tell me.\",\"temperature\":0.7,\"metadata\":{\"a\":\"b\"}}";
    private static final String STREAM = "{\"model\":\"m\",\"input\":\"Tell me.\",\"stream\":true}";
    private static final int DELTAS = 100;
    /** Rounds before it counts, at least and at most: it begins when the compiler has come to rest. */
    private static final int WARM_UP = 12;

    private static final int MOST_WARM_UP = 60;
    /** Milliseconds of compilation in a round that are rest. */
    private static final long REST = 20;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final CompilationMXBean COMPILER = ManagementFactory.getCompilationMXBean();

    private final String only;
    private boolean missed;

    private EngineBench(String only) {
        this.only = only;
    }

    /** @param arguments which of create, stream, paced, many, store to run; all without */
    public static void main(String[] arguments) throws IOException {
        EngineBench bench = new EngineBench(arguments.length == 0 ? "all" : arguments[0]);
        bench.all();
        if (bench.missed) {
            throw new IllegalStateException("a bar was missed");
        }
    }

    private void all() throws IOException {
        if (wanted("create")) {
            create();
        }
        if (wanted("stream")) {
            stream();
        }
        if (wanted("paced")) {
            paced("1,000 streams of 100 events at 50 ms", 1_000, DELTAS, 50);
        }
        if (wanted("many")) {
            paced("5,000 connections, 20 events at 500 ms", 5_000, 20, 500);
        }
        if (wanted("store")) {
            store();
        }
    }

    private boolean wanted(String part) {
        return only.equals("all") || only.equals(part);
    }

    private void say(String what, boolean held, String figures) {
        missed |= !held;
        System.out.printf(Locale.ROOT, "%-45s %s  %s%n", what, held ? "held  " : "MISSED", figures);
    }

    private static MockServer mock(int deltas, Pace pace) {
        MockServer mock =
                MockServer.start(MockOptions.defaults().journalBytes(0).pace(pace));
        String text = "word ".repeat(deltas).strip();
        mock.scripts()
                .add(Scripts.script("talk").when(w -> w.lastEquals("Tell me.")).answer(text));
        return mock;
    }

    private static WireMockServer plain(String type, String body) {
        WireMockServer server = new WireMockServer(options()
                .bindAddress("127.0.0.1")
                .dynamicPort()
                .gzipDisabled(true)
                .jettyAcceptors(1)
                .jettyAcceptQueueSize(1_024)
                .containerThreads(60)
                .disableRequestJournal()
                .maxLoggedResponseSize(0)
                .stubRequestLoggingDisabled(true)
                .notifier(new Slf4jNotifier(false)));
        server.start();
        server.stubFor(any(urlMatching(".*"))
                .willReturn(aResponse().withHeader("Content-Type", type).withBody(body)));
        return server;
    }

    /** CPU time of all threads but this one, in nanoseconds. */
    private static long serverCpu() {
        com.sun.management.OperatingSystemMXBean system =
                (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return system.getProcessCpuTime() - THREADS.getCurrentThreadCpuTime();
    }

    private interface Run {
        void go() throws IOException;
    }

    private static double cpuMicros(Run run, int requests) throws IOException {
        long before = serverCpu();
        run.go();
        return (serverCpu() - before) / 1e3 / requests;
    }

    /** The median of the ratios of pairs that run one after the other, after a warm-up: so both meet the same load of the machine. */
    private static double[] compare(Run ours, Run theirs, int requests) throws IOException {
        long compiled = Long.MAX_VALUE;
        for (int i = 0; i < MOST_WARM_UP && (i < WARM_UP || compiled > REST); i++) {
            long before = COMPILER.getTotalCompilationTime();
            ours.go();
            theirs.go();
            compiled = COMPILER.getTotalCompilationTime() - before;
        }
        double[] ratios = new double[7];
        double[] own = new double[7];
        for (int i = 0; i < ratios.length; i++) {
            own[i] = cpuMicros(ours, requests);
            ratios[i] = own[i] / cpuMicros(theirs, requests);
        }
        Arrays.sort(ratios);
        Arrays.sort(own);
        return new double[] {ratios[3], own[3], ratios[0], ratios[6]};
    }

    private void create() throws IOException {
        int requests = 4_000;
        try (MockServer mock = mock(1, Pace.NONE)) {
            String answer = "{\"id\":\"resp_x\",\"padding\":\"" + "x".repeat(900) + "\"}";
            WireMockServer plain = plain("application/json", answer);
            try {
                double[] ratio = compare(
                        () -> new Load(mock.port(), mock.key(), CREATE, 8, requests / 8).run(),
                        () -> new Load(plain.port(), mock.key(), CREATE, 8, requests / 8).run(),
                        requests);
                report("create, built-in model, CPU per request", ratio, 1.5);
                ratio = compare(
                        () -> new Load(mock.port(), mock.key(), SCRIPTED, 8, requests / 8).run(),
                        () -> new Load(plain.port(), mock.key(), SCRIPTED, 8, requests / 8).run(),
                        requests);
                report("create, scripted, CPU per request", ratio, 1.5);
            } finally {
                plain.stop();
            }
        }
    }

    private void report(String what, double[] ratio, double most) {
        say(
                what,
                ratio[0] <= most,
                String.format(
                        Locale.ROOT,
                        "ratio %.2f (%.2f to %.2f), %.0f µs CPU each",
                        ratio[0],
                        ratio[2],
                        ratio[3],
                        ratio[1]));
    }

    private void stream() throws IOException {
        int requests = 2_000;
        try (MockServer mock = mock(DELTAS, Pace.NONE)) {
            HttpRequest once = HttpRequest.newBuilder(URI.create(mock.baseUrl() + "/responses"))
                    .header("Authorization", "Bearer " + mock.key())
                    .POST(HttpRequest.BodyPublishers.ofString(STREAM))
                    .build();
            String blob = HttpClient.newHttpClient()
                    .sendAsync(once, HttpResponse.BodyHandlers.ofString())
                    .join()
                    .body();
            WireMockServer plain = plain("text/event-stream", blob);
            try {
                double[] ratio = compare(
                        () -> new Load(mock.port(), mock.key(), STREAM, 8, requests / 8).run(),
                        () -> new Load(plain.port(), mock.key(), STREAM, 8, requests / 8).run(),
                        requests);
                report("unpaced stream of 100 deltas, CPU, at most 2", ratio, 2);
            } finally {
                plain.stop();
            }
        }
    }

    private static int serverThreads() {
        return (int) Arrays.stream(THREADS.dumpAllThreads(false, false))
                .map(ThreadInfo::getThreadName)
                .filter(name -> name.startsWith("qtp") || name.startsWith("responses-mock"))
                .count();
    }

    private void paced(String what, int streams, int deltas, int gapMillis) throws IOException {
        double ideal = (double) deltas * gapMillis;
        int spread = (int) (ideal / 2);
        double bare;
        try (Bare server = new Bare(Bare.answer(deltas), deltas, gapMillis)) {
            new Load(server.port(), "", STREAM, 20, 1).run();
            bare = p99(new Load(server.port(), "", STREAM, streams, 1)
                            .over(spread)
                            .run())
                    / ideal;
        }
        try (MockServer quick = mock(deltas, new Pace(1, 1))) {
            new Load(quick.port(), quick.key(), STREAM, 40, 5_000 / deltas).run();
        }
        try (MockServer mock = mock(deltas, new Pace(gapMillis, gapMillis))) {
            Load load = new Load(mock.port(), mock.key(), STREAM, streams, 1).over(spread);
            List<Double> millis = load.run();
            int threads = serverThreads();
            double p99 = p99(millis) / ideal;
            long resident = residentMebibytes();
            say(
                    what,
                    millis.size() == streams && p99 <= 1.02 && threads <= 64 && resident <= 1_024,
                    String.format(
                            Locale.ROOT,
                            "%d complete, %d broken, p99 %.4f of ideal (bare server %.4f), %d server threads, %d MiB resident",
                            millis.size(),
                            load.broken(),
                            p99,
                            bare,
                            threads,
                            resident));
        }
    }

    private static double p99(List<Double> millis) {
        return millis.stream().sorted().toList().get((int) (millis.size() * 0.99) - 1);
    }

    private static long residentMebibytes() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return 0;
        }
        return Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith("VmRSS:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                        .findFirst()
                        .orElse(0)
                / 1_024;
    }

    private void store() throws IOException {
        try (MockServer mock = mock(1, Pace.NONE)) {
            long[] after = new long[6];
            for (int i = 0; i < after.length; i++) {
                new Load(mock.port(), mock.key(), CREATE, 8, 6_250).run();
                after[i] = residentMebibytes();
            }
            boolean flat = after[5] <= after[1] * 1.15 + 16;
            say(
                    "300,000 responses, 10,000 kept",
                    flat && after[5] <= 512,
                    "MiB resident after each 50,000: " + Arrays.toString(after));
        }
    }
}
