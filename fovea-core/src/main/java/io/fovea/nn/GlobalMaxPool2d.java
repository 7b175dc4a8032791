// SPDX-License-Identifier: Apache-2.0
package io.fovea.nn;

import com.google.errorprone.annotations.CheckReturnValue;
import io.fovea.graph.Axis;
import io.fovea.graph.Op;
import io.fovea.graph.Window;
import io.fovea.tensor.Shape;

/// Largest value of each whole feature map.
///
/// - input: `[N, H, W, C]`
/// - output: `[N, C]`, or `[N, 1, 1, C]` with `keepAxes()`
///
/// @param keep whether height and width stay, as axes of size 1
@CheckReturnValue
public record GlobalMaxPool2d(boolean keep) implements Layer {
  /// Keeps height and width as axes of size 1.
  public GlobalMaxPool2d keepAxes() {
    return new GlobalMaxPool2d(true);
  }

  @Override
  public Node on(Node x) {
    x.requirePictures("GlobalMaxPool2d");
    var whole = Window.of(Axis.of(x.shape().get(1), 1), Axis.of(x.shape().get(2), 1));
    var y = x.ops(new Op.MaxPool(whole)).getFirst();
    return keep ? y : y.reshape(Shape.OPEN, x.channels());
  }

  @Override
  public String type() {
    return "GlobalMaxPooling2D";
  }
}
