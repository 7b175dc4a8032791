package io.fovea.train;

import io.fovea.data.Batches;
import io.fovea.data.Dataset;
import io.fovea.error.DataException;
import io.fovea.metric.Metric;
import io.fovea.tensor.Rng;
import io.fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// The loops of `fit` and `evaluate`.
final class Trainer {
  private final Model model;
  private final Fit fit;
  private final int outputs;
  private final Shape labelShape;

  Trainer(Model model, Fit fit) {
    this.model = model;
    this.fit = fit;
    this.outputs = model.network().outputShape().channels();
    this.labelShape = model.compiled().loss().labelShape(model.network().outputShape());
  }

  History fit(Dataset data) {
    var parts = parts(data);
    var training = fit.shuffle() ? parts.training().shuffle() : parts.training();
    require(training);
    parts.validation().forEach(this::require);
    var run = new Run(model, fit, training.size());
    var epochs = new ArrayList<Logs>();
    fit.callbacks().forEach(callback -> callback.onTrainBegin(run));
    try {
      for (int epoch = 0; epoch < fit.epochs() && !run.stopped(); epoch++) {
        epochs.add(epoch(run, epoch, training, parts.validation()));
      }
    } finally {
      fit.callbacks().forEach(callback -> callback.onTrainEnd(run));
    }
    return new History(epochs);
  }

  /// @param validation empty or one
  private record Parts(Dataset training, List<Dataset> validation) {}

  private Parts parts(Dataset data) {
    if (fit.validationFraction() > 0) {
      var halves = data.validationSplit(fit.validationFraction());
      return new Parts(halves.get(0), List.of(halves.get(1)));
    }
    return new Parts(data, fit.validationData().stream().toList());
  }

  private Logs epoch(Run run, int epoch, Dataset training, List<Dataset> validation) {
    int number = epoch;
    fit.callbacks().forEach(callback -> callback.onEpochBegin(run, number));
    var tally = new Tally(model.metrics());
    try (var batches = training.openBatches(fit.batch(), fit.seed(), epoch, 0, fit.workers())) {
      for (int step = 0; !run.stopped() && batches.next(); step++) {
        step(batches, tally);
        var soFar = tally.logs();
        for (var callback : fit.callbacks()) {
          callback.onBatchEnd(run, step, soFar);
        }
      }
    }
    var logs = tally.logs();
    for (var data : validation) {
      logs = logs.with(evaluate(data).prefixed("val_").values());
    }
    logs = logs.with(run.takeNotes());
    for (var callback : fit.callbacks()) {
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
    job.feed(
        Jobs.SCALARS, optimizer.rule().scalars(optimizer.rateAt(iteration), iteration));
    job.plan().run(Rng.of(fit.seed()).at("step").at(iteration).key());
    model.stepped();
    tally.add(job, batches);
  }

  Logs evaluate(Dataset data) {
    require(data);
    var tally = new Tally(model.metrics());
    try (var batches = data.openBatches(fit.batch(), fit.seed(), 0, 0, fit.workers())) {
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
      weights[i] *=
          fit.classWeights().getOrDefault((int) batches.labels()[i], 1.0).floatValue();
    }
  }

  private void require(Dataset data) {
    model.requireFit("fit", data.exampleShape());
    boolean classNumbers = labelShape.rank() == 1;
    if (classNumbers && data.classes() > outputs && outputs > 1) {
      throw new DataException(
          model.name() + ".fit",
          "labels from 0 to " + (outputs - 1) + " for " + outputs + " outputs",
          data.classes() + " classes",
          "end the network in dense(" + data.classes() + ").softmax().");
    }
  }

  /// Loss and metrics of the batches so far.
  private final class Tally {
    private final List<Metric> metrics;
    private final List<Metric.Accumulator> accumulators;
    private final float[] loss = new float[1];
    private final float[] predictions = new float[fit.batch() * outputs];
    private double lossSum;
    private long examples;

    Tally(List<Metric> metrics) {
      this.metrics = metrics;
      this.accumulators = metrics.stream().map(Metric::start).toList();
    }

    void add(Job job, Batches batches) {
      int count = batches.count();
      job.plan().fetch(0, loss);
      lossSum += (double) loss[0] * count;
      examples += count;
      if (!accumulators.isEmpty()) {
        job.plan().fetch(1, predictions);
        for (var accumulator : accumulators) {
          accumulator.update(predictions, batches.labels(), batches.weights(), count, outputs);
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
