// SPDX-License-Identifier: Apache-2.0
package io.fovea.examples;

import static io.fovea.nn.Layers.conv2d;
import static io.fovea.nn.Layers.input;

import io.fovea.nn.Conv;
import io.fovea.tensor.Tensor;
import io.fovea.train.Model;
import java.util.List;

/// Section 2: a convolutional layer on the two photos, and the sizes of feature maps.
public final class ConvolutionalLayer {
  private ConvolutionalLayer() {}

  /// A convolution along one axis.
  ///
  /// @param side pixels of the picture
  /// @param filter pixels of the window
  /// @param padding pixels of zeros on each side
  /// @param stride pixels from window to window
  record Case(int side, int filter, int padding, int stride) {
    /// `O = floor((I - F + 2 P) / S) + 1`.
    int size() {
      return (side - filter + 2 * padding) / stride + 1;
    }

    /// What the layer says itself.
    int described() {
      var layer = conv2d(1, filter).pad(padding).stride(stride);
      return layer.on(input(side, side, 1)).shape().get(1);
    }
  }

  static final List<Case> CASES =
      List.of(
          new Case(28, 5, 0, 1),
          new Case(28, 3, 1, 1),
          new Case(28, 3, 1, 2),
          new Case(224, 7, 3, 2),
          new Case(227, 11, 0, 4));

  /// Prints shapes and sizes.
  public static void main(String[] args) {
    var _ = Setting.of("ConvolutionalLayer", args);
    Tensor photos = Photos.both();
    Conv layer = conv2d(32, 3).stride(1).same().relu();
    Model model = Model.of(input(427, 640, 3), layer);

    System.out.println("photos        " + photos.shape());
    System.out.println("feature maps  " + model.predict(photos).shape());
    model.variables().forEach(v -> System.out.println(v.path() + "  " + v.shape()));

    System.out.println("\n    I    F    P    S    O = floor((I - F + 2P) / S) + 1");
    for (Case c : CASES) {
      System.out.printf(
          "%5d%5d%5d%5d%5d   the layer: %s%n",
          c.side, c.filter, c.padding, c.stride, c.size(), c.described());
    }
  }
}
