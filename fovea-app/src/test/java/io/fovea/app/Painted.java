// SPDX-License-Identifier: Apache-2.0
package io.fovea.app;

import io.fovea.image.Image;
import io.fovea.image.Images;
import io.fovea.tensor.Rng;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Folders of painted pictures for tests: each class has a color of its own on a noisy ground.
final class Painted {
  private static final int SIDE = 40;
  private static final String[] NAMES = {"blue", "green", "red"};

  private Painted() {}

  /// A folder per class.
  ///
  /// @param classes from 1 to 3
  /// @param each pictures of each class
  static Path folder(Path root, int classes, int each) throws IOException {
    for (int c = 0; c < classes; c++) {
      var folder = Files.createDirectories(root.resolve(NAMES[c]));
      for (int i = 0; i < each; i++) {
        Images.writePng(picture(c, i), folder.resolve(i + ".png"));
      }
    }
    return root;
  }

  /// A disc of the color of the class, somewhere.
  static Image picture(int label, int number) {
    var rng = Rng.of(number).at(NAMES[label]);
    double x = rng.uniform(0, 12, 28);
    double y = rng.uniform(1, 12, 28);
    var samples = new byte[SIDE * SIDE * 3];
    for (int i = 0; i < SIDE * SIDE; i++) {
      boolean inside = Math.hypot(i % SIDE - x, i / SIDE - y) < 10;
      for (int c = 0; c < 3; c++) {
        // classes in the order of their names; the channel of blue is 2
        boolean own = c == 2 - label;
        double value = rng.uniform(2 + 3L * i + c, 60, 120) + (inside && own ? 120 : 0);
        samples[3 * i + c] = (byte) value;
      }
    }
    return Image.of(SIDE, SIDE, 3, samples);
  }
}
