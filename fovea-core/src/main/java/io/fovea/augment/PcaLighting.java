// SPDX-License-Identifier: Apache-2.0
package io.fovea.augment;

import io.fovea.error.Args;
import io.fovea.image.Pixels;
import io.fovea.tensor.Rng;

/// Light of another colour: adds the principal components of ImageNet's colours, each times its
/// eigenvalue and a normal number (Krizhevsky et al. 2012, "AlexNet", section 4.1).
///
/// @param deviation of the normal numbers; 0.1 in the paper
public record PcaLighting(double deviation) implements Colors {
  private static final double[] EIGENVALUES = {0.2175, 0.0188, 0.0045};
  private static final double[][] EIGENVECTORS = {
    {-0.5675, 0.7192, 0.4009}, {-0.5808, -0.0045, -0.8140}, {-0.5836, -0.6948, 0.4203}
  };

  /// Checks the number.
  public PcaLighting {
    Args.fraction("PcaLighting.deviation", deviation);
  }

  @Override
  public void apply(Pixels source, Pixels target, Rng rng) {
    float[] light = new float[3];
    for (int c = 0; c < 3; c++) {
      for (int k = 0; k < 3; k++) {
        light[c] += (float) (EIGENVECTORS[c][k] * EIGENVALUES[k] * deviation * rng.normal(k));
      }
    }
    Planes.ofColors(source, target, run -> run.shift(light));
  }
}
