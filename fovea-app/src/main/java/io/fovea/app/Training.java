// SPDX-License-Identifier: Apache-2.0
package io.fovea.app;

import static io.fovea.loss.Losses.sparseCategoricalCrossentropy;
import static io.fovea.metric.Metrics.accuracy;
import static io.fovea.train.Callbacks.csvLog;
import static io.fovea.train.Callbacks.onBatchEnd;
import static io.fovea.train.Callbacks.progressBar;

import io.fovea.data.Dataset;
import io.fovea.error.DataException;
import io.fovea.error.FoveaException;
import io.fovea.formats.keras.KerasFormat;
import io.fovea.train.Features;
import io.fovea.train.Fit;
import io.fovea.train.History;
import io.fovea.train.Logs;
import io.fovea.train.Model;
import io.fovea.train.Run;
import java.io.PrintStream;
import java.nio.file.Files;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;

/// One training run, from the settings to the finished folder.
final class Training {
  /// How much work a crash may cost within an epoch.
  private static final Duration AT_MOST_LOST = Duration.ofMinutes(1);

  private final Settings settings;
  private final Console console;
  private final boolean json;
  private final PrintStream progress;
  private final Supplier<Interrupt> interrupts;

  Training(Settings settings, Console console, boolean json) {
    this(settings, console, json, Interrupt::open);
  }

  /// @param interrupts opens what ends training early
  Training(Settings settings, Console console, boolean json, Supplier<Interrupt> interrupts) {
    this.interrupts = interrupts;
    this.settings = settings;
    this.console = console;
    this.json = json;
    this.progress = console.progress(json);
  }

  /// Where a run stands.
  ///
  /// @param phase number of the phase to go on with
  /// @param resumes whether the model in it is in the middle of that phase
  private record Stand(Learner learner, int phase, boolean resumes) {}

  // ---- from beginning to end -------------------------------------------------------------------

  /// Starts a run in a folder of its own; one that ends before anything was learned leaves no folder.
  ///
  /// @return the exit code
  int start() {
    var data = read();
    var stand = fresh(data);
    progress.println(stand.learner().whole().summary());
    announce(stand.learner(), data);
    var facts = new RunFacts(settings, stand.learner().whole(), data);
    var folder =
        RunFolder.create(
            settings.runs(),
            settings.start().label(),
            LocalDateTime.now(),
            facts.text(SavedSettings.RUNNING, new Json()));
    try (var _ = RunLock.take(folder);
        var interrupt = interrupts.get()) {
      return run(stand, data, folder, interrupt);
    } finally {
      if (folder.phase(settings.recipe().phases().size()).isEmpty()
          && !Files.exists(folder.model())) {
        folder.delete();
      }
    }
  }

  /// Goes on with the interrupted run in a folder; if that fails, the folder can be resumed as
  /// before.
  ///
  /// @param dataHash what identified the data when the run was started
  /// @return the exit code
  int resume(RunFolder folder, String dataHash) {
    var data = read();
    if (!data.hash().equals(dataHash)) {
      throw new DataException(
          settings.data().name(),
          "the data that the run was started with",
          "other data",
          "bring the data back as it was, or start another run.");
    }
    try (var _ = RunLock.take(folder);
        var interrupt = interrupts.get()) {
      folder.forgetParts();
      var stand = saved(data, folder);
      announce(stand.learner(), data);
      return run(stand, data, folder, interrupt);
    }
  }

  private DataParts read() {
    settings
        .data()
        .entry()
        .filter(known -> !known.isBuiltIn())
        .ifPresent(known ->
            progress.println(
                "Reading " + known.name() + ", after a download if it is the first time."));
    return settings.data().read(settings.wanted(), console, json);
  }

  private Stand fresh(DataParts data) {
    var learner = Learner.create(settings, data, console.download(json), progress);
    return new Stand(learner, 0, false);
  }

  private Stand saved(DataParts data, RunFolder folder) {
    var phases = settings.recipe().phases();
    var saved = folder.phase(phases.size());
    if (saved.isEmpty()) {
      return fresh(data); // it went down before its first checkpoint
    }
    int phase = saved.getAsInt();
    var model = Model.load(folder.state(phase));
    SavedSettings.requireSame(folder, settings, model);
    if (!settings.cached(phases.get(phase))) {
      return new Stand(Learner.restored(settings, model), phase, true);
    }
    var learner = Learner.joined(settings, Model.load(folder.base()), model);
    KnownModel.describe(learner.whole(), settings, data);
    return new Stand(learner, phase, true);
  }

