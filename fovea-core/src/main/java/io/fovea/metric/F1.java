// SPDX-License-Identifier: Apache-2.0
package io.fovea.metric;

import io.fovea.tensor.Shape;
import java.util.Arrays;
import java.util.stream.Stream;

/// Harmonic mean of precision and recall.
///
/// The predicted class is the largest output, all of them among equals; with a single output it is
/// the one class above 0.5. As in Keras, 1e-7 is added to every divisor.
///
/// @param average how the scores of the classes become one number
/// @param rows whether labels are rows `[N, classes]` instead of class numbers `[N]`
public record F1(Average average, boolean rows) implements Metric {
  private static final double EPSILON = 1e-7;
  // outputs closer to 0 are no prediction, even where they are the largest
  private static final float NOTHING = 1e-9f;

  /// How the scores of the classes become one number.
  public enum Average {
    /// Their mean.
    MACRO,
    /// The score of all classes counted together.
    MICRO,
    /// Their mean, weighed by how often each class occurs.
    WEIGHTED
  }

  /// The score of all classes counted together.
  public F1 micro() {
    return new F1(Average.MICRO, rows);
  }

  /// The mean of the classes' scores.
  public F1 macro() {
    return new F1(Average.MACRO, rows);
  }

  /// The mean of the classes' scores, weighed by how often each class occurs.
  public F1 weighted() {
    return new F1(Average.WEIGHTED, rows);
  }

  @Override
  public String name() {
    return "f1_score";
  }

  @Override
  public Direction direction() {
    return Direction.UP;
  }

  @Override
  public Metric on(Shape labels, Shape predictions) {
    return new F1(average, Truth.rows(labels, predictions));
  }

  @Override
  public Scores start() {
    return new Scores(average, rows);
  }

  /// Counts per class. Mutable, for one thread.
  public static final class Scores implements Accumulator {
    private final Average average;
    private final boolean rows;
    private double[] both = {};
    private double[] predicted = {};
    private double[] actual = {};

    Scores(Average average, boolean rows) {
      this.average = average;
      this.rows = rows;
    }

    @Override
    public void update(
        float[] predictions, float[] labels, float[] weights, int count, int outputs) {
      if (both.length == 0) {
        both = new double[outputs];
        predicted = new double[outputs];
        actual = new double[outputs];
      }
      for (int i = 0; i < count; i++) {
        int at = i * outputs;
        float most = predictions[at + Truth.argMax(predictions, at, outputs)];
        for (int c = 0; c < outputs; c++) {
          float p = predictions[at + c];
          boolean yes = outputs == 1 ? p > Truth.HALF : p >= most && Math.abs(p) > NOTHING;
          boolean right = Truth.says(labels, rows, i, c, outputs);
          both[c] += yes && right ? weights[i] : 0;
          predicted[c] += yes ? weights[i] : 0;
          actual[c] += right ? weights[i] : 0;
        }
      }
    }

    /// The score of each class (Keras' `average=None`); empty before the first update.
    public double[] perClass() {
      var scores = new double[both.length];
      for (int c = 0; c < scores.length; c++) {
        scores[c] = score(both[c], predicted[c], actual[c]);
      }
      return scores;
    }

    @Override
    public double[] counts() {
      return Stream.of(both, predicted, actual).flatMapToDouble(Arrays::stream).toArray();
    }

    @Override
    public void goOn(double[] counts) {
      int classes = counts.length / 3;
      both = Arrays.copyOf(counts, classes);
      predicted = Arrays.copyOfRange(counts, classes, 2 * classes);
      actual = Arrays.copyOfRange(counts, 2 * classes, counts.length);
    }

    @Override
    public double result() {
      if (both.length == 0) {
        return 0;
      }
      double all = sum(actual);
      if (average == Average.MICRO) {
        return score(sum(both), sum(predicted), all);
      }
      double result = 0;
      for (int c = 0; c < both.length; c++) {
        double share = average == Average.MACRO ? 1.0 / both.length : actual[c] / (all + EPSILON);
        result += share * score(both[c], predicted[c], actual[c]);
      }
      return result;
    }

    private static double score(double both, double predicted, double actual) {
      double precision = both / (predicted + EPSILON);
      double recall = both / (actual + EPSILON);
      return 2 * precision * recall / (precision + recall + EPSILON);
    }

    private static double sum(double[] values) {
      double sum = 0;
      for (double value : values) {
        sum += value;
      }
      return sum;
    }
  }
}
