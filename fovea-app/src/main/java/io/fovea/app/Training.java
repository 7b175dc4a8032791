// SPDX-License-Identifier: Apache-2.0
package io.fovea.app;

import static io.fovea.loss.Losses.sparseCategoricalCrossentropy;
import static io.fovea.metric.Metrics.accuracy;
import static io.fovea.train.Callbacks.csvLog;
import static io.fovea.train.Callbacks.progressBar;

import io.fovea.data.Dataset;
import io.fovea.error.DataException;
import io.fovea.error.FoveaException;
import io.fovea.formats.keras.KerasFormat;
import io.fovea.train.Fit;
import io.fovea.train.Logs;
import io.fovea.train.Model;
import io.fovea.train.Phase;
import io.fovea.train.Recipe;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;

/// One training run, from the settings to the finished folder.
final class Training {
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

  // ---- from beginning to end -------------------------------------------------------------------

  /// Starts a run in a folder of its own; one that ends before anything was learned leaves no folder.
  ///
  /// @return the exit code
  int start() {
    var data = read();
    var learner = fresh(data);
    progress.println(learner.whole().summary());
    announce(learner, data);
    var facts = new RunFacts(settings, learner.whole(), data);
    var folder =
        RunFolder.create(
            settings.runs(),
            settings.start().label(),
            LocalDateTime.now(),
            facts.text(SavedSettings.RUNNING, new Json()));
    try (var _ = RunLock.take(folder);
        var interrupt = interrupts.get()) {
      return run(learner, data, folder, interrupt);
    } finally {
      if (stood(folder).isEmpty() && !Files.exists(folder.model())) {
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
      var stood = stood(folder);
      // without a state it went down before its first checkpoint
      var learner = stood.isEmpty() ? fresh(data) : saved(data, folder, stood.getAsInt());
      announce(learner, data);
      return run(learner, data, folder, interrupt);
    }
  }

  /// The phase that a run goes on in.
  private OptionalInt stood(RunFolder folder) {
    return folder.states().last(settings.recipe().phases().size());
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

  private Learner fresh(DataParts data) {
    return Learner.create(settings, data, console.download(json), progress);
  }

  private Learner saved(DataParts data, RunFolder folder, int phase) {
    var model = Model.load(folder.states().state(phase));
    SavedSettings.requireSame(folder, settings, model);
    if (!settings.cached(settings.recipe().phases().get(phase))) {
      return Learner.restored(settings, model);
    }
    var learner = Learner.joined(settings, Model.load(folder.states().base()), model);
    KnownModel.describe(learner.whole(), settings, data, false);
    return learner;
  }

  private void announce(Learner learner, DataParts data) {
    progress.printf(
        "Training on %s, %d picture%s of %d classes, with the %s engine.%n",
        settings.data(),
        data.train().size(),
        data.train().size() == 1 ? "" : "s",
        data.train().classes(),
        learner.whole().engine().name());
    if (learner.parts().isPresent() && settings.weights().isEmpty() && !settings.start().isFile()) {
      progress.println("The base has random values; --weights gives it what others have learned.");
    }
  }

  private int run(Learner learner, DataParts data, RunFolder folder, Interrupt interrupt) {
    var whole = learner.whole();
    var facts = new RunFacts(settings, whole, data);
    String ending = KerasFormat.holds(whole) ? ".keras" : ".fovea";
    var outcome = new Outcome();
    var watch = new Watch(folder, learner.parts().isPresent(), interrupt);
    Recipe.Result result;
    try {
      result =
          recipe(whole, data, folder, outcome, interrupt)
              .bestIn(folder.file(RunFolder.BEST + ending))
              .watchedBy(watch)
              .run(whole, data.train());
    } catch (CancellationException e) {
      progress.printf("%nStopped before this phase had learned anything.%n");
      return Main.INTERRUPTED;
    } finally {
      outcome.end();
    }
    if (!result.sound()) {
      folder.write(RunFolder.FACTS, facts.text(SavedSettings.DIVERGED, new Json()));
      throw diverged(result, folder);
    }
    whole.save(folder.file(RunFolder.MODEL + ending));
    folder.makeLast();
    var rows = HistoryRows.whole(folder.file(RunFolder.HISTORY));
    int last = rows.rows().size() - 1;
    boolean stopped = interrupt.requested();
    boolean isBest = settings.transfers() && !stopped;
    // below 0 for none: it is what it was
    int row = isBest ? result.best().orElse(-1) : last;
    var metrics = facts.metrics(outcome, rows, row, Logs.empty(), folder);
    if (stopped) {
      folder.write(RunFolder.FACTS, facts.text(SavedSettings.INTERRUPTED, metrics));
      progress.printf("%nStopped; what was learned so far is in %s.%n", folder);
      progress.printf("'fovea train --resume %s' goes on from there.%n", folder);
      progress.flush();
      return Main.INTERRUPTED;
    }
    folder.write(RunFolder.FACTS, facts.text(SavedSettings.TRAINED, metrics));
    var test =
        data.test()
            .map(examples -> whole.evaluate(examples, settings.recipe().batch()))
            .orElse(Logs.empty());
    metrics = facts.metrics(outcome, rows, row, test, folder);
    folder.write(RunFolder.FACTS, facts.text(SavedSettings.FINISHED, metrics));
    folder.forgetStates();
    if (isBest) {
      var best =
          row < 0
              ? "Best: as it was before training"
              : "Best: epoch %d, %s".formatted(row + 1, rows.told(row));
      progress.printf(
          "%n%s; this is what was saved. Last: epoch %d, %s.%n", best, last + 1, rows.told(last));
    }
    report(outcome, test, data.test(), folder);
    if (json) {
      console.out().println(metrics.line());
    }
    return 0;
  }

  // ---- phases ----------------------------------------------------------------------------------

  /// What goes on from something learned must not become worse than it, so it ends with its best epoch.
  private Recipe recipe(
      Model whole, DataParts data, RunFolder folder, Outcome outcome, Interrupt interrupt) {
    var chosen = settings.recipe();
    var phases = new ArrayList<Phase>();
    for (int i = 0; i < chosen.phases().size(); i++) {
      var history = csvLog(folder.file(RunFolder.HISTORY)).append();
      var fit =
          Fit.epochs(chosen.phases().get(i).epochs())
              .batch(chosen.batch())
              .seed(settings.seed() + i)
              .callbacks(
                  progressBar(console.drawn(json), console.redraws(json)),
                  new Shifted(history, chosen.epochsBefore(i) + 1),
                  outcome,
                  interrupt);
      var fed = settings.workers().map(fit::workers).orElse(fit);
      var validated = data.validation().map(fed::validation).orElse(fed);
      phases.add(chosen.phases().get(i).phase(validated, data.train().size(), settings.copies()));
    }
    var recipe =
        Recipe.of(phases.toArray(Phase[]::new))
            .loss(sparseCategoricalCrossentropy(), accuracy())
            .keptIn(folder.states().folder());
    if (KnownModel.knew(whole)) {
      return recipe.startCounts();
    }
    return settings.transfers() ? recipe : recipe.endWithLast();
  }

  /// Tells how a run goes on, and keeps its folder in order.
  private final class Watch implements Recipe.Watcher {
    private final RunFolder folder;
    private final boolean isOnBase;
    private final Interrupt interrupt;
    private final Map<String, WorkLine> lines = new HashMap<>();

    Watch(RunFolder folder, boolean isOnBase, Interrupt interrupt) {
      this.folder = folder;
      this.isOnBase = isOnBase;
      this.interrupt = interrupt;
    }

    @Override
    public void onPhase(int number, boolean resumes) {
      var recipe = settings.recipe();
      if (isOnBase || settings.transfers()) {
        var phase = recipe.phases().get(number);
        progress.printf(
            Locale.ROOT,
            "%nPhase %d of %d: %s, %s with a learning rate of %s.%n",
            number + 1,
            recipe.phases().size(),
            learns(phase),
            phase.rule(),
            phase.learningRate());
      }
      var history = folder.file(RunFolder.HISTORY);
      var finished = HistoryRows.read(history).first(history, recipe.epochsBefore(number));
      if (!resumes) {
        folder.write(RunFolder.HISTORY, finished.text());
      }
    }

    private String learns(PhaseSettings phase) {
      if (!isOnBase) {
        return "the network learns on";
      }
      return phase.frozen() ? "the head learns on the frozen base" : "base and head learn";
    }

    /// @throws CancellationException if somebody stops it meanwhile
    @Override
    public void onFeatures(String what, int done, int all) {
      lines.computeIfAbsent(what, name -> console.work(json, name, "pictures", 1)).at(done, all);
      if (interrupt.requested()) {
        throw new CancellationException("stopped");
      }
    }

    @Override
    public void onSaved(Path state) {
      folder.makeLast();
    }

    @Override
    public boolean stopped() {
      return interrupt.requested();
    }
  }

  private IllegalStateException diverged(Recipe.Result result, RunFolder folder) {
    double loss = result.histories().getLast().last().find("loss").orElse(Double.NaN);
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
