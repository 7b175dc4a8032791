// SPDX-License-Identifier: Apache-2.0
package io.fovea.nn;

import io.fovea.error.Args;
import io.fovea.graph.Distribution;

/// While training, adds Gaussian noise of mean 0; otherwise does nothing.
///
/// - input and output: any shape
///
/// @param deviation of the noise, in units of the input
public record GaussianNoise(double deviation) implements Layer {
  /// Checks the deviation.
  public GaussianNoise {
    Args.positive("GaussianNoise.deviation", deviation);
  }

  @Override
  public Node on(Node x) {
    var noise = x.random(new Distribution.Normal(0, deviation), x.shape());
    return x.plus(noise).inTraining(x);
  }
}
