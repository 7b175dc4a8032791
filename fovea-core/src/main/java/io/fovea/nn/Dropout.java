// SPDX-License-Identifier: Apache-2.0
package io.fovea.nn;

import com.google.errorprone.annotations.CheckReturnValue;
import io.fovea.error.Args;
import io.fovea.graph.Distribution;
import io.fovea.tensor.Shape;

/// While training, sets a random share of the inputs to 0 and scales the rest by `1 / (1 - rate)`
/// (Srivastava et al. 2014); otherwise does nothing.
///
/// - input and output: any shape; `[N, ..., C]` where whole maps are dropped
///
/// @param rate share that becomes 0, from 0 to 1
/// @param whole what is dropped or kept as a whole
@CheckReturnValue
public record Dropout(double rate, Whole whole) implements Layer {
  /// What is dropped or kept as a whole.
  public enum Whole {
    /// Each number by itself.
    NUMBER,
    /// Each map of an example (Tompson et al. 2015, spatial dropout).
    MAP,
    /// Each example: on a residual branch, stochastic depth (Huang et al. 2016).
    EXAMPLE
  }

  /// Checks the rate.
  public Dropout {
    Args.fraction("Dropout.rate", rate);
  }

  @Override
  public Node on(Node x) {
    if (rate == 0) {
      return x;
    }
    return x.times(x.random(new Distribution.Keep(rate), drawn(x.shape()))).inTraining(x);
  }

  /// One number for all that is dropped as a whole.
  private Shape drawn(Shape x) {
    var shape = x;
    for (int axis = 1; axis < x.rank(); axis++) {
      boolean own =
          switch (whole) {
            case NUMBER -> true;
            case MAP -> axis == x.rank() - 1;
            case EXAMPLE -> false;
          };
      shape = own ? shape : shape.with(axis, 1);
    }
    return shape;
  }

  @Override
  public String type() {
    return whole == Whole.MAP ? "SpatialDropout2D" : "Dropout";
  }
}
