package org.responsestck.conformance.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.responsestck.conformance.dialect.Dialects;
import org.responsestck.conformance.requirement.Catalogue;
import org.responsestck.conformance.requirement.Requirement;
import org.responsestck.conformance.scenario.Needs;
import org.responsestck.conformance.target.Target;
import org.responsestck.conformance.target.TargetBuilder;
import org.responsestck.conformance.wire.Limits;
import org.responsestck.conformance.witness.Witness;
import picocli.CommandLine.Option;

/** The options that describe a target. Keys come from the environment or a file, never from an argument. */
final class TargetOptions {
    static final double DEFAULT_TIMEOUT = 60;

    private static final Map<String, Needs.Option> NAMED = Map.of(
            "second-model", Needs.Option.SECOND_MODEL,
            "reasoning-model", Needs.Option.REASONING_MODEL,
            "context-size", Needs.Option.CONTEXT_SIZE,
            "fault-header", Needs.Option.FAULT_HOOK);

    private static final String DEFAULT_KEY_VARIABLE = "RESPONSES_API_KEY";
    private static final Set<String> CREDENTIALS =
            Set.of("authorization", "proxy-authorization", "cookie", "x-api-key", "api-key");

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "Base URL of the target, including /v1. Without it: the embedded mock.")
    @Nullable
    String url;

    @Option(
            names = "--profile",
            completionCandidates = Judged.class,
            description = "Profile to judge by: ${COMPLETION-CANDIDATES}. Required with --url.")
    @Nullable
    String profile;

    @Option(
            names = "--revision",
            description = "Revision of the profile's documents (default: the newest).",
            defaultValue = "")
    String revision = "";

    @Option(names = "--model", description = "Model to ask for. Required with --url.")
    @Nullable
    String model;

    @Option(
            names = "--api-key-env",
            paramLabel = "VAR",
            description = "Environment variable that holds the key (default: RESPONSES_API_KEY).")
    @Nullable
    String keyVariable;

    @Option(names = "--api-key-file", paramLabel = "FILE", description = "File whose first line is the key.")
    @Nullable
    Path keyFile;

    @Option(
            names = "--second-api-key-env",
            paramLabel = "VAR",
            description = "Environment variable that holds a key of another account.")
    @Nullable
    String secondKeyVariable;

    @Option(names = "--account-id", paramLabel = "ID", description = "Account id, sent with DELETE.")
    @Nullable
    String accountId;

    @Option(
            names = "--witness-address",
            paramLabel = "HOST:PORT",
            description =
                    "Address at which the target reaches the run's own tool server (default: on when both are on this machine).")
    @Nullable
    String witnessAddress;

    @Option(
            names = "--option",
            paramLabel = "NAME=VALUE",
            description =
                    "Makes more observable: second-model=NAME, reasoning-model=NAME, context-size=TOKENS,"
                            + " fault-header=NAME:VALUE (a header that makes the target fail in the middle of a stream). Repeatable.")
    List<String> options = new ArrayList<>();

    @Option(names = "--header", paramLabel = "NAME=VALUE", description = "Header sent with every request. Repeatable.")
    List<String> headers = new ArrayList<>();

    @Option(
            names = "--capability",
            paramLabel = "+NAME|-NAME",
            description = "Declares that the target offers or lacks a capability. Repeatable.")
    List<String> capabilities = new ArrayList<>();

    @Option(names = "--ca", paramLabel = "FILE", description = "Certificates to trust besides the platform's.")
    @Nullable
    Path ca;

    @Option(names = "--proxy", paramLabel = "HOST:PORT", description = "HTTP proxy.")
    @Nullable
    String proxy;

    @Option(
            names = "--timeout",
            paramLabel = "S",
            description = "Seconds without a byte before an answer is given up (default: 60).",
            defaultValue = "60")
    double timeoutSeconds = DEFAULT_TIMEOUT;

    @Option(
            names = "--target",
            paramLabel = "FILE",
            description = "A target.yaml, as 'tck probe' writes it; options given here win.")
    @Nullable
    Path file;

    /** The profiles that can be named. */
    static final class Judged implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Dialects.judged().iterator();
        }
    }

    /** The names of the profiles that this version judges, for people. */
    static String judged() {
        return String.join(", ", Dialects.judged());
    }

    /** @throws UsageException if this version does not judge the profile */
    static void mustBeJudged(String profile) {
        if (!Dialects.judged().contains(profile)) {
            throw new UsageException("profile " + profile + " cannot be judged by this version; it judges " + judged());
        }
    }

    /** Fills in what the file says and the command line does not. */
    void readFile() {
        if (file != null) {
            TargetFile.read(file).fill(this);
        }
    }

    /**
     * @param environment to look keys up in
     * @throws UsageException if something is missing or wrong
     */
    Target target(Map<String, String> environment) {
        if (profile == null) {
            throw new UsageException("--url needs --profile; this version judges " + judged());
        }
        mustBeJudged(profile);
        if (model == null) {
            throw new UsageException("--url needs --model: name a model that the target serves");
        }
        try {
            TargetBuilder builder = Target.at(String.valueOf(url), profile)
                    .revision(revision)
                    .model(model)
                    .limits(limits());
            String key = key(environment);
            if (key != null) {
                builder.key(key);
            }
            if (secondKeyVariable != null) {
                builder.secondKey(variable(environment, secondKeyVariable, "--second-api-key-env"));
            }
            if (accountId != null) {
                builder.option(Needs.Option.ACCOUNT_ID, accountId);
            }
            witness(builder);
            options.forEach(o -> addOption(builder, o));
            headers.forEach(h -> addHeader(builder, h));
            capabilities().forEach(builder::capability);
            if (ca != null) {
                if (!Files.isReadable(ca)) {
                    throw new UsageException("--ca: the file " + ca + " cannot be read");
                }
                builder.caFile(ca);
            }
            if (proxy != null) {
                builder.proxy(proxy);
            }
            Target target = builder.build();
            target.recorder(1).close(); // refuses certificates that cannot be used before anything is sent
            return target;
        } catch (IllegalArgumentException e) {
            throw new UsageException(e.getMessage());
        }
    }

    private static void addOption(TargetBuilder builder, String given) {
        String[] both = given.split("=", 2);
        Needs.Option option = NAMED.get(both[0]);
        if (option == null || both.length < 2 || both[1].isBlank()) {
            throw new UsageException("--option " + given + ": write NAME=VALUE, where NAME is one of "
                    + String.join(", ", new java.util.TreeSet<>(NAMED.keySet())));
        }
        if (option == Needs.Option.CONTEXT_SIZE && !both[1].matches("[1-9]\\d{0,8}")) {
            throw new UsageException("--option " + given + ": the size is a number of tokens");
        }
        if (option == Needs.Option.FAULT_HOOK && !both[1].matches("[A-Za-z0-9-]+:\\s*\\S.*")) {
            throw new UsageException("--option " + given + ": write the header as NAME:VALUE");
        }
        builder.option(option, both[1]);
    }

    /** A witness on loopback is on by itself where the target can reach it there. */
    private void witness(TargetBuilder builder) {
        if (witnessAddress != null) {
            Witness.start(witnessAddress).close(); // refuses what cannot be listened at before anything is sent
            builder.option(Needs.Option.WITNESS, witnessAddress);
        } else if (Reach.onLoopback(String.valueOf(url))) {
            builder.option(Needs.Option.WITNESS, Witness.LOOPBACK);
        }
    }

    private Limits limits() {
        if (!(timeoutSeconds > 0) || timeoutSeconds > 86_400) {
            throw new UsageException(
                    "--timeout is " + timeoutSeconds + ", must be more than 0 and at most 86400 seconds");
        }
        Duration idle = Duration.ofMillis((long) Math.ceil(timeoutSeconds * 1000));
        Duration connect = idle.compareTo(Limits.DEFAULT.connect()) < 0 ? idle : Limits.DEFAULT.connect();
        return new Limits(connect, idle, idle.multipliedBy(3), Limits.DEFAULT.maxBodyBytes());
    }

    /** What the user declares about capabilities; checked against the catalogue. */
    Map<String, Boolean> capabilities() {
        Map<String, Boolean> declared = new java.util.LinkedHashMap<>();
        Set<String> known = Catalogue.load().all().stream()
                .map(Requirement::capability)
                .collect(java.util.stream.Collectors.toCollection(java.util.TreeSet::new));
        for (String capability : capabilities) {
            String name = capability.substring(Math.min(1, capability.length()));
            if (!capability.startsWith("+") && !capability.startsWith("-")) {
                throw new UsageException("--capability " + capability + ": write +" + capability + " for offered or -"
                        + capability + " for not offered");
            }
            if (!known.contains(name)) {
                throw new UsageException(
                        "--capability: there is no capability " + name + "; there are " + String.join(", ", known));
            }
            declared.put(name, capability.startsWith("+"));
        }
        return declared;
    }

    private static void addHeader(TargetBuilder builder, String header) {
        int equals = header.indexOf('=');
        if (equals < 1) {
            throw new UsageException("--header " + header + ": write NAME=VALUE");
        }
        String name = header.substring(0, equals);
        if (CREDENTIALS.contains(name.toLowerCase(Locale.ROOT))) {
            throw new UsageException(
                    "--header " + name + ": a key is never given as an argument, where others can see it;"
                            + " use --api-key-env or --api-key-file");
        }
        builder.header(name, header.substring(equals + 1));
    }

    private @Nullable String key(Map<String, String> environment) {
        if (keyFile != null && keyVariable != null) {
            throw new UsageException("give --api-key-env or --api-key-file, not both");
        }
        if (keyFile != null) {
            try {
                String key =
                        Files.readString(keyFile).lines().findFirst().orElse("").strip();
                if (key.isEmpty()) {
                    throw new UsageException("--api-key-file: the first line of " + keyFile + " is empty");
                }
                return key;
            } catch (IOException e) {
                throw new UsageException("--api-key-file: the file " + keyFile + " cannot be read");
            }
        }
        if (keyVariable != null) {
            return variable(environment, keyVariable, "--api-key-env");
        }
        String key = environment.get(DEFAULT_KEY_VARIABLE);
        return key == null || key.isBlank() ? null : key.strip();
    }

    private static String variable(Map<String, String> environment, String name, String option) {
        String value = environment.get(name);
        if (value == null || value.isBlank()) {
            throw new UsageException(option + ": the environment variable " + name + " is not set");
        }
        return value.strip();
    }
}
