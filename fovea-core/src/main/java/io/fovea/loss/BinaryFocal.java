// SPDX-License-Identifier: Apache-2.0
package io.fovea.loss;

import io.fovea.error.Args;
import io.fovea.nn.Node;

/// Binary crossentropy that cares little for what is already right (Lin et al. 2017, "Focal loss
/// for dense object detection").
///
/// - labels: `[N, ..., C]`, 0 or 1; `[N]` will do for predictions `[N, 1]`
/// - predictions: `[N, ..., C]`, probabilities of 1, or scores with [#fromLogits]
///
/// `(1 - q)^gamma bce`, mean over the outputs, where `q` is the probability of the right answer.
/// With [#balanced], times `alpha` where the label is 1 and `1 - alpha` where it is 0.
///
/// @param logits whether predictions are scores
/// @param smoothing label smoothing, 0..1
/// @param gamma how fast interest falls, at least 0
/// @param alpha weight of label 1, 0..1
/// @param balancing whether alpha is used
public record BinaryFocal(
    boolean logits, double smoothing, double gamma, double alpha, boolean balancing)
    implements Loss {
  private static final String NAME = "binaryFocal";

  /// Checks all numbers.
  public BinaryFocal {
    Terms.checkSmoothing(NAME, smoothing);
    Terms.checkNotNegative("binaryFocal.gamma", gamma);
    Args.fraction("binaryFocal.alpha", alpha);
  }

  /// For predictions that are scores before sigmoid.
  public BinaryFocal fromLogits() {
    return new BinaryFocal(true, smoothing, gamma, alpha, balancing);
  }

  /// Moves labels towards one half by this share.
  public BinaryFocal labelSmoothing(double smoothing) {
    return new BinaryFocal(logits, smoothing, gamma, alpha, balancing);
  }

  /// Other exponent.
  public BinaryFocal gamma(double gamma) {
    return new BinaryFocal(logits, smoothing, gamma, alpha, balancing);
  }

  /// Weighs label 1 by `alpha` and label 0 by `1 - alpha`.
  public BinaryFocal balanced(double alpha) {
    return new BinaryFocal(logits, smoothing, gamma, alpha, true);
  }

  @Override
  public Node on(Node labels, Node predictions) {
    var y = Terms.smoothed(Terms.alike(NAME, labels, predictions), smoothing, 2);
    var p = logits ? predictions.sigmoid() : predictions;
    var surprise = BinaryCrossentropy.ofProbabilities(y, p);
    var right = y.times(p).plus(Terms.not(y).times(Terms.not(p)));
    var loss = focused(surprise, right, gamma);
    if (balancing) {
      loss = loss.times(y.times(alpha).plus(Terms.not(y).times(1 - alpha)));
    }
    return Terms.perExample(loss);
  }

  /// `surprise (1 - right)^gamma`.
  static Node focused(Node surprise, Node right, double gamma) {
    // a power of 0 has no slope at 0
    return gamma == 0 ? surprise : surprise.times(Terms.not(right).pow(gamma));
  }
}
