// SPDX-License-Identifier: Apache-2.0
package io.fovea.examples;

import static io.fovea.nn.Layers.conv2d;
import static io.fovea.nn.Layers.dense;
import static io.fovea.nn.Layers.flatten;
import static io.fovea.nn.Layers.input;

import io.fovea.image.Images;
import io.fovea.ops.Ops;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import io.fovea.train.Model;

/// Section 4: one detector of vertical edges finds them anywhere in a picture, with nine weights; a
/// dense layer would have to learn each place anew.
public final class ParameterSharing {
  private static final int SIDE = 64;

  private ParameterSharing() {}

  /// Writes a picture and its edges as PNG files, and counts weights.
  public static void main(String[] args) {
    Setting setting = Setting.of("ParameterSharing", args);
    Tensor picture = squares();
    Images.writePng(Photos.gray(picture.part(0), 0), setting.file("squares.png"));
    Images.writePng(Photos.gray(edges(picture).part(0), 0), setting.file("squares-edges.png"));
    Images.writePng(
        Photos.gray(edges(gray(Photos.both())).part(0), 0), setting.file("china-edges.png"));

    var shared = Model.of(input(SIDE, SIDE, 1), conv2d(1, 3).same().noBias());
    var apart = Model.of(input(SIDE, SIDE, 1), flatten(), dense(SIDE * SIDE).noBias());
    System.out.printf("weights of a convolutional layer: %,d%n", shared.parameters());
    System.out.printf("weights of a dense layer of as many neurons: %,d%n", apart.parameters());
  }

  /// Light on the right less light on the left: 0 inside of even areas, large at vertical edges.
  static Tensor edges(Tensor pictures) {
    var filter = Tensor.generateAt(Shape.of(3, 3, 1, 1), at -> at[1] - 1);
    return Ops.conv2d(pictures, filter);
  }

  /// Three white squares on black, `[1, 64, 64, 1]`.
  static Tensor squares() {
    return Tensor.generateAt(
        Shape.of(1, SIDE, SIDE, 1),
        at -> isIn(at, 6, 8) || isIn(at, 20, 40) || isIn(at, 44, 17) ? 1 : 0);
  }

  private static boolean isIn(int[] at, int top, int left) {
    return at[1] >= top && at[1] < top + 14 && at[2] >= left && at[2] < left + 14;
  }

  private static Tensor gray(Tensor pictures) {
    return Ops.depthwiseAvgPool(pictures, 3);
  }
}
