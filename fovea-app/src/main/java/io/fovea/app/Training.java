package io.fovea.app;

import static io.fovea.loss.Losses.sparseCategoricalCrossentropy;
import static io.fovea.metric.Metrics.accuracy;
import static io.fovea.train.Callbacks.csvLog;
import static io.fovea.train.Callbacks.modelCheckpoint;
import static io.fovea.train.Callbacks.onBatchEnd;
import static io.fovea.train.Callbacks.progressBar;

import io.fovea.data.Dataset;
import io.fovea.data.TrainTest;
import io.fovea.engine.Engines;
import io.fovea.error.FoveaException;
import io.fovea.train.Fit;
import io.fovea.train.History;
import io.fovea.train.Logs;
import io.fovea.train.Model;
import io.fovea.train.Run;
import io.fovea.train.Summary;
import io.fovea.train.SummaryStyle;
import io.fovea.zoo.Zoo;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/// One training run, from the settings to the finished folder.
final class Training {
  private final Settings settings;
  private final Console console;
  private final boolean json;
  private final PrintStream progress;

  /// What to do.
  ///
  /// @param model a network of the zoo
  /// @param limit how many examples of each part to use, if not all
  /// @param engine its name, or empty for the best one
  /// @param runs where the folder is made
  record Settings(
      String model,
      DataChoice data,
      Optional<Integer> limit,
      Recipe recipe,
      long seed,
      int workers,
      String engine,
      Path runs) {
    TrainTest read() {
      var all = data.read();
      return limit
          .map(n -> new TrainTest(all.train().take(n), all.test().take(n)))
          .orElse(all);
    }
  }

  /// What came out.
  ///
  /// @param seconds of training, validation included
  /// @param examples seen in training, over all epochs
  private record Outcome(History history, double seconds, long examples, boolean interrupted) {
    double rate() {
      return seconds == 0 ? 0 : examples / seconds;
    }
  }

  Training(Settings settings, Console console, boolean json) {
    this.settings = settings;
    this.console = console;
    this.json = json;
    this.progress = console.progress(json);
  }

  /// Trains, saves, measures.
  ///
  /// @return the exit code
  int run() {
    var data = settings.read();
    var model = compiled(data.train());
    progress.println(Summary.of(model).text(SummaryStyle.keras()));
    progress.println(
        "Training on "
            + settings.data()
            + ", "
            + data.train().size()
            + " pictures, with the "
            + model.engine().name()
            + " engine.");
    var folder = RunFolder.create(settings.runs(), settings.model(), LocalDateTime.now());
    boolean kept = false;
    try (var interrupt = Interrupt.open()) {
      var facts = facts(model, data);
      folder.write(RunFolder.FACTS, facts.put("state", "running").pretty());
      var outcome = train(model, data.train(), folder, interrupt);
      model.save(folder.file(RunFolder.MODEL));
      facts.put("metrics", metrics(model, outcome, Logs.empty(), folder));
      folder.write(
          RunFolder.FACTS,
          facts.put("state", outcome.interrupted() ? "interrupted" : "trained").pretty());
      folder.makeLast();
      kept = true;
      if (outcome.interrupted()) {
        progress.println("\nStopped; what was learned so far is in " + folder + ".");
        progress.flush();
        return Main.INTERRUPTED;
      }
      var test = model.evaluate(data.test(), settings.recipe().batch());
      var metrics = metrics(model, outcome, test, folder);
      folder.write(
          RunFolder.FACTS, facts.put("metrics", metrics).put("state", "finished").pretty());
      report(outcome, test, data.test(), folder);
      if (json) {
        console.out().println(metrics.line());
      }
      return 0;
    } finally {
      if (!kept) {
        folder.delete();
      }
    }
  }

  private Model compiled(Dataset train) {
    var recipe = settings.recipe();
    var model = Zoo.model(settings.model(), train.exampleShape());
    if (!settings.engine().isEmpty()) {
      model.engine(Engines.named(settings.engine()));
    }
    return model
        .initialize(settings.seed())
        .compile(
            recipe.optimizer(trainingPart(train).size()),
            sparseCategoricalCrossentropy(),
            accuracy());
  }

  private Dataset trainingPart(Dataset train) {
    double share = settings.recipe().validation();
    return share == 0 ? train : train.validationSplit(share).getFirst();
  }

