// SPDX-License-Identifier: Apache-2.0
package io.fovea.loss;

import io.fovea.nn.Node;
import java.util.stream.IntStream;

/// How little two masks overlap (Tversky index; Salehi et al. 2017), with Dice (Milletari et al.
/// 2016) as the even case.
///
/// - labels, predictions: `[N, ..., C]`, each element from 0 to 1
///
/// `1 - i / (i + alpha f + beta m + 1e-7)`, where `i = sum y p` is what both have, `f = sum (1 - y)
/// p` what only the prediction has and `m = sum y (1 - p)` what it misses. The sums run over the
/// whole batch, so that all its examples have the same loss, or over one example at a time.
///
/// @param alpha price of what only the prediction has, at least 0
/// @param beta price of what the prediction misses, at least 0
/// @param dice whether it is `1 - 2 i / (sum y + sum p + 1e-7)`, where alpha and beta are one half
/// @param alone whether each example has sums of its own
public record Overlap(double alpha, double beta, boolean dice, boolean alone) implements Loss {
  /// Checks both prices.
  public Overlap {
    Terms.checkNotNegative("tversky.alpha", alpha);
    Terms.checkNotNegative("tversky.beta", beta);
  }

  /// Takes the sums over one example at a time.
  public Overlap perExample() {
    return new Overlap(alpha, beta, dice, true);
  }

  @Override
  public Node on(Node labels, Node predictions) {
    var y = Terms.alike(dice ? "dice" : "tversky", labels, predictions);
    var both = sum(y.times(predictions));
    Node share;
    if (dice) {
      share = both.times(2).over(sum(y).plus(sum(predictions)).plus(Terms.EPSILON));
    } else {
      var extra = sum(Terms.not(y).times(predictions)).times(alpha);
      var missed = sum(y.times(Terms.not(predictions))).times(beta);
      share = both.over(both.plus(extra).plus(missed).plus(Terms.EPSILON));
    }
    var loss = Terms.not(share);
    // adding zeros made from the labels repeats the one number of a batch for each example
    return Terms.perExample(alone ? loss : loss.plus(y.times(0)));
  }

  private Node sum(Node x) {
    return x.sum(IntStream.range(alone ? 1 : 0, x.shape().rank()).toArray());
  }
}