  private void announce(Learner learner, DataParts data) {
    progress.printf(
        "Training on %s, %d pictures of %d classes, with the %s engine.%n",
        settings.data(),
        data.train().size(),
        data.train().classes(),
        learner.whole().engine().name());
    if (learner.parts().isPresent() && settings.weights().isEmpty() && !settings.start().isFile()) {
      progress.println("The base has random values; --weights gives it what others have learned.");
    }
  }

  private int run(Stand stand, DataParts data, RunFolder folder, Interrupt interrupt) {
    var whole = stand.learner().whole();
    var facts = new RunFacts(settings, whole, data);
    String ending = KerasFormat.holds(whole) ? ".keras" : ".fovea";
    var outcome = Outcome.NOTHING;
    try {
      for (int i = stand.phase(); i < settings.recipe().phases().size(); i++) {
        boolean resumes = stand.resumes() && i == stand.phase();
        outcome = outcome.then(phase(i, resumes, stand.learner(), data, folder, ending, interrupt));
        if (interrupt.requested()) {
          break;
        }
      }
    } catch (CancellationException e) {
      progress.printf("%nStopped before this phase had learned anything.%n");
      return Main.INTERRUPTED;
    }
    var rows = HistoryRows.whole(folder.file(RunFolder.HISTORY));
    boolean stopped = interrupt.requested();
    var best = rows.best(measure(data.validation()));
    boolean bestComesBack = settings.transfers() && !stopped && best.isPresent();
    if (bestComesBack) {
      whole.loadWeights(folder.file(RunFolder.BEST + ending));
    }
    whole.save(folder.file(RunFolder.MODEL + ending));
    folder.makeLast();
    int row = bestComesBack ? best.orElseThrow() : rows.rows().size() - 1;
    var metrics = facts.metrics(outcome, rows, row, Logs.empty(), folder);
    if (stopped) {
      folder.write(RunFolder.FACTS, facts.text(SavedSettings.INTERRUPTED, metrics));
      progress.printf("%nStopped; what was learned so far is in %s.%n", folder);
      progress.printf("'fovea train --resume %s' goes on from there.%n", folder);
      progress.flush();
      return Main.INTERRUPTED;
    }
    folder.write(RunFolder.FACTS, facts.text(SavedSettings.TRAINED, metrics));
    var test = data.test().map(examples -> tested(whole, examples)).orElse(Logs.empty());
    metrics = facts.metrics(outcome, rows, row, test, folder);
    folder.write(RunFolder.FACTS, facts.text(SavedSettings.FINISHED, metrics));
    folder.forgetStates();
    if (bestComesBack) {
      tellBest(rows, row);
    }
    report(outcome, test, data.test(), folder);
    if (json) {
      console.out().println(metrics.line());
    }
    return 0;
  }

  /// What goes on from something learned must not become worse than it: accuracy decides.
  private Measure measure(Optional<Dataset> validation) {
    return new Measure(validation.isPresent() ? "val_" : "", settings.transfers());
  }

  private void tellBest(HistoryRows rows, int best) {
    int last = rows.rows().size() - 1;
    progress.printf(
        "%nBest: epoch %d, %s; this is what was saved. Last: epoch %d, %s.%n",
        best + 1, rows.told(best), last + 1, rows.told(last));
  }

  private Logs tested(Model model, Dataset test) {
    if (!model.isCompiled()) { // only its head was in training
      model.compile(
          settings.recipe().phases().getLast().optimizer(1, 1),
          sparseCategoricalCrossentropy(),
          accuracy());
    }
    return model.evaluate(test, settings.recipe().batch());
  }

  // ---- one phase -------------------------------------------------------------------------------

  private Outcome phase(
      int number,
      boolean resumes,
      Learner learner,
      DataParts data,
      RunFolder folder,
      String ending,
      Interrupt interrupt) {
    var phase = settings.recipe().phases().get(number);
    boolean cached = settings.cached(phase);
    if (resumes && cached && isOver(learner.parts().orElseThrow().head(), phase)) {
      return Outcome.of(settings.recipe().epochsBefore(number + 1));
    }
    announce(number, learner);
    learner.freeze(phase);
    long start = System.nanoTime();
    var model = learner.whole();
    var train = data.train();
    var validation = data.validation();
    if (cached) {
      var parts = learner.parts().orElseThrow();
      if (!resumes) {
        folder.saveBase(parts.base());
      }
      model = parts.head();
      train = features(parts.base(), train, settings.copies(), "features", interrupt);
      validation =
          validation.map(part -> features(parts.base(), part, 1, "validation features", interrupt));
    }
    if (!resumes) {
      model.compile(
          phase.optimizer(train.size(), settings.recipe().batch()),
          sparseCategoricalCrossentropy(),
          accuracy());
    }
    var fit = fit(number, resumes, validation, learner.whole(), folder, ending);
    long before = model.iterations();
    var history = model.fit(train, fit.callbacks(interrupt));
    double seconds = (System.nanoTime() - start) / 1e9;
    int epochsBefore = settings.recipe().epochsBefore(number);
    if (!Checkpoint.isSound(model) || !isFinite(history)) {
      var facts = new RunFacts(settings, learner.whole(), data);
      folder.write(RunFolder.FACTS, facts.text(SavedSettings.DIVERGED, new Json()));
      throw diverged(history, folder);
    }
    if (interrupt.requested()) {
      folder.saveState(model, number);
    }
    int batch = settings.recipe().batch();
    return new Outcome(
        history,
        seconds,
        Outcome.examples(model.iterations(), train.size(), batch)
            - Outcome.examples(before, train.size(), batch),
        epochsBefore + Math.ceilDiv(model.iterations(), (long) Math.ceilDiv(train.size(), batch)));
  }

