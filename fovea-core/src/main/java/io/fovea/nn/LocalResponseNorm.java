// SPDX-License-Identifier: Apache-2.0
package io.fovea.nn;

import com.google.errorprone.annotations.CheckReturnValue;
import io.fovea.error.Args;
import io.fovea.graph.Axis;
import io.fovea.graph.Op;
import io.fovea.graph.Window;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;

/// Local response normalization (Krizhevsky et al. 2012, section 3.3): strong answers damp the same
/// pixel in neighbouring feature maps.
///
/// - input and output: `[N, H, W, C]`
///
/// `b[i] = a[i] (k + alpha sum of a[j]^2)^-beta`, where j runs from `i - size / 2` to
/// `i + size / 2` within the maps.
///
/// @param size reach among the maps; half of it, rounded down, to each side
/// @param k above 0
/// @param alpha weight of the squares, above 0
/// @param beta exponent, above 0
/// @param averaged whether alpha is divided by `size` first, as in Caffe and PyTorch; the paper
///     does not
@CheckReturnValue
public record LocalResponseNorm(int size, double k, double alpha, double beta, boolean averaged)
    implements Layer {
  /// Checks the numbers.
  public LocalResponseNorm {
    Args.positive("LocalResponseNorm.size", size);
    Args.positive("LocalResponseNorm.k", k);
    Args.positive("LocalResponseNorm.alpha", alpha);
    Args.positive("LocalResponseNorm.beta", beta);
  }

  /// The number added to the squares.
  public LocalResponseNorm k(double k) {
    return new LocalResponseNorm(size, k, alpha, beta, averaged);
  }

  /// Weight of the squares.
  public LocalResponseNorm alpha(double alpha) {
    return new LocalResponseNorm(size, k, alpha, beta, averaged);
  }

  /// The exponent.
  public LocalResponseNorm beta(double beta) {
    return new LocalResponseNorm(size, k, alpha, beta, averaged);
  }

  /// With alpha divided by the size.
  public LocalResponseNorm dividedBySize() {
    return new LocalResponseNorm(size, k, alpha, beta, true);
  }

  @Override
  public Node on(Node x) {
    x.requirePictures("LocalResponseNorm");
    int c = x.channels();
    // a sum over maps is a 1x1 convolution with a kernel of zeros and ones
    var sums = new Op.Conv(Window.of(Axis.of(1, 1), Axis.of(1, 1)), 1);
    var squares = x.square().op(sums, x.literal(neighbours(c)));
    var damping = squares.times(averaged ? alpha / size : alpha).plus(k).pow(-beta);
    return x.times(damping);
  }

  /// 1 where one map lies within reach of the other.
  private Tensor neighbours(int channels) {
    var band = new float[channels * channels];
    for (int i = 0; i < channels; i++) {
      for (int j = Math.max(0, i - size / 2); j <= Math.min(channels - 1, i + size / 2); j++) {
        band[i * channels + j] = 1;
      }
    }
    return Tensor.of(Shape.of(1, 1, channels, channels), band);
  }
}