  private Outcome train(Model model, Dataset train, RunFolder folder, Interrupt interrupt) {
    var recipe = settings.recipe();
    var varied = recipe.augmentation().map(train::augment).orElse(train);
    var best =
        modelCheckpoint(folder.file(RunFolder.BEST))
            .bestOnly(recipe.validation() == 0 ? "loss" : "val_loss");
    var fit =
        Fit.epochs(recipe.epochs())
            .batch(recipe.batch())
            .validation(recipe.validation())
            .seed(settings.seed())
            .workers(settings.workers())
            .callbacks(
                progressBar(progress, console.redraws(json)),
                csvLog(folder.file(RunFolder.HISTORY)),
                onBatchEnd(Training::stopAtNan),
                best,
                interrupt);
    long before = model.iterations();
    long start = System.nanoTime();
    var history = model.fit(varied, fit);
    double seconds = (System.nanoTime() - start) / 1e9;
    requireFinite(history);
    long examples =
        Math.min(
            (model.iterations() - before) * recipe.batch(),
            (long) history.epochs().size() * trainingPart(train).size());
    return new Outcome(history, seconds, examples, interrupt.requested());
  }

  private static void stopAtNan(Run run, int step, Logs logs) {
    if (!Double.isFinite(logs.value("loss"))) {
      run.stop();
    }
  }

  private static void requireFinite(History history) {
    for (int epoch = 0; epoch < history.epochs().size(); epoch++) {
      double loss = history.epochs().get(epoch).value("loss");
      if (!Double.isFinite(loss)) {
        throw new IllegalStateException(
            FoveaException.format(
                "fovea train",
                "a loss that is a number",
                loss + " in epoch " + (epoch + 1),
                "choose a smaller learning rate with --lr."));
      }
    }
  }

  private Json facts(Model model, TrainTest data) {
    var recipe = settings.recipe();
    var availability = model.engine().availability();
    return new Json()
        .put("model", settings.model())
        .put("parameters", model.parameters())
        .put("seed", settings.seed())
        .put("epochs", recipe.epochs())
        .put("batch", recipe.batch())
        .put("learning_rate", recipe.learningRate())
        .put("warmup", recipe.warmup())
        .put("validation", recipe.validation())
        .put("augmentation", recipe.augmentation().map(Record::toString).orElse("none"))
        .put("workers", settings.workers())
        .put(
            "data",
            new Json()
                .put("name", settings.data().label())
                .put("train", data.train().size())
                .put("train_sha256", DataHash.of(data.train()))
                .put("test", data.test().size())
                .put("test_sha256", DataHash.of(data.test())))
        .put("classes", data.train().classNames())
        .put(
            "engine",
            new Json()
                .put("name", model.engine().name())
                .put("version", availability.version())
                .put("facts", availability.facts()))
        .put(
            "versions",
            new Json()
                .put("fovea", Versions.fovea())
                .put("java", Versions.java())
                .put("system", Versions.system()))
        .put("started", LocalDateTime.now().withNano(0).toString());
  }

  /// The object that `--json` prints.
  private Json metrics(Model model, Outcome outcome, Logs test, RunFolder folder) {
    var last = outcome.history().last();
    return new Json()
        .put("model", settings.model())
        .put("parameters", model.parameters())
        .put("epochs", outcome.history().epochs().size())
        .put("train_accuracy", orNull(last.find("accuracy")))
        .put("validation_accuracy", orNull(last.find("val_accuracy")))
        .put("test_accuracy", orNull(test.find("accuracy")))
        .put("test_loss", orNull(test.find("loss")))
        .put("seconds", outcome.seconds())
        .put("images_per_second", outcome.rate())
        .put("run", folder.toString());
  }

  private void report(Outcome outcome, Logs test, Dataset tested, RunFolder folder) {
    progress.printf(
        Locale.ROOT,
        "%nTest accuracy %.2f %%, loss %.4f, on %d pictures.%n",
        test.value("accuracy") * 100,
        test.value("loss"),
        tested.size());
    progress.printf(
        Locale.ROOT,
        "Trained for %.1f s, %.0f pictures per second. Saved in %s.%n",
        outcome.seconds(),
        outcome.rate(),
        folder);
  }

  private static @Nullable Double orNull(OptionalDouble value) {
    return value.isPresent() ? (Double) value.getAsDouble() : null;
  }
}
