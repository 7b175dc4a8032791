// SPDX-License-Identifier: Apache-2.0
package io.fovea.train;

import io.fovea.data.Batches;
import io.fovea.data.Dataset;
import io.fovea.error.Args;
import io.fovea.tensor.Rng;
import io.fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// The loops of `fit` and `evaluate`.
final class Trainer {
  private final Model model;
  private final Fit fit;
  // made once: a step allocates nothing but its logs
  private final List<Shape> inputShapes;
  private final List<Shape> labelShapes;
  private final List<Optional<Meaning.Range>> ranges;
  private final String fitting;
  private final String evaluating;

  Trainer(Model model, Fit fit) {
    this.model = model;
    this.fit = fit;
    var network = model.network();
    this.inputShapes = network.inputShapes().stream().map(Trainer::example).toList();
    this.labelShapes =
        IntStream.range(0, model.objectives().size())
            .mapToObj(i ->
                example(model.objectives().get(i).loss().labelShape(network.outputShapes().get(i))))
            .toList();
    this.fitting = model.name() + ".fit";
    this.evaluating = model.name() + ".evaluate";
    int outputs = model.objectives().size();
    Args.check(
        fit.classWeights().isEmpty() || outputs == 1,
        model.name() + ".fit",
        "class weights for a network of one output only",
        outputs + " outputs",
        "give examples weights with Dataset.weights(...).");
    Meaning.requireWeights(fitting, network, model.objectives().getFirst(), fit.classWeights());
    this.ranges =
        IntStream.range(0, outputs)
            .mapToObj(i ->
                Optional.ofNullable(
                    Meaning.range(
                        model.objectives().get(i).loss(),
                        network.outputShapes().get(i).channels())))
            .toList();
  }

  /// @throws IllegalStateException if parameters were frozen or unfrozen since the last compile
  History fit(Dataset data) {
    model.requireUpToDate();
    var parts = parts(data);
    var training = fit.shuffle() ? parts.training().shuffle() : parts.training();
    var run = new Run(model, fit, training.size());
    var course = new Course(run, () -> tally(fit.batch(), training));
    if (fit.resumes()) {
      model.progress().ifPresentOrElse(course::resume, () -> course.resume(model.iterations()));
    }
    model.learning().follow(course::progress);
    var epochs = new ArrayList<Logs>();
    run.losses().beforeTraining();
    course.trainBegins();
    try {
      while (course.epoch() < fit.epochs() && !run.stopped()) {
        epoch(run, course, training, parts.validation()).ifPresent(epochs::add);
      }
    } finally {
      course.trainEnds();
      model.resumeAt(course.progress());
    }
    return new History(epochs);
  }

  /// @param validation empty or one
  private record Parts(Dataset training, List<Dataset> validation) {}

  private Parts parts(Dataset data) {
    var checked = checked(fitting, data);
    ClassesSeen.warnOfOutputs(fitting, model.network(), model.objectives(), data);
    if (fit.validationFraction() > 0) {
      var halves = checked.validationSplit(fit.validationFraction());
      ClassesSeen.warnOfSplit(fitting, halves.get(0), halves.get(1), fit.validationFraction());
      return new Parts(halves.get(0), List.of(halves.get(1)));
    }
    return new Parts(
        checked, fit.validationData().stream().map(held -> checked(fitting, held)).toList());
  }

  /// The numbers of an epoch, from where its course is; none if there was no step in it.
  private Optional<Logs> epoch(Run run, Course course, Dataset training, List<Dataset> validation) {
    course.goOn();
    if (!course.ended()) {
      if (!steps(run, course, training)) {
        return course.step() == 0 ? Optional.empty() : Optional.of(course.tally().logs());
      }
      run.losses().afterEpoch(course.epoch());
      var logs = course.tally().logs();
      for (var data : validation) {
        logs = logs.with(evaluate(data).prefixed("val_").values());
      }
      course.end(logs);
    }
    return Optional.of(course.tellEnd());
  }

