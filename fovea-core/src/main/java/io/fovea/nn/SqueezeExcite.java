// SPDX-License-Identifier: Apache-2.0
package io.fovea.nn;

import static io.fovea.nn.Layers.dense;
import static io.fovea.nn.Layers.globalAvgPool2d;
import static io.fovea.nn.Layers.multiply;
import static io.fovea.nn.Layers.reshape;

import com.google.errorprone.annotations.CheckReturnValue;
import io.fovea.error.Args;

/// Squeeze and excitation (Hu et al. 2017, section 3): each feature map is weighted by a number
/// from 0 to 1 that depends on the means of all maps.
///
/// - input and output: `[N, H, W, C]`
/// - parameters: two dense layers with biases, `C` to `C / ratio` (relu) and back (sigmoid):
///   `fc1/kernel`, `fc1/bias`, `fc2/kernel`, `fc2/bias`
///
/// @param ratio how many times fewer units the inner layer has; 16 in the paper
@CheckReturnValue
public record SqueezeExcite(int ratio) implements Layer {
  /// Checks the ratio.
  public SqueezeExcite {
    Args.positive("SqueezeExcite.ratio", ratio);
  }

  @Override
  public Node on(Node x) {
    x.requirePictures("SqueezeExcite");
    int c = x.channels();
    var weights =
        x.then("squeeze", globalAvgPool2d())
            .then("fc1", dense(Math.max(1, c / ratio)).relu())
            .then("fc2", dense(c).activation(Activation.SIGMOID))
            .then("maps", reshape(1, 1, c));
    return x.join("excite", multiply(), weights);
  }
}
