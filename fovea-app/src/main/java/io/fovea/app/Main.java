package io.fovea.app;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

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
  /// Exit code of a command that could not do its work.
  public static final int FAILED = CommandLine.ExitCode.SOFTWARE;

  /// Exit code of a command that was used wrongly.
  public static final int WRONG_USAGE = CommandLine.ExitCode.USAGE;

  /// Exit code of a command that was stopped by Ctrl-C (128 + SIGINT), as shells have it.
  public static final int INTERRUPTED = 130;

  @Spec private CommandSpec spec = CommandSpec.create();

  private Main() {}

  /// Runs a command and ends the process with its exit code.
  public static void main(String[] args) {
    // a library that reads HDF5 logs for nobody, and would say so
    System.setProperty("slf4j.internal.verbosity", "ERROR");
    var console = new Console(System.out, System.err, isTerminal());
    int code = run(args, console);
    System.out.flush();
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
    var line = new CommandLine(new Main());
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
    boolean debug = List.of(args).contains("--debug");
    line.setOut(writer(console.out()));
    line.setErr(writer(console.err()));
    line.setUsageHelpAutoWidth(false);
    line.setParameterExceptionHandler((problem, _) -> {
      console.err().println(Problems.wrongUsage(problem));
      return WRONG_USAGE;
    });
    line.setExecutionExceptionHandler((problem, _, _) -> {
      console.err().println(Problems.sentence(problem));
      if (debug) {
        problem.printStackTrace(console.err());
      }
      return FAILED;
    });
    return line.execute(args);
  }

  private static java.io.PrintWriter writer(PrintStream stream) {
    return new java.io.PrintWriter(stream, true, java.nio.charset.StandardCharsets.UTF_8);
  }

  /// Whether standard output is a terminal. `java.io.Console` asks for input and output together,
  /// so the system is asked first where it tells.
  private static boolean isTerminal() {
    var out = Path.of("/proc/self/fd/1");
    if (Files.isSymbolicLink(out)) {
      try {
        var target = Files.readSymbolicLink(out).toString();
        return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
      } catch (java.io.IOException e) {
        return false;
      }
    }
    var console = System.console();
    return console != null && console.isTerminal();
  }

  /// Called without a command: that is wrong usage.
  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "Missing command");
  }

  /// The version of the jar this class came in.
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"fovea " + Versions.fovea()};
    }
  }
}
