// SPDX-License-Identifier: Apache-2.0
package io.fovea.loss;

import io.fovea.nn.Node;

/// Categorical crossentropy that cares little for what is already right (Lin et al. 2017, "Focal
/// loss for dense object detection").
///
/// - labels: `[N, ..., C]`, rows of zeros and a one
/// - predictions: `[N, ..., C]`, probabilities, or scores with [#fromLogits]
///
/// `-sum alpha (1 - p)^gamma y ln p`, with probabilities as in [CategoricalCrossentropy].
///
/// @param logits whether predictions are scores
/// @param smoothing label smoothing, 0..1
/// @param gamma how fast interest falls, at least 0
/// @param alpha weight of the whole, at least 0
public record CategoricalFocal(boolean logits, double smoothing, double gamma, double alpha)
    implements Loss {
  private static final String NAME = "categoricalFocal";

  /// Checks all numbers.
  public CategoricalFocal {
    Terms.checkSmoothing(NAME, smoothing);
    Terms.checkNotNegative("categoricalFocal.gamma", gamma);
    Terms.checkNotNegative("categoricalFocal.alpha", alpha);
  }

  /// For predictions that are scores before softmax.
  public CategoricalFocal fromLogits() {
    return new CategoricalFocal(true, smoothing, gamma, alpha);
  }

  /// Moves labels towards indifference by this share.
  public CategoricalFocal labelSmoothing(double smoothing) {
    return new CategoricalFocal(logits, smoothing, gamma, alpha);
  }

  /// Other exponent.
  public CategoricalFocal gamma(double gamma) {
    return new CategoricalFocal(logits, smoothing, gamma, alpha);
  }

  /// Other weight of the whole.
  public CategoricalFocal alpha(double alpha) {
    return new CategoricalFocal(logits, smoothing, gamma, alpha);
  }

  @Override
  public Node on(Node labels, Node predictions) {
    var y = Terms.alike(NAME, labels, predictions);
    y = Terms.smoothed(y, smoothing, predictions.channels());
    var p = Terms.normalized(logits ? predictions.softmax() : predictions);
    var surprise = BinaryFocal.focused(y.times(p.log()), p, gamma);
    return Terms.perExample(surprise.sum(-1).times(-alpha));
  }
}
