// SPDX-License-Identifier: Apache-2.0
package io.fovea.loss;

import io.fovea.graph.Eltwise;
import io.fovea.nn.Activation;
import io.fovea.nn.Node;

/// Surprise at the right answers to yes-or-no questions.
///
/// - labels: `[N, ..., C]`, 0 or 1 or between; `[N]` will do for predictions `[N, 1]`
/// - predictions: `[N, ..., C]`, probabilities of 1, or scores with [#fromLogits]
///
/// `-(y ln p + (1 - y) ln(1 - p))`, mean over the outputs, with probabilities kept within
/// `[1e-7, 1 - 1e-7]`. Predictions that come straight from a sigmoid are treated as their scores,
/// as Keras on TensorFlow does: the same value, but gradients that never vanish.
///
/// @param logits whether predictions are scores
/// @param smoothing label smoothing, 0..1: `y (1 - smoothing) + smoothing / 2`
public record BinaryCrossentropy(boolean logits, double smoothing) implements Loss {
  private static final String NAME = "binaryCrossentropy";
  private static final Eltwise SOFTPLUS = new Eltwise(Eltwise.Kind.SOFTPLUS, 1, 0);
  private static final Eltwise LOG_SIGMOID = new Eltwise(Eltwise.Kind.SOFTPLUS, -1, 0);

  /// Checks the smoothing.
  public BinaryCrossentropy {
    Terms.checkSmoothing(NAME, smoothing);
  }

  /// For predictions that are scores before sigmoid.
  public BinaryCrossentropy fromLogits() {
    return new BinaryCrossentropy(true, smoothing);
  }

  /// Moves labels towards one half by this share.
  public BinaryCrossentropy labelSmoothing(double smoothing) {
    return new BinaryCrossentropy(logits, smoothing);
  }

  @Override
  public Node on(Node labels, Node predictions) {
    var y = Terms.smoothed(Terms.alike(NAME, labels, predictions), smoothing, 2);
    if (logits) {
      return Terms.perExample(ofScores(y, predictions));
    }
    return Terms.perExample(
        predictions
            .logits(Activation.SIGMOID)
            .map(scores -> ofScores(y, scores))
            .orElseGet(() -> ofProbabilities(y, predictions)));
  }

  /// Element by element.
  static Node ofProbabilities(Node y, Node predictions) {
    var p = predictions.clip(Terms.EPSILON, Terms.ALMOST_1);
    var yes = y.times(p.log());
    var no = Terms.not(y).times(Terms.not(p).log());
    return yes.plus(no).times(-1);
  }

  // the two logarithms from scores, neither of which cancels or overflows
  private static Node ofScores(Node y, Node x) {
    return Terms.not(y).times(x.map(SOFTPLUS)).minus(y.times(x.map(LOG_SIGMOID)));
  }
}
