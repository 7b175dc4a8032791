// SPDX-License-Identifier: Apache-2.0
package io.fovea.nn;

import com.google.errorprone.annotations.CheckReturnValue;
import io.fovea.error.Args;
import io.fovea.graph.Initializer;

/// `x > 0 ? x : slope x` with trained slopes (He et al. 2015, "Delving deep into rectifiers").
///
/// - input and output: `[N, ..., C]`
/// - parameters: `alpha [..., C]`, a slope for each number of an example; with `sharedByMap()`, for
///   pictures, `alpha [1, 1, C]`, one for each map, as in the paper
///
/// @param alpha first values of the slopes
/// @param perMap whether all pixels of a map share a slope
@CheckReturnValue
public record PRelu(Initializer alpha, boolean perMap) implements Layer {
  /// Refuses null.
  public PRelu {
    Args.given("PRelu.alpha", alpha);
  }

  /// Other first values of the slopes, from [Initializers].
  public PRelu alphaInitializer(Initializer alpha) {
    return new PRelu(alpha, perMap);
  }

  /// One slope for each map.
  public PRelu sharedByMap() {
    return new PRelu(alpha, true);
  }

  @Override
  public Node on(Node x) {
    if (perMap) {
      x.requirePictures("PRelu");
    }
    int[] each = x.shape().slice(1, x.shape().rank()).toArray();
    var slopes = x.param("alpha", alpha, perMap ? new int[] {1, 1, x.channels()} : each);
    return x.relu().plus(x.min(x.fill(0)).times(slopes));
  }

  @Override
  public String type() {
    return "PReLU";
  }
}
