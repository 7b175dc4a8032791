// SPDX-License-Identifier: Apache-2.0
package io.fovea.train;

import io.fovea.data.Batches;
import io.fovea.error.FoveaException;
import io.fovea.metric.Metric;
import io.fovea.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;

/// Loss and metrics of the batches so far: `loss`, with several outputs `<output>_loss` of each, and
/// the metrics under their names.
///
/// Mutable, for one epoch on one thread.
final class Tally {
  private static final System.Logger LOGGER = System.getLogger("io.fovea.train");
  private static final String TOTAL = "loss";

  private final List<Output> outputs;
  private final MeanLoss total = new MeanLoss();

  /// @param shapes of the outputs
  Tally(List<Objective> objectives, List<Shape> shapes, int batch) {
    outputs =
        IntStream.range(0, shapes.size())
            .mapToObj(i -> new Output(objectives.get(i), shapes.get(i), batch))
            .toList();
  }

  /// Adds a batch that a job has just seen.
  void add(Job job, Batches batches) {
    int count = batches.read();
    job.fetchTotal(total.value);
    total.add(count);
    for (int i = 0; i < outputs.size(); i++) {
      var output = outputs.get(i);
      if (outputs.size() > 1) {
        job.fetchLoss(i, output.loss.value);
        output.loss.add(count);
      }
      output.add(job, i, batches);
    }
  }

  /// The sums so far.
  Memory memory() {
    var memory = total.addTo(Memory.EMPTY, TOTAL);
    for (int i = 0; i < outputs.size(); i++) {
      memory = outputs.get(i).addTo(memory, i + ".");
    }
    return memory;
  }

  /// Counts on from these sums.
  void recall(Memory memory) {
    if (memory.isEmpty()) {
      return;
    }
    try {
      total.recall(memory, TOTAL);
      for (int i = 0; i < outputs.size(); i++) {
        outputs.get(i).recall(memory, i + ".");
      }
    } catch (IndexOutOfBoundsException e) {
      throw new IllegalArgumentException(
          FoveaException.format(
              "fit.resuming",
              "counts of the metrics that the model is compiled with",
              "counts of others",
              "resume with the metrics that the run was started with."),
          e);
    }
  }

  Logs logs() {
    var values = new TreeMap<String, Double>();
    values.put("loss", total.mean());
    for (var output : outputs) {
      if (outputs.size() > 1) {
        values.put(output.objective.output() + "_loss", output.loss.mean());
      }
      output.addTo(values);
    }
    return new Logs(values);
  }

  /// A loss over all examples so far.
  private static final class MeanLoss {
    private final float[] value = new float[1];
    private double sum;
    private long examples;

    /// Counts what was fetched into `value`, the mean of so many examples.
    void add(int count) {
      sum += (double) value[0] * count;
      examples += count;
    }

    Memory addTo(Memory memory, String name) {
      return memory.with(name, sum, examples);
    }

    void recall(Memory memory, String name) {
      double[] before = memory.numbers(name);
      sum = before[0];
      examples = (long) before[1];
    }

    double mean() {
      return examples == 0 ? 0 : sum / examples;
    }
  }

  /// What is counted of one output.
  private static final class Output {
    private final Objective objective;
    private final List<Metric.Accumulator> accumulators;
    private final MeanLoss loss = new MeanLoss();
    private final int channels;

    /// Predictions of `channels` numbers each, per example: one, or as many as a picture has pixels.
    private final int positions;

    /// Metrics ignore the weights of examples, as in Keras: 1, or 0 where there is no example.
    private final float[] present;

    private final float[] predictions;

    Output(Objective objective, Shape shape, int batch) {
      this.objective = objective;
      this.accumulators = objective.metrics().stream().map(Metric::start).toList();
      this.channels = shape.channels();
      int elements = Math.toIntExact(shape.batch(batch).elements());
      this.positions = elements / channels / batch;
      this.present = new float[batch * positions];
      this.predictions = new float[elements];
    }

    void add(Job job, int number, Batches batches) {
      if (!accumulators.isEmpty()) {
        job.fetchPredictions(number, predictions);
        for (int i = 0; i < batches.count(); i++) {
          int from = i * positions;
          Arrays.fill(present, from, from + positions, batches.isReplaced(i) ? 0 : 1);
        }
        float[] labels = batches.labels(number);
        int rows = batches.count() * positions;
        for (var accumulator : accumulators) {
          accumulator.update(predictions, labels, present, rows, channels);
        }
      }
    }

    Memory addTo(Memory memory, String prefix) {
      var all = loss.addTo(memory, prefix + TOTAL);
      for (int i = 0; i < accumulators.size(); i++) {
        all = all.with(prefix + "metric." + i, accumulators.get(i).counts());
      }
      return all;
    }

    void recall(Memory memory, String prefix) {
      loss.recall(memory, prefix + TOTAL);
      for (int i = 0; i < accumulators.size(); i++) {
        double[] counts = memory.numbers(prefix + "metric." + i);
        if (counts.length > 0) {
          accumulators.get(i).goOn(counts);
        } else {
          LOGGER.log(
              System.Logger.Level.WARNING,
              "{0} cannot count on in an epoch that was cut short: it counts the rest of it only.",
              objective.metrics().get(i).name());
        }
      }
    }

    void addTo(TreeMap<String, Double> values) {
      for (int i = 0; i < accumulators.size(); i++) {
        values.put(objective.metrics().get(i).name(), accumulators.get(i).result());
      }
    }
  }
}
