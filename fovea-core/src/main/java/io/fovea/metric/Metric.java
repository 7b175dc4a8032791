// SPDX-License-Identifier: Apache-2.0
package io.fovea.metric;

import io.fovea.error.Args;
import io.fovea.tensor.Shape;

/// A number that says how good predictions are, over all batches of an epoch together.
public interface Metric {
  /// What it is called in logs and progress bar, e.g. "accuracy".
  String name();

  /// Begins to count.
  Accumulator start();

  /// Whether more or less is better.
  Direction direction();

  /// This metric for data of given shapes: some read labels as class numbers `[N]` or as rows
  /// `[N, classes]`, whichever they are.
  ///
  /// @param predictions `[N, ..., outputs]`
  /// @throws io.fovea.error.ShapeException if it cannot read such labels
  default Metric on(Shape labels, Shape predictions) {
    return this;
  }

  /// The same under another name.
  default Metric named(String name) {
    return new Named(this, name);
  }

  /// Which way is better.
  enum Direction {
    /// More is better.
    UP,
    /// Less is better.
    DOWN
  }

  /// Counts of one epoch. Mutable, for one thread; allocates at most at the first update.
  interface Accumulator {
    /// Adds a batch.
    ///
    /// @param predictions `[count, outputs]`, row-major; more may follow behind
    /// @param labels `[count]` class numbers or `[count, outputs]`, as the metric reads them
    /// @param weights `[count]` weights of the examples, 1 each where all are equal
    /// @param count number of examples
    /// @param outputs predictions per example
    void update(float[] predictions, float[] labels, float[] weights, int count, int outputs);

    /// The metric over all batches so far; 0 before the first.
    double result();

    /// What it has counted, for an epoch that is cut short and resumed; empty before the first batch,
    /// or if it cannot tell.
    default double[] counts() {
      return new double[0];
    }

    /// Counts on from what another one has counted.
    ///
    /// @param counts as [#counts] gave them, not empty
    default void goOn(double[] counts) {}
  }

  /// A metric under another name.
  record Named(Metric metric, String name) implements Metric {
    /// Refuses null.
    public Named {
      Args.given("metric.named", name);
    }

    @Override
    public Accumulator start() {
      return metric.start();
    }

    @Override
    public Direction direction() {
      return metric.direction();
    }

    @Override
    public Metric on(Shape labels, Shape predictions) {
      return new Named(metric.on(labels, predictions), name);
    }
  }
}
