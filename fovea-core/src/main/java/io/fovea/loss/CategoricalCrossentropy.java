// SPDX-License-Identifier: Apache-2.0
package io.fovea.loss;

import io.fovea.nn.Activation;
import io.fovea.nn.Node;

/// Surprise at the right class, for labels as rows of zeros and a one.
///
/// - labels: `[N, ..., C]`, distributions over classes
/// - predictions: `[N, ..., C]`, probabilities, or scores with [#fromLogits]
///
/// `-sum y ln p`, with probabilities scaled to sum 1 and kept within `[1e-7, 1 - 1e-7]`. From
/// scores, `ln p` is their log-softmax; predictions that come straight from a softmax are treated
/// as their scores, as Keras on TensorFlow does: the same value, but gradients that never vanish.
///
/// @param logits whether predictions are scores
/// @param smoothing label smoothing, 0..1: `y (1 - smoothing) + smoothing / C` (Szegedy et al.
///     2016)
public record CategoricalCrossentropy(boolean logits, double smoothing) implements Loss {
  private static final String NAME = "categoricalCrossentropy";

  /// Checks the smoothing.
  public CategoricalCrossentropy {
    Terms.checkSmoothing(NAME, smoothing);
  }

  /// For predictions that are scores before softmax.
  public CategoricalCrossentropy fromLogits() {
    return new CategoricalCrossentropy(true, smoothing);
  }

  /// Moves labels towards indifference by this share.
  public CategoricalCrossentropy labelSmoothing(double smoothing) {
    return new CategoricalCrossentropy(logits, smoothing);
  }

  @Override
  public Node on(Node labels, Node predictions) {
    var y = Terms.alike(NAME, labels, predictions);
    y = Terms.smoothed(y, smoothing, predictions.channels());
    return Terms.perExample(surprise(y, predictions, logits));
  }

  /// `-sum y ln p` along the last axis, which stays with size 1.
  static Node surprise(Node y, Node predictions, boolean logits) {
    return y.times(logProbabilities(predictions, logits)).sum(-1).times(-1);
  }

  private static Node logProbabilities(Node predictions, boolean logits) {
    if (logits) {
      return predictions.logSoftmax();
    }
    return predictions
        .logits(Activation.SOFTMAX)
        .map(Node::logSoftmax)
        .orElseGet(() -> Terms.normalized(predictions).log());
  }
}
