// SPDX-License-Identifier: Apache-2.0
package io.fovea.metric;

import io.fovea.tensor.Shape;
import java.util.List;

/// Mean over the classes of intersection over union: of the examples (or pixels) that are or were
/// taken for a class, the share that is both.
///
/// Classes that neither occur nor were predicted are left out.
///
/// @param rows whether labels are rows `[N, classes]` instead of class numbers `[N]`
public record MeanIou(boolean rows) implements Metric {
  @Override
  public String name() {
    return "mean_io_u";
  }

  @Override
  public Direction direction() {
    return Direction.UP;
  }

  @Override
  public Metric on(Shape labels, Shape predictions) {
    return new MeanIou(Truth.rows(labels, predictions));
  }

  @Override
  public Accumulator start() {
    return new Unions(new ConfusionMatrix.Counts(List.of(), rows));
  }

  private record Unions(ConfusionMatrix.Counts pairs) implements Accumulator {
    @Override
    public void update(
        float[] predictions, float[] labels, float[] weights, int count, int outputs) {
      pairs.update(predictions, labels, weights, count, outputs);
    }

    @Override
    public double[] counts() {
      return pairs.counts();
    }

    @Override
    public void goOn(double[] before) {
      pairs.goOn(before);
    }

    @Override
    public double result() {
      double sum = 0;
      int classes = 0;
      for (int i = 0; i < pairs.classes(); i++) {
        double union = pairs.actual(i) + pairs.predicted(i) - pairs.at(i, i);
        sum += union == 0 ? 0 : pairs.at(i, i) / union;
        classes += union == 0 ? 0 : 1;
      }
      return classes == 0 ? 0 : sum / classes;
    }
  }
}