  /// Whether a phase has had all its epochs, so that no features have to be computed for it.
  private static boolean isOver(Model model, Phase phase) {
    return model.progress().filter(before -> before.epoch() >= phase.epochs()).isPresent();
  }

  private void announce(int number, Learner learner) {
    var phases = settings.recipe().phases();
    if (learner.parts().isPresent()) {
      var phase = phases.get(number);
      progress.printf(
          Locale.ROOT,
          "%nPhase %d of %d: %s, %s with a learning rate of %s.%n",
          number + 1,
          phases.size(),
          phase.frozen() ? "the head learns on the frozen base" : "base and head learn",
          phase.rule(),
          phase.learningRate());
    }
  }

  /// @throws CancellationException if somebody stops it meanwhile
  private Dataset features(Model base, Dataset data, int copies, String what, Interrupt interrupt) {
    var line = console.work(json, what, "pictures", 1);
    Features.Progress watched =
        (done, all) -> {
          line.at(done, all);
          if (interrupt.requested()) {
            throw new CancellationException("stopped");
          }
        };
    return copies == 1
        ? Features.of(base, data, watched)
        : Features.augmented(base, data, copies, settings.seed(), watched);
  }

  private Fit fit(
      int number,
      boolean resumes,
      Optional<Dataset> validation,
      Model whole,
      RunFolder folder,
      String ending) {
    var recipe = settings.recipe();
    int before = recipe.epochsBefore(number);
    var history = folder.file(RunFolder.HISTORY);
    var finished = HistoryRows.read(history).first(history, before);
    if (!resumes) {
      folder.write(RunFolder.HISTORY, finished.text());
    }
    var measure = measure(validation);
    var best = finished.best(measure);
    var soFar = best.isPresent() ? finished.score(best.getAsInt(), measure) : Measure.Score.NONE;
    var fit =
        Fit.epochs(recipe.phases().get(number).epochs())
            .batch(recipe.batch())
            .seed(settings.seed() + number)
            .callbacks(
                progressBar(console.drawn(json), console.redraws(json)),
                new Shifted(csvLog(history).append(), before + 1),
                onBatchEnd(Training::stopAtNan),
                new Best(whole, folder.file(RunFolder.BEST + ending), measure, soFar),
                new Checkpoint(folder, number, AT_MOST_LOST));
    var fed = settings.workers().map(fit::workers).orElse(fit);
    var validated = validation.map(fed::validation).orElse(fed);
    return resumes ? validated.resuming() : validated;
  }

  private static void stopAtNan(Run run, int step, Logs logs) {
    if (!Double.isFinite(logs.value("loss"))) {
      run.stop();
    }
  }

  private static boolean isFinite(History history) {
    return history.epochs().stream().allMatch(logs -> Double.isFinite(logs.value("loss")));
  }

  private IllegalStateException diverged(History history, RunFolder folder) {
    double loss = history.last().find("loss").orElse(Double.NaN);
    boolean kept = Files.exists(folder.model());
    return new IllegalStateException(
        FoveaException.format(
            "fovea train",
            "a loss and parameters that are numbers",
            Double.isFinite(loss) ? "parameters that are none" : "a loss of " + loss,
            "choose a smaller learning rate with --lr"
                + (kept ? "; what was good before is in " + folder.model() : "")
                + "."));
  }

  private void report(Outcome outcome, Logs test, Optional<Dataset> tested, RunFolder folder) {
    tested.ifPresent(examples ->
        progress.printf(
            Locale.ROOT,
            "%nTest accuracy %.2f %%, loss %.4f, on %d pictures.%n",
            test.value("accuracy") * 100,
            test.value("loss"),
            examples.size()));
    progress.printf(
        Locale.ROOT,
        "Trained for %.1f s, %.0f pictures per second. Saved in %s.%n",
        outcome.seconds(),
        outcome.rate(),
        folder);
  }
}
