// SPDX-License-Identifier: Apache-2.0
package io.fovea.examples;

import io.fovea.image.Images;
import io.fovea.ops.Ops;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import java.nio.file.Path;

/// Section 2: two filters made by hand find vertical and horizontal lines in two photos.
public final class LineFilters {
  private static final String[] MAPS = {"vertical", "horizontal"};

  private LineFilters() {}

  /// Writes four feature maps as PNG files.
  public static void main(String[] args) {
    Setting setting = Setting.of("LineFilters", args);
    Tensor maps = featureMaps(Photos.both());
    for (int photo = 0; photo < 2; photo++) {
      for (int filter = 0; filter < 2; filter++) {
        Path file = setting.file(Photos.NAMES.get(photo) + "-" + MAPS[filter] + ".png");
        Images.writePng(Photos.gray(maps.part(photo), filter), file);
        System.out.println(file);
      }
    }
  }

  /// 7 x 7 pixels over 3 colors, 2 filters: black but for a white line down the middle, or across.
  static Tensor filters() {
    return Tensor.generateAt(
        Shape.of(7, 7, 3, 2),
        at -> {
          int row = at[0];
          int column = at[1];
          boolean vertical = at[3] == 0;
          return (vertical ? column : row) == 3 ? 1 : 0;
        });
  }

  /// @param images `[N, H, W, 3]`
  /// @return `[N, H, W, 2]`
  static Tensor featureMaps(Tensor images) {
    return Ops.conv2d(images, filters(), conv -> conv.same());
  }
}
