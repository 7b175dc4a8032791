// SPDX-License-Identifier: Apache-2.0
package io.fovea.loss;

import io.fovea.graph.Eltwise;
import io.fovea.nn.Node;
import java.util.stream.IntStream;

/// Losses without options; `y` is the label, `p` the prediction, both `[N, ..., C]`.
///
/// Where the formula is for one element, the loss is the mean over the outputs.
public enum SimpleLoss implements Loss {
  /// `(y - p)^2`.
  MEAN_SQUARED_ERROR("meanSquaredError"),
  /// `|y - p|`.
  MEAN_ABSOLUTE_ERROR("meanAbsoluteError"),
  /// `100 |y - p| / max(|y|, 1e-7)`.
  MEAN_ABSOLUTE_PERCENTAGE_ERROR("meanAbsolutePercentageError"),
  /// `(ln(max(p, 1e-7) + 1) - ln(max(y, 1e-7) + 1))^2`.
  MEAN_SQUARED_LOGARITHMIC_ERROR("meanSquaredLogarithmicError"),
  /// `ln(cosh(p - y))`: squared error for small errors, absolute error for large ones.
  LOG_COSH("logCosh"),
  /// `p - y ln(p + 1e-7)`.
  POISSON("poisson"),
  /// `sum y ln(y / p)` with both kept within `[1e-7, 1]`.
  KL_DIVERGENCE("klDivergence"),
  /// `-sum` of the product of both scaled to length 1: -1 for the same direction.
  COSINE_SIMILARITY("cosineSimilarity"),
  /// `max(1 - y p, 0)` for labels -1 and 1; a batch of labels 0 and 1 is taken as such.
  HINGE("hinge"),
  /// The square of [#HINGE].
  SQUARED_HINGE("squaredHinge"),
  /// `max(max((1 - y) p) - sum y p + 1, 0)` for rows of zeros and a one.
  CATEGORICAL_HINGE("categoricalHinge");

  private final String call;

  SimpleLoss(String call) {
    this.call = call;
  }

  @Override
  public Node on(Node labels, Node predictions) {
    var y = Terms.alike(call, labels, predictions);
    return Terms.perExample(formula(y, predictions));
  }

  private Node formula(Node y, Node p) {
    return switch (this) {
      case MEAN_SQUARED_ERROR -> p.minus(y).square();
      case MEAN_ABSOLUTE_ERROR -> p.minus(y).abs();
      case MEAN_ABSOLUTE_PERCENTAGE_ERROR ->
          y.minus(p).abs().over(Terms.atLeast(y.abs(), Terms.EPSILON)).times(100);
      case MEAN_SQUARED_LOGARITHMIC_ERROR -> logOfMore(p).minus(logOfMore(y)).square();
      case LOG_COSH -> logCosh(p.minus(y));
      case POISSON -> p.minus(y.times(p.plus(Terms.EPSILON).log()));
      case KL_DIVERGENCE -> divergence(y.clip(Terms.EPSILON, 1), p.clip(Terms.EPSILON, 1));
      case COSINE_SIMILARITY -> direction(y).times(direction(p)).sum(-1).times(-1);
      case HINGE -> hinge(y, p);
      case SQUARED_HINGE -> hinge(y, p).square();
      case CATEGORICAL_HINGE ->
          Terms.not(y).times(p).largest(-1).minus(y.times(p).sum(-1)).plus(1).relu();
    };
  }

  private static Node logOfMore(Node x) {
    return Terms.atLeast(x, Terms.EPSILON).plus(1).log();
  }

  // e + ln(1 + exp(-2 e)) - ln 2, which does not overflow
  private static Node logCosh(Node e) {
    return e.plus(e.times(-2).map(new Eltwise(Eltwise.Kind.SOFTPLUS, 1, 0))).plus(-Math.log(2));
  }

  private static Node divergence(Node y, Node p) {
    return y.times(y.log().minus(p.log())).sum(-1);
  }

  private static Node direction(Node x) {
    double shortest = Terms.EPSILON * Terms.EPSILON;
    return x.over(Terms.atLeast(x.square().sum(-1), shortest).sqrt());
  }

  private static Node hinge(Node y, Node p) {
    return Terms.not(signed(y).times(p)).relu();
  }

  // 2 y - 1 if every label of the batch is 0 or 1, else y
  private static Node signed(Node y) {
    var binary = y.equalTo(y.fill(0)).plus(y.equalTo(y.fill(1)));
    int[] axes = IntStream.range(0, y.shape().rank()).toArray();
    var all = Terms.not(Terms.not(binary).largest(axes));
    return y.plus(all.times(y.plus(-1)));
  }
}
