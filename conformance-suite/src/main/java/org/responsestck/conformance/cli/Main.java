package org.responsestck.conformance.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code tck}. */
@Command(
        name = "tck",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = "Conformance test kit and mock server for the Responses API.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            RunCommand.class,
            ProbeCommand.class,
            MockCommand.class,
            ListCommand.class,
            ExplainCommand.class,
            CoverageCommand.class,
            RecheckCommand.class,
            CompareCommand.class,
            BaselineCommand.class,
            SelftestCommand.class
        })
public final class Main implements Runnable {
    @Spec
    private CommandSpec spec;

    /** Prints the version of the jar. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"responses-tck " + Tool.version()};
        }
    }

    public static void main(String[] args) {
        System.exit(execute(new PrintWriter(System.out, true), new PrintWriter(System.err, true), args));
    }

    /** Runs a command and gives its exit code; writes to the given writers only. */
    static int execute(PrintWriter out, PrintWriter err, String... args) {
        CommandLine line = new CommandLine(new Main());
        line.setOut(out);
        line.setErr(err);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setParameterExceptionHandler((e, arguments) -> {
            err.println("tck: " + usage(e, arguments));
            return Exit.USAGE.code();
        });
        line.setExecutionExceptionHandler((e, command, result) -> {
            if (e instanceof UsageException) {
                err.println("tck: " + e.getMessage());
                return Exit.USAGE.code();
            }
            err.println("tck: our error, please report it: " + e);
            e.printStackTrace(err);
            return Exit.COULD_NOT_JUDGE.code();
        });
        return line.execute(args);
    }

    private static String usage(ParameterException e, String[] arguments) {
        for (String argument : arguments) {
            String name = argument.toLowerCase(Locale.ROOT);
            if (List.of("--api-key", "--key", "--token", "--apikey").contains(name.split("=", 2)[0])) {
                return "a key is never given as an argument, where others can see it; put it into the environment variable"
                        + " RESPONSES_API_KEY, or name a variable with --api-key-env or a file with --api-key-file";
            }
        }
        String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("wrong usage");
        String command = e.getCommandLine().getCommandSpec().qualifiedName();
        return message + "; see '" + command + " --help'";
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }
}
