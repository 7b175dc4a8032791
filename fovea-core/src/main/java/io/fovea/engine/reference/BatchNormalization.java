// SPDX-License-Identifier: Apache-2.0
package io.fovea.engine.reference;

import java.util.Arrays;
import java.util.List;

/// Batch normalization: per channel, over all other axes.
final class BatchNormalization {
  private BatchNormalization() {}

  /// Mean and biased variance of each channel.
  static void statistics(Block x, Block mean, Block variance) {
    int channels = x.channels();
    double count = (double) x.elements() / channels;
    Arrays.fill(mean.values(), 0);
    Arrays.fill(variance.values(), 0);
    for (int i = 0; i < x.elements(); i++) {
      mean.values()[i % channels] += x.values()[i] / count;
    }
    for (int i = 0; i < x.elements(); i++) {
      double distance = x.values()[i] - mean.values()[i % channels];
      variance.values()[i % channels] += distance * distance / count;
    }
  }

  /// `y = gamma (x - mean) / sqrt(variance + epsilon) + beta`.
  static void apply(
      double epsilon, Block x, Block gamma, Block beta, Block mean, Block variance, Block y) {
    int channels = x.channels();
    for (int i = 0; i < x.elements(); i++) {
      int c = i % channels;
      double normal =
          (x.values()[i] - mean.values()[c]) / Math.sqrt(variance.values()[c] + epsilon);
      y.values()[i] = gamma.values()[c] * normal + beta.values()[c];
    }
  }

  /// With `normal = (x - mean) / sqrt(variance + epsilon)`: `dbeta = sum dy`,
  /// `dgamma = sum dy normal`, and `dx = gamma / sqrt(variance + epsilon) dy`, less
  /// `(dbeta + normal dgamma) / count` inside the product where the statistics depend on `x`.
  ///
  /// @param in `dy, x, gamma, mean, variance`
  static void back(
      double epsilon, boolean fixed, List<Block> in, Block dx, Block dgamma, Block dbeta) {
    double[] dy = in.get(0).values();
    double[] x = in.get(1).values();
    double[] gamma = in.get(2).values();
    double[] mean = in.get(3).values();
    double[] variance = in.get(4).values();
    int channels = gamma.length;
    double count = (double) x.length / channels;
    Arrays.fill(dgamma.values(), 0);
    Arrays.fill(dbeta.values(), 0);
    for (int i = 0; i < x.length; i++) {
      int c = i % channels;
      dbeta.values()[c] += dy[i];
      dgamma.values()[c] += dy[i] * (x[i] - mean[c]) / Math.sqrt(variance[c] + epsilon);
    }
    for (int i = 0; i < x.length; i++) {
      int c = i % channels;
      double deviation = Math.sqrt(variance[c] + epsilon);
      double normal = (x[i] - mean[c]) / deviation;
      double common = fixed ? 0 : (dbeta.values()[c] + normal * dgamma.values()[c]) / count;
      dx.values()[i] = gamma[c] / deviation * (dy[i] - common);
    }
  }
}
