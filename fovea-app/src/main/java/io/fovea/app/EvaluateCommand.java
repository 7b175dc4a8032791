// SPDX-License-Identifier: Apache-2.0
package io.fovea.app;

import static io.fovea.loss.Losses.sparseCategoricalCrossentropy;
import static io.fovea.metric.Metrics.accuracy;

import io.fovea.error.DataException;
import io.fovea.optim.Optimizers;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Measures a model on the test part of a data set.
@Command(
    name = "evaluate",
    description = "Measures a model on the test part of a data set.",
    footer = {
      "",
      "A folder of pictures that is divided into parts has its test part measured; one",
      "that the model learned from is divided as it was then; any other one is measured",
      "whole.",
      "",
      "Examples:",
      "  fovea evaluate",
      "  fovea evaluate --model runs/last/best.keras --data mnist --json",
      "  fovea evaluate --model flowers.keras --data flowers/"
    })
final class EvaluateCommand implements Callable<Integer> {
  private final Console console;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private Common common = new Common();

  @Mixin private ModelChoice model = new ModelChoice();

  @Option(
      names = "--data",
      paramLabel = "NAME|DIR",
      converter = DataSource.Converter.class,
      description =
          "A data set as 'fovea train' knows it, or a folder of pictures; mnist10k unless given, if"
              + " the model learned from it.")
  private Optional<DataSource> data = Optional.empty();

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "Pictures at a time, ${DEFAULT-VALUE} unless given.")
  private int batch = 32;

  @Option(names = "--limit", paramLabel = "N", description = "Uses only the first N test pictures.")
  private Optional<Integer> limit = Optional.empty();

  EvaluateCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Wishes.positive(spec, "--batch", batch);
    limit.ifPresent(n -> Wishes.positive(spec, "--limit", n));
    var known = model.load(spec, console, common.json);
    var source = data.orElseGet(() -> source(known));
    var parts = source.read(known.wanted(limit), console, common.json);
    var test = parts.measured();
    // evaluation needs a loss; the optimizer is never asked
    known.model().compile(Optimizers.sgd(0), sparseCategoricalCrossentropy(), accuracy());
    long start = System.nanoTime();
    var logs = known.model().evaluate(test, batch);
    double seconds = (System.nanoTime() - start) / 1e9;
    if (common.json) {
      console
          .out()
          .println(
              new Json()
                  .put("model", known.model().name())
                  .put("parameters", known.model().parameters())
                  .put("epochs", null)
                  .put("train_accuracy", null)
                  .put("validation_accuracy", null)
                  .put("test_accuracy", logs.value("accuracy"))
                  .put("test_loss", logs.value("loss"))
                  .put("seconds", seconds)
                  .put("images_per_second", test.size() / seconds)
                  .put("run", folder(known.file()))
                  .line());
    } else {
      console
          .out()
          .printf(
              Locale.ROOT,
              "%s on %s: accuracy %.2f %%, loss %.4f, on %d pictures (%.0f per second).%n",
              model,
              source,
              logs.value("accuracy") * 100,
              logs.value("loss"),
              test.size(),
              test.size() / seconds);
    }
    return 0;
  }

  /// The data set of the program that a model learned from, or might have. What a file names is
  /// neither downloaded nor looked for unless the user says so.
  private static DataSource source(KnownModel known) {
    var learned = known.data().orElse(DataSource.MNIST10K.name());
    if (!learned.equals(DataSource.MNIST10K.name())) {
      throw new DataException(
          known.file().toString(),
          "--data to say what to measure it on",
          "a file that says it learned from " + learned,
          "add --data with the path of " + learned + ", or of other pictures of the same classes.");
    }
    return DataSource.MNIST10K;
  }

  private static String folder(Path file) {
    return String.valueOf(file.toAbsolutePath().getParent());
  }
}
