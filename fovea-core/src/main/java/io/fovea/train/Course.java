// SPDX-License-Identifier: Apache-2.0
package io.fovea.train;

import io.fovea.error.Args;
import io.fovea.train.Progress.Event;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Supplier;

/// How far a run has come, and which callbacks have heard of it. Told apart from the loop, so that
/// training can go on in the middle of anything, even of a callback that saved the model.
///
/// Mutable, for one run on one thread.
final class Course {
  private static final System.Logger LOGGER = System.getLogger("io.fovea.train");

  private final Run run;
  private final Supplier<Tally> tallies;
  private final Map<String, Callback> callbacks = new LinkedHashMap<>();
  private final ArrayDeque<String> waiting = new ArrayDeque<>();
  private Event event = Event.BEGIN;
  private Logs logs = Logs.empty();
  private Tally tally;
  private int epoch;
  private int step;

  /// @param tallies makes the counts of a new epoch
  Course(Run run, Supplier<Tally> tallies) {
    this.run = run;
    this.tallies = tallies;
    this.tally = tallies.get();
    var seen = new HashMap<String, Integer>();
    for (var callback : DefaultProgress.before(run.fit().callbacks())) {
      String name = callback.getClass().getName();
      int number = seen.merge(name, 1, Integer::sum);
      callbacks.put(number == 1 ? name : name + "-" + number, callback.start(run));
    }
    waiting.addAll(callbacks.keySet());
  }

  /// Goes on behind so many updates of a model that knows no more.
  void resume(long iterations) {
    epoch = (int) Math.min(iterations / run.steps(), Integer.MAX_VALUE);
    step = (int) (iterations % run.steps());
    if (iterations > 0 && callbacks.values().stream().anyMatch(c -> !c.memory().isEmpty())) {
      LOGGER.log(
          System.Logger.Level.WARNING,
          "The model says nothing of the callbacks of the run that is resumed: they begin anew. A"
              + " .fovea file keeps what they remember.");
    }
  }

  /// Goes on where a run was.
  ///
  /// @throws IllegalArgumentException if that was within an epoch of another length
  void resume(Progress before) {
    boolean within = before.event() != Event.BEGIN;
    Args.check(
        !within || before.steps() == run.steps(),
        "fit.resuming",
        "the " + before.steps() + " steps of the epoch in which the run was stopped",
        run.steps() + " steps",
        "resume with the same data and batch, or train without resuming().");
    epoch = before.epoch();
    step = before.step();
    event = before.event();
    logs = before.logs();
    before.notes().values().forEach(run::note);
    tally.recall(before.counts());
    waiting.clear();
    for (var entry : callbacks.entrySet()) {
      String key = entry.getKey();
      var memory = before.memories().get(key);
      if (memory != null) {
        entry.getValue().recall(run, memory);
      }
      if (memory == null && within) {
        entry.getValue().onEpochBegin(run, epoch); // it was not there then
      }
      if (memory == null ? !within : before.waiting().contains(key)) {
        waiting.add(key);
      }
    }
  }

  /// What a model that is saved now has to keep.
  Progress progress() {
    boolean over = event == Event.END && waiting.isEmpty();
    var memories = new TreeMap<String, Memory>();
    callbacks.forEach((key, callback) -> memories.put(key, callback.memory()));
    return new Progress(
        over ? epoch + 1 : epoch,
        over ? 0 : step,
        run.steps(),
        over ? Event.BEGIN : event,
        over ? callbacks.keySet().stream().toList() : waiting.stream().toList(),
        over ? Logs.empty() : logs,
        over ? Logs.empty() : new Logs(run.notes()),
        over || step == 0 ? Memory.EMPTY : tally.memory(),
        memories);
  }

  void trainBegins() {
    callbacks.values().forEach(callback -> callback.onTrainBegin(run));
  }

  void trainEnds() {
    callbacks.values().forEach(callback -> callback.onTrainEnd(run));
  }

  int epoch() {
    return epoch;
  }

  /// Steps done in this epoch.
  int step() {
    return step;
  }

  /// Counts of this epoch.
  Tally tally() {
    return tally;
  }

  /// Whether this epoch has been validated.
  boolean ended() {
    return event == Event.END;
  }

  /// Tells who has not heard of it yet where the run is.
  void goOn() {
    switch (event) {
      case BEGIN -> tellBegin();
      case STEP -> tellStep(tally.logs());
      case END -> {} // with the end itself
    }
  }

  private void tellBegin() {
    while (!waiting.isEmpty()) {
      next().onEpochBegin(run, epoch);
    }
  }

  /// A step was done.
  void stepped() {
    step++;
    event = Event.STEP;
    waiting.addAll(callbacks.keySet());
    var soFar = tally.logs();
    run.losses().afterStep(epoch, step - 1, soFar);
    tellStep(soFar);
  }

  private void tellStep(Logs soFar) {
    while (!waiting.isEmpty()) {
      next().onBatchEnd(run, step - 1, soFar);
    }
  }

  /// All steps of this epoch are done, and validation.
  void end(Logs numbers) {
    event = Event.END;
    logs = numbers.with(run.takeNotes());
    waiting.addAll(callbacks.keySet());
  }

  /// Tells the end of this epoch, and goes to the next one.
  ///
  /// @return its numbers, those included that callbacks have noted
  Logs tellEnd() {
    while (!waiting.isEmpty()) {
      next().onEpochEnd(run, epoch, logs);
      logs = logs.with(run.takeNotes());
    }
    var numbers = logs;
    epoch++;
    step = 0;
    event = Event.BEGIN;
    logs = Logs.empty();
    tally = tallies.get();
    waiting.addAll(callbacks.keySet());
    return numbers;
  }

  /// The next one that has to hear; from then on it has.
  private Callback next() {
    return Objects.requireNonNull(callbacks.get(waiting.remove()));
  }
}
