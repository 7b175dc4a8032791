// SPDX-License-Identifier: Apache-2.0
package io.fovea.nn;

import com.google.errorprone.annotations.CheckReturnValue;
import io.fovea.error.Args;
import io.fovea.graph.Op;

/// Batch normalization (Ioffe and Szegedy 2015): each channel to mean beta and deviation gamma.
///
/// - input and output: `[N, ..., C]`
/// - parameters: `gamma [C]`, `beta [C]`
/// - state: `moving_mean [C]`, `moving_variance [C]`
///
/// While training it uses the batch's own mean and (biased) variance, and moves the moving ones:
/// `moving = moving momentum + batch (1 - momentum)`. Otherwise, and wherever it is frozen, it uses
/// the moving ones. `y = (x - mean) / sqrt(variance + epsilon) gamma + beta`.
///
/// @param momentum share of the old moving value that is kept, 0 to 1 (Keras' sense)
/// @param epsilon added to the variance
/// @param scale whether gamma is trained; else it is 1
/// @param center whether beta is trained; else it is 0
@CheckReturnValue
public record BatchNorm(double momentum, double epsilon, boolean scale, boolean center)
    implements Layer {
  /// Checks the numbers.
  public BatchNorm {
    Args.fraction("BatchNorm.momentum", momentum);
    Args.positive("BatchNorm.epsilon", epsilon);
  }

  /// Share of the old moving value that is kept.
  public BatchNorm momentum(double momentum) {
    return new BatchNorm(momentum, epsilon, scale, center);
  }

  /// Added to the variance.
  public BatchNorm epsilon(double epsilon) {
    return new BatchNorm(momentum, epsilon, scale, center);
  }

  /// Without gamma.
  public BatchNorm noScale() {
    return new BatchNorm(momentum, epsilon, false, center);
  }

  /// Without beta.
  public BatchNorm noCenter() {
    return new BatchNorm(momentum, epsilon, scale, false);
  }

  @Override
  public Node on(Node x) {
    int c = x.channels();
    var gamma = scale ? x.param("gamma", Initializers.ones(), c) : x.fill(1, c);
    var beta = center ? x.param("beta", Initializers.zeros(), c) : x.fill(0, c);
    var mean = x.state("moving_mean", Initializers.zeros(), c);
    var variance = x.state("moving_variance", Initializers.ones(), c);
    var training = x.ops(new Op.BatchNorm(epsilon), gamma, beta);
    mean.update(moved(mean, training.get(1)));
    variance.update(moved(variance, training.get(2)));
    var inference = x.op(new Op.BatchNormFixed(epsilon), gamma, beta, mean, variance);
    return training.getFirst().inTraining(inference, mean);
  }

  private Node moved(Node moving, Node batch) {
    return moving.times(momentum).plus(batch.times(1 - momentum));
  }

  @Override
  public String type() {
    return "BatchNormalization";
  }
}
