package io.fovea.app;

import static io.fovea.loss.Losses.sparseCategoricalCrossentropy;
import static io.fovea.metric.Metrics.accuracy;

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
      "Examples:",
      "  fovea evaluate",
      "  fovea evaluate --model runs/last/best.fovea --data mnist --json"
    })
final class EvaluateCommand implements Callable<Integer> {
  private final Console console;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private Common common = new Common();

  @Option(
      names = "--model",
      paramLabel = "FILE",
      description = "Model file, or folder of a run; ${DEFAULT-VALUE} unless given.")
  private Path model = Path.of("runs", "last", RunFolder.MODEL);

  @Option(
      names = "--data",
      paramLabel = "NAME",
      converter = DataChoice.Converter.class,
      description =
          "mnist10k, mnist, fashion-mnist or cifar10; what it was trained on unless given.")
  private Optional<DataChoice> data = Optional.empty();

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "Pictures at a time, ${DEFAULT-VALUE} unless given.")
  private int batch = 32;

  @Option(names = "--limit", paramLabel = "N", description = "Uses only the first N test pictures.")
  private Optional<Integer> limit = Optional.empty();

  @Option(names = "--engine", paramLabel = "NAME", description = "onednn or reference.")
  private String engine = "";

  EvaluateCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Wishes.positive(spec, "--batch", batch);
    limit.ifPresent(n -> Wishes.positive(spec, "--limit", n));
    Wishes.engine(spec, engine);
    var known = KnownModel.load(model, engine);
    var choice = data.or(known::data).orElse(DataChoice.MNIST10K);
    var all = choice.read().test();
    var test = limit.map(all::take).orElse(all);
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
              choice,
              logs.value("accuracy") * 100,
              logs.value("loss"),
              test.size(),
              test.size() / seconds);
    }
    return 0;
  }

  private static String folder(Path file) {
    return String.valueOf(file.toAbsolutePath().getParent());
  }
}
