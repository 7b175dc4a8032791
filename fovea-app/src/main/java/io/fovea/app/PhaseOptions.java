// SPDX-License-Identifier: Apache-2.0
package io.fovea.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Stack;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// How one phase learns, as the command line says it.
@Command
final class PhaseOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Option(names = "--epochs", paramLabel = "N", description = "Passes over the training data.")
  private Optional<Integer> epochs = Optional.empty();

  @Option(names = "--lr", paramLabel = "RATE", description = "Highest learning rate.")
  private Optional<Double> learningRate = Optional.empty();

  @Option(names = "--optimizer", paramLabel = "NAME", description = "adamw or sgd.")
  private String optimizer = "";

  @Option(
      names = "--train-batch-norm",
      description = "Lets batch normalization of a base that learns follow the new pictures.")
  private boolean statistics;

  /// A phase as it usually is, with what the user wants otherwise.
  PhaseSettings apply(PhaseSettings usual) {
    epochs.ifPresent(n -> Wishes.positive(spec, "--epochs", n));
    learningRate.ifPresent(rate -> Wishes.positive(spec, "--lr", rate));
    var phase = usual;
    if (!optimizer.isEmpty()) {
      var rule = Rule.named(optimizer);
      Wishes.check(
          spec, rule.isPresent(), "--optimizer", "one of " + List.of(Rule.values()), optimizer);
      phase = phase.rule(rule.orElseThrow());
    }
    if (statistics) {
      Wishes.check(
          spec,
          !usual.frozen() && !usual.statistics(),
          "--train-batch-norm",
          "a base that learns on, after --then-unfreeze or with --weights",
          "none");
      phase = phase.trainStatistics();
    }
    phase = epochs.map(phase::epochs).orElse(phase);
    return learningRate.map(phase::learningRate).orElse(phase);
  }

  /// Takes the options of a phase, wherever they stand behind the option it belongs to, and leaves
  /// the others.
  static final class Consumer implements IParameterConsumer {
    private static final String FLAG = "--train-batch-norm";
    private static final List<String> NAMES = List.of("--epochs", "--lr", "--optimizer");

    @Override
    public void consumeParameters(Stack<String> args, ArgSpec option, CommandSpec command) {
      var own = new ArrayList<String>();
      var others = new ArrayList<String>();
      while (!args.isEmpty()) {
        String arg = args.pop();
        int end = arg.indexOf('=');
        boolean mine = NAMES.contains(end < 0 ? arg : arg.substring(0, end));
        boolean flag = arg.equals(FLAG);
        (mine || flag ? own : others).add(arg);
        if (mine && end < 0 && !args.isEmpty()) {
          own.add(args.pop());
        }
      }
      others.reversed().forEach(args::push);
      var options = new PhaseOptions();
      options.spec = command;
      try {
        var line = new CommandLine(options);
        Values.register(line);
        var _ = line.parseArgs(own.toArray(String[]::new));
      } catch (ParameterException e) {
        throw new ParameterException(
            command.commandLine(), "behind " + "--then-unfreeze: " + e.getMessage(), e);
      }
      options.spec = command;
      option.setValue(Optional.of(options));
    }
  }
}