  /// @return whether there are no more steps
  private boolean steps(Run run, Course course, Dataset training) {
    int workers = fit.workers().orElse(training.workers());
    try (var batches =
        training.openBatches(fit.batch(), fit.seed(), course.epoch(), course.step(), workers)) {
      while (!run.stopped() || course.step() == run.steps()) {
        if (!batches.next()) {
          return true;
        }
        step(batches, course.tally());
        course.stepped();
      }
      return false;
    }
  }

  private void step(Batches batches, Tally tally) {
    var optimizer = model.optimizer();
    long iteration = model.iterations();
    var job = model.trainJob(batches.count());
    feed(job, batches, true);
    job.feedScalars(optimizer.rule().scalars(optimizer.rateAt(iteration), iteration));
    job.run(Rng.of(fit.seed()).at("step").at(iteration).key());
    model.learning().step();
    tally.add(job, batches);
  }

  Logs evaluate(Dataset data) {
    var examples = checked(evaluating, data).forEvaluation();
    int batch = examples.batch().orElse(fit.batch());
    var tally = tally(batch, examples);
    int workers = fit.workers().orElse(examples.workers());
    try (var batches = examples.openBatches(batch, fit.seed(), 0, 0, workers)) {
      while (batches.next()) {
        var job = model.evaluateJob(batches.count());
        feed(job, batches, false);
        job.run(0);
        tally.add(job, batches);
      }
    }
    return tally.logs();
  }

  private void feed(Job job, Batches batches, boolean training) {
    if (training && !fit.classWeights().isEmpty()) {
      weighClasses(batches);
    }
    for (int i = 0; i < inputShapes.size(); i++) {
      requireFinite("inputs", batches.images(i), batches, inputShapes.get(i), training);
      job.feedInput(i, batches.images(i));
    }
    for (int i = 0; i < labelShapes.size(); i++) {
      requireFinite("labels", batches.labels(i), batches, labelShapes.get(i), training);
      if (ranges.get(i).isPresent()) {
        int numbers = batches.count() * Math.toIntExact(labelShapes.get(i).elements());
        ranges.get(i).get().require(training ? fitting : evaluating, batches.labels(i), numbers);
      }
      job.feedLabels(i, batches.labels(i));
    }
    leaveOutReplaced(batches);
    requireFinite("sample weights", batches.weights(), batches, Shape.scalar(), training);
    job.feedWeights(batches.weights());
  }

  private void requireFinite(
      String what, float[] values, Batches batches, Shape shape, boolean training) {
    Soundness.requireFed(
        training ? fitting : evaluating,
        what,
        values,
        batches.count(),
        shape,
        0,
        training ? model.iterations() + 1 : 0);
  }

  private static Shape example(Shape shape) {
    return shape.slice(1, shape.rank());
  }

  private void weighClasses(Batches batches) {
    float[] weights = batches.weights();
    float[] labels = batches.labels();
    int size = labels.length / weights.length;
    for (int i = 0; i < batches.count(); i++) {
      int label = size == 1 ? (int) labels[i] : largest(labels, i * size, size);
      weights[i] *= fit.classWeights().getOrDefault(label, 1.0).floatValue();
    }
  }

  /// Makes the loss, a mean over the whole batch, one over the examples that were read.
  private static void leaveOutReplaced(Batches batches) {
    int read = batches.read();
    if (read > 0 && read < batches.count()) {
      float[] weights = batches.weights(); // 0 where there is no example
      for (int i = 0; i < batches.count(); i++) {
        weights[i] *= (float) batches.count() / read;
      }
    }
  }

  /// The class that a row of labels says: where its largest number stands, as in Keras.
  private static int largest(float[] labels, int from, int size) {
    int best = 0;
    for (int k = 1; k < size; k++) {
      if (labels[from + k] > labels[from + best]) {
        best = k;
      }
    }
    return best;
  }

  private Dataset checked(String where, Dataset data) {
    return Feeds.fitting(where, model.network(), model.objectives(), data);
  }

  private Tally tally(int batch, Dataset data) {
    int most = Math.min(batch, data.size());
    return new Tally(model.objectives(), model.network().outputShapes(), most);
  }
}
