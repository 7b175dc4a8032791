package io.fovea.train;

import io.fovea.data.Batches;
import io.fovea.data.Dataset;
import io.fovea.error.DataException;
import io.fovea.metric.Metric;
import io.fovea.tensor.Rng;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;

/// The loops of `fit` and `evaluate`.
final class Trainer {
  private final Model model;
  private final Fit fit;
  private final int outputs;
  private final boolean classNumbers;

  Trainer(Model model, Fit fit) {
    this.model = model;
    this.fit = fit;
    this.outputs = model.network().outputShape().channels();
    var output = model.network().outputShape();
    this.classNumbers = outputs > 1 && model.compiled().loss().labelShape(output).rank() == 1;
  }

  History fit(Dataset data) {
    var parts = parts(data);
    var training = fit.shuffle() ? parts.training().shuffle() : parts.training();
    var run = new Run(model, fit, training.size());
    var epochs = new ArrayList<Logs>();
    var callbacks = fit.callbacks().stream().map(callback -> callback.start(run)).toList();
    callbacks.forEach(callback -> callback.onTrainBegin(run));
    long done = fit.resumes() ? model.iterations() : 0;
    int first = (int) Math.min(done / run.steps(), fit.epochs());
    int firstStep = (int) (done % run.steps());
    try {
      for (int epoch = first; epoch < fit.epochs() && !run.stopped(); epoch++) {
        int from = epoch == first ? firstStep : 0;
        epochs.add(epoch(run, callbacks, epoch, from, training, parts.validation()));
      }
    } finally {
      callbacks.forEach(callback -> callback.onTrainEnd(run));
    }
    return new History(epochs);
  }

  /// @param validation empty or one
  private record Parts(Dataset training, List<Dataset> validation) {}

  private Parts parts(Dataset data) {
    var checked = checked(data);
    if (fit.validationFraction() > 0) {
      var halves = checked.validationSplit(fit.validationFraction());
      return new Parts(halves.get(0), List.of(halves.get(1)));
    }
    return new Parts(checked, fit.validationData().stream().map(this::checked).toList());
  }

  private Logs epoch(
      Run run,
      List<Callback> callbacks,
      int epoch,
      int firstStep,
      Dataset training,
      List<Dataset> validation) {
    callbacks.forEach(callback -> callback.onEpochBegin(run, epoch));
    var tally = new Tally(model.metrics());
    try (var batches =
        training.openBatches(fit.batch(), fit.seed(), epoch, firstStep, fit.workers())) {
      for (int step = firstStep; !run.stopped() && batches.next(); step++) {
        step(batches, tally);
        var soFar = tally.logs();
        for (var callback : callbacks) {
          callback.onBatchEnd(run, step, soFar);
        }
      }
    }
    var logs = tally.logs();
    for (var data : validation) {
      logs = logs.with(evaluate(data).prefixed("val_").values());
    }
    logs = logs.with(run.takeNotes());
    for (var callback : callbacks) {
      callback.onEpochEnd(run, epoch, logs);
      logs = logs.with(run.takeNotes());
    }
    return logs;
  }

  private void step(Batches batches, Tally tally) {
    var optimizer = model.optimizer();
    long iteration = model.iterations();
    var job = model.trainJob(batches.count());
    feed(job, batches, true);
    job.feed(Jobs.SCALARS, optimizer.rule().scalars(optimizer.rateAt(iteration), iteration));
    job.plan().run(Rng.of(fit.seed()).at("step").at(iteration).key());
    model.stepped();
    tally.add(job, batches);
  }

  Logs evaluate(Dataset data) {
    var tally = new Tally(model.metrics());
    try (var batches =
        checked(data).forEvaluation().openBatches(fit.batch(), fit.seed(), 0, 0, fit.workers())) {
      while (batches.next()) {
        var job = model.evaluateJob(batches.count());
        feed(job, batches, false);
        job.plan().run(0);
        tally.add(job, batches);
      }
    }
    return tally.logs();
  }

  private void feed(Job job, Batches batches, boolean training) {
    if (training && !fit.classWeights().isEmpty()) {
      weighClasses(batches);
    }
    job.feedPictures(batches.images());
    job.feed(Jobs.LABELS, batches.labels());
    job.feed(Jobs.WEIGHTS, batches.weights());
  }

  private void weighClasses(Batches batches) {
    float[] weights = batches.weights();
    for (int i = 0; i < batches.count(); i++) {
      weights[i] *= fit.classWeights().getOrDefault((int) batches.labels()[i], 1.0).floatValue();
    }
  }

  /// The data, its shape and labels found to fit the network.
  private Dataset checked(Dataset data) {
    model.requireFit("fit", data.exampleShape());
    if (!classNumbers) {
      return data;
    }
    if (data.classes() > outputs) {
      throw new DataException(
          model.name() + ".fit",
          "labels from 0 to " + (outputs - 1) + " for " + outputs + " outputs",
          data.classes() + " classes",
          "end the network in dense(" + data.classes() + ").softmax().");
    }
    return data.classes() == 0 ? data.classes(outputs) : data;
  }

  /// Loss and metrics of the batches so far.
  private final class Tally {
    private final List<Metric> metrics;
    private final List<Metric.Accumulator> accumulators;
    private final float[] loss = new float[1];
    private final float[] ones = new float[fit.batch()]; // metrics ignore weights, as in Keras
    private final float[] predictions = new float[fit.batch() * outputs];
    private double lossSum;
    private long examples;

    Tally(List<Metric> metrics) {
      this.metrics = metrics;
      this.accumulators = metrics.stream().map(Metric::start).toList();
      Arrays.fill(ones, 1);
    }

    void add(Job job, Batches batches) {
      int count = batches.count();
      job.plan().fetch(0, loss);
      lossSum += (double) loss[0] * count;
      examples += count;
      if (!accumulators.isEmpty()) {
        job.plan().fetch(1, predictions);
        for (var accumulator : accumulators) {
          accumulator.update(predictions, batches.labels(), ones, count, outputs);
        }
      }
    }

    Logs logs() {
      var values = new TreeMap<String, Double>();
      values.put("loss", examples == 0 ? 0 : lossSum / examples);
      for (int i = 0; i < metrics.size(); i++) {
        values.put(metrics.get(i).name(), accumulators.get(i).result());
      }
      return new Logs(values);
    }
  }
}
