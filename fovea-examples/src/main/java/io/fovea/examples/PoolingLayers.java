// SPDX-License-Identifier: Apache-2.0
package io.fovea.examples;

import static io.fovea.nn.Layers.globalAvgPool2d;
import static io.fovea.nn.Layers.lambda;

import io.fovea.image.Image;
import io.fovea.image.Images;
import io.fovea.nn.Layer;
import io.fovea.ops.Ops;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;

/// Section 3: pooling layers make pictures smaller, or less deep, and have nothing to learn.
public final class PoolingLayers {
  /// Global average pooling, written as an expression.
  static final Layer MEAN = lambda(x -> x.mean(1, 2).reshape(Shape.OPEN, x.channels()));

  private PoolingLayers() {}

  /// Writes pooled photos as PNG files, and compares two ways to pool globally.
  public static void main(String[] args) {
    Setting setting = Setting.of("PoolingLayers", args);
    Tensor photos = Photos.both();
    write(setting, "max-pooling", Ops.maxPool(photos, 2));
    write(setting, "average-pooling", Ops.avgPool(photos, 2));
    write(setting, "depthwise-max-pooling", Ops.depthwiseMaxPool(photos, 3));
    write(setting, "depthwise-average-pooling", Ops.depthwiseAvgPool(photos, 3));

    Tensor small = Ops.avgPool(photos, 7);
    System.out.println("globalAvgPool2d()  " + Ops.apply(globalAvgPool2d(), small));
    System.out.println("lambda(...)        " + Ops.apply(MEAN, small));
  }

  private static void write(Setting setting, String name, Tensor pooled) {
    for (int photo = 0; photo < 2; photo++) {
      var file = setting.file(Photos.NAMES.get(photo) + "-" + name + ".png");
      Images.writePng(Image.ofUnitTensor(pooled.part(photo)), file);
      System.out.println(file + "  " + pooled.shape());
    }
  }
}
