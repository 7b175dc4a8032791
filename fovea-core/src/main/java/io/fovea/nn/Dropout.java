package io.fovea.nn;

import com.google.errorprone.annotations.CheckReturnValue;
import io.fovea.error.Args;
import io.fovea.graph.Distribution;

/// While training, sets a random share of the inputs to 0 and scales the rest by `1 / (1 - rate)`
/// (Srivastava et al. 2014); otherwise does nothing.
///
/// - input and output: any shape
///
/// @param rate share that becomes 0, from 0 to 1
@CheckReturnValue
public record Dropout(double rate) implements Layer {
  /// Checks the rate.
  public Dropout {
    Args.fraction("Dropout.rate", rate);
  }

  @Override
  public Node on(Node x) {
    return rate == 0 ? x : x.times(x.random(new Distribution.Keep(rate), x.shape())).inTraining(x);
  }
}
