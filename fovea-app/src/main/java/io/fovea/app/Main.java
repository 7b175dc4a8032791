// SPDX-License-Identifier: Apache-2.0
package io.fovea.app;

import io.fovea.error.FoveaException;
import io.fovea.system.Terminal;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/// The command line of Fovea.
///
/// ```
/// fovea train
/// fovea predict --model runs/last/model.keras digit.png
/// ```
@Command(
    name = "fovea",
    description = "Convolutional computer vision for the JVM.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Examples:",
      "  fovea train",
      "  fovea predict --model runs/last/model.keras digit.png",
      "  fovea train --help"
    })
public final class Main implements Callable<Integer> {
  /// Set by the script `fovea`, whose source tree has more to run than the library.
  private static final String SOURCE_TREE = "fovea.sources";

  /// Exit code of a command that could not do its work.
  public static final int FAILED = CommandLine.ExitCode.SOFTWARE;

  /// Exit code of a command that was used wrongly.
  public static final int WRONG_USAGE = CommandLine.ExitCode.USAGE;

  /// Exit code of a command that was stopped by Ctrl-C (128 + SIGINT), as shells have it.
  public static final int INTERRUPTED = 130;

  /// Exit code of a command whose reader went away (128 + SIGPIPE), as of other programs in a pipe.
  public static final int ABANDONED = 141;

  private final Console console;

  @Spec private CommandSpec spec = CommandSpec.create();

  private Main(Console console) {
    this.console = console;
  }

  /// Runs a command and ends the process with its exit code.
  public static void main(String[] args) {
    // a library that reads HDF5 logs for nobody, and would say so
    System.setProperty("slf4j.internal.verbosity", "ERROR");
    var results = new Results(new FileOutputStream(FileDescriptor.out));
    var out = new PrintStream(results, true, System.out.charset());
    var console = new Console(out, System.err, Terminal.isWatched(), results::isAbandoned);
    int code = run(args, console);
    System.exit(code);
  }

  /// Runs a command as [#main] does, but within this process and with plain lines of progress.
  ///
  /// @param out receives results
  /// @param err receives errors, and progress where results are for machines
  /// @return the exit code
  public static int run(String[] args, PrintStream out, PrintStream err) {
    return run(args, new Console(out, err, false));
  }

  private static int run(String[] args, Console console) {
    boolean debug = List.of(args).contains("--debug");
    int code;
    try {
      code = line(console, debug).execute(args);
    } catch (Throwable e) { // memory, stack, classes: nobody else is left to tell the user
      code = failed(e, console, debug);
    }
    boolean whole = console.isWhole();
    if (console.isAbandoned()) {
      return ABANDONED;
    }
    if (code == 0 && !whole) {
      console
          .err()
          .println(
              FoveaException.format(
                  "fovea",
                  "standard output that takes the results",
                  "one that does not",
                  "check the free space of its device."));
      return FAILED;
    }
    return code;
  }

  private static int failed(Throwable problem, Console console, boolean debug) {
    console.err().println(Problems.sentence(problem));
    if (debug) {
      problem.printStackTrace(console.err());
    }
    return FAILED;
  }

  /// All commands.
  static CommandLine line(Console console, boolean debug) {
    var line = new CommandLine(new Main(console));
    line.addSubcommand(new TrainCommand(console));
    line.addSubcommand(new EvaluateCommand(console));
    line.addSubcommand(new PredictCommand(console));
    line.addSubcommand(new SummaryCommand(console));
    line.addSubcommand(new ConvertCommand(console));
    line.addSubcommand(new ZooCommand(console));
    line.addSubcommand(new ScaleCommand(console));
    line.addSubcommand(DataCommand.line(console));
    line.addSubcommand(new AugmentCommand(console));
    line.addSubcommand(new DoctorCommand(console));
    if (Boolean.getBoolean(SOURCE_TREE)) {
      addScript(line, "example", "Runs a program of the chapter on convolutional networks.");
      addScript(line, "java", "Runs a program of one's own, a .java file, with Fovea.");
      addScript(line, "bench", "Measures a network, side by side with ONNX Runtime.");
    }
    Help.tidy(line, console.columns(Help.WIDTH));
    Values.register(line);
    line.setOut(writer(console.out()));
    line.setErr(writer(console.err()));
    line.setExecutionStrategy(parsed -> {
      requireAllMatched(parsed);
      return new CommandLine.RunLast().execute(parsed);
    });
    line.setParameterExceptionHandler((problem, _) -> {
      console.err().println(Problems.wrongUsage(problem));
      return WRONG_USAGE;
    });
    line.setExecutionExceptionHandler((problem, _, _) -> failed(problem, console, debug));
    return line;
  }

  /// A command that the script runs before this program would start.
  private static void addScript(CommandLine line, String name, String description) {
    var command = CommandSpec.create();
    command.usageMessage().description(description);
    line.addSubcommand(name, command);
  }

  /// Help is asked of a command that exists: picocli would show that of the one above.
  private static void requireAllMatched(ParseResult parsed) {
    for (var level = parsed; level != null; level = level.subcommand()) {
      if (!level.unmatched().isEmpty()) {
        throw new UnmatchedArgumentException(level.commandSpec().commandLine(), level.unmatched());
      }
    }
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(stream, true, StandardCharsets.UTF_8);
  }

  /// Called without a command: the help says what there is.
  @Override
  public Integer call() {
    spec.commandLine().usage(console.out());
    return 0;
  }

  /// The version of the jar this class came in.
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"fovea " + Versions.fovea()};
    }
  }
}
