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
import io.fovea.train.CsvLog;
import io.fovea.train.Fit;
import io.fovea.train.History;
import io.fovea.train.Logs;
import io.fovea.train.Model;
import io.fovea.train.ModelCheckpoint;
import io.fovea.train.Run;
import io.fovea.zoo.Zoo;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/// One training run, from the settings to the finished folder.
final class Training {
  /// How much work a crash may cost within an epoch.
  private static final Duration AT_MOST_LOST = Duration.ofMinutes(1);

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
      return limit.map(n -> new TrainTest(all.train().take(n), all.test().take(n))).orElse(all);
    }
  }

  /// What came out.
  ///
  /// @param seconds of training, validation included
  /// @param examples seen in training, over all epochs
  /// @param epochs begun, those before a resumed run included
  private record Outcome(
      History history, double seconds, long examples, long epochs, boolean interrupted) {
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

  /// Starts a run in a folder of its own; one that fails before anything was learned leaves no
  /// folder.
  ///
  /// @return the exit code
  int start() {
    if (settings.data() != DataChoice.MNIST10K) {
      progress.println(
          "Reading " + settings.data() + ", after a download if it is the first time.");
    }
    var data = settings.read();
    var model = compiled(data.train());
    progress.println(model.summary());
    announce(model, data);
    var folder = RunFolder.create(settings.runs(), settings.model(), LocalDateTime.now());
    try (var _ = RunLock.take(folder);
        var interrupt = Interrupt.open()) {
      folder.write(
          RunFolder.FACTS, facts(model, data).put(SavedSettings.STATE, "running").pretty());
      return run(model, data, folder, fit(folder, interrupt), interrupt);
    } finally {
      if (!Files.exists(folder.file(RunFolder.MODEL))) {
        folder.delete();
      }
    }
  }

  /// Goes on with the interrupted run in a folder; if that fails, the folder can be resumed as
  /// before.
  ///
  /// @return the exit code
  int resume(RunFolder folder) {
    var data = settings.read();
    try (var _ = RunLock.take(folder);
        var interrupt = Interrupt.open()) {
      var model = KnownModel.load(folder.file(RunFolder.MODEL), settings.engine()).model();
      announce(model, data);
      int epochs = (int) (model.iterations() / steps(data.train()));
      var finished = HistoryRows.read(folder.file(RunFolder.HISTORY)).first(epochs);
      folder.write(RunFolder.HISTORY, finished.rows().isEmpty() ? "" : finished.text());
      return run(model, data, folder, resuming(finished, folder, interrupt), interrupt);
    }
  }

  private void announce(Model model, TrainTest data) {
    progress.printf(
        "Training on %s, %d pictures, with the %s engine.%n",
        settings.data(), data.train().size(), model.engine().name());
  }

  private int run(Model model, TrainTest data, RunFolder folder, Fit fit, Interrupt interrupt) {
    var facts = facts(model, data);
    var outcome = train(model, data.train(), fit, interrupt);
    model.save(folder.file(RunFolder.MODEL));
    folder.makeLast();
    facts.put("metrics", metrics(model, outcome, Logs.empty(), folder));
    var state = outcome.interrupted() ? SavedSettings.INTERRUPTED : "trained";
    folder.write(RunFolder.FACTS, facts.put(SavedSettings.STATE, state).pretty());
    if (outcome.interrupted()) {
      progress.printf("%nStopped; what was learned so far is in %s.%n", folder);
      progress.printf("'fovea train --resume %s' goes on from there.%n", folder);
      progress.flush();
      return Main.INTERRUPTED;
    }
    var test = model.evaluate(data.test(), settings.recipe().batch());
    var metrics = metrics(model, outcome, test, folder);
    facts.put("metrics", metrics).put(SavedSettings.STATE, "finished");
    folder.write(RunFolder.FACTS, facts.pretty());
    report(outcome, test, data.test(), folder);
    if (json) {
      console.out().println(metrics.line());
    }
    return 0;
  }

  private Model compiled(Dataset train) {
    var recipe = settings.recipe();
    var model = Zoo.model(settings.model(), train.exampleShape());
    if (!settings.engine().isEmpty()) {
      model.engine(Engines.named(settings.engine()));
    }
    KnownModel.describe(model, settings.data(), train.classNames());
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

  private Fit fit(RunFolder folder, Interrupt interrupt) {
    return watched(folder, csvLog(folder.file(RunFolder.HISTORY)), best(folder), interrupt);
  }

  private Fit resuming(HistoryRows finished, RunFolder folder, Interrupt interrupt) {
    var best = best(folder);
    var soFar = finished.least(best.monitor());
    return watched(
            folder,
            csvLog(folder.file(RunFolder.HISTORY)).append(),
            soFar.isPresent() ? best.threshold(soFar.getAsDouble()) : best,
            interrupt)
        .resuming();
  }

  private ModelCheckpoint best(RunFolder folder) {
    return modelCheckpoint(folder.file(RunFolder.BEST))
        .bestOnly(settings.recipe().validation() == 0 ? "loss" : "val_loss");
  }

  private Fit watched(RunFolder folder, CsvLog log, ModelCheckpoint best, Interrupt interrupt) {
    var recipe = settings.recipe();
    return Fit.epochs(recipe.epochs())
        .batch(recipe.batch())
        .validation(recipe.validation())
        .seed(settings.seed())
        .workers(settings.workers())
        .callbacks(
            progressBar(progress, console.redraws(json)),
            log,
            onBatchEnd(Training::stopAtNan),
            best,
            new Checkpoint(folder, AT_MOST_LOST),
            interrupt);
  }

  private Outcome train(Model model, Dataset train, Fit fit, Interrupt interrupt) {
    var varied = settings.recipe().augmentation().map(train::augment).orElse(train);
    long before = model.iterations();
    long start = System.nanoTime();
    var history = model.fit(varied, fit);
    double seconds = (System.nanoTime() - start) / 1e9;
    requireFinite(history);
    long examples = examples(train, model.iterations()) - examples(train, before);
    long epochs = Math.ceilDiv(model.iterations(), (long) steps(train));
    return new Outcome(history, seconds, examples, epochs, interrupt.requested());
  }

  /// How many examples so many steps have seen; the last step of an epoch may see fewer.
  private long examples(Dataset train, long iterations) {
    int steps = steps(train);
    return iterations / steps * trainingPart(train).size()
        + iterations % steps * settings.recipe().batch();
  }

  /// Steps per epoch.
  private int steps(Dataset train) {
    return Math.ceilDiv(trainingPart(train).size(), settings.recipe().batch());
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
    var availability = model.engine().availability();
    return new Json()
        .put(SavedSettings.STATE, "")
        .put("model", settings.model())
        .put("parameters", model.parameters())
        .put("seed", settings.seed())
        .put("settings", SavedSettings.write(settings))
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
        .put("epochs", outcome.epochs())
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
