// SPDX-License-Identifier: Apache-2.0
package io.fovea.examples;

import io.fovea.data.Dataset;
import io.fovea.image.Image;
import io.fovea.image.ImageLimits;
import io.fovea.image.Images;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;

/// The two photos of the chapter, 640 x 427, and feature maps as pictures.
final class Photos {
  /// A temple in Peking, and a dahlia.
  static final List<String> NAMES = List.of("china", "flower");

  private Photos() {}

  static Image photo(String name) {
    String file = "photos/" + name + ".jpg";
    try (InputStream in =
        Objects.requireNonNull(Photos.class.getResourceAsStream(file), "a photo named " + name)) {
      return Images.decode(in.readAllBytes(), file, ImageLimits.DEFAULT);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Both as a batch: `[2, 427, 640, 3]`, from 0 to 1.
  static Tensor both() {
    return Tensor.stack(NAMES.stream().map(n -> photo(n).toUnitTensor(3)).toArray(Tensor[]::new));
  }

  /// The middle of both as squares of one size, 0 the temple, 1 the flower: `[side, side, 3]`, from
  /// 0 to 1.
  static Dataset square(int side) {
    var squares =
        NAMES.stream()
            .map(Photos::photo)
            .map(photo -> photo.centerCrop(photo.height(), photo.height()).resize(side, side))
            .map(photo -> photo.toUnitTensor(3));
    return Dataset.of(Tensor.stack(squares.toArray(Tensor[]::new)), Tensor.vector(0, 1))
        .classNames(NAMES.toArray(String[]::new));
  }

  /// One feature map in shades of grey, from black for its smallest number to white for its
  /// largest.
  ///
  /// @param maps `[H, W, C]`
  static Image gray(Tensor maps, int channel) {
    int height = maps.shape().get(0);
    int width = maps.shape().get(1);
    var map = Tensor.generateAt(Shape.of(height, width, 1), at -> maps.at(at[0], at[1], channel));
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (float value : map.toArray()) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    double darkest = low;
    double range = high > low ? high - low : 1;
    return Image.ofUnitTensor(Tensor.generate(map.shape(), i -> (map.get(i) - darkest) / range));
  }

  /// Pictures of one size `[H, W, C]` side by side, row by row.
  static Image sheet(int columns, List<Tensor> pictures) {
    Shape one = pictures.getFirst().shape();
    int rows = Math.ceilDiv(pictures.size(), columns);
    int height = one.get(0);
    int width = one.get(1);
    return Image.ofUnitTensor(
        Tensor.generateAt(
            Shape.of(rows * height, columns * width, one.get(2)),
            at -> {
              int number = at[0] / height * columns + at[1] / width;
              return number < pictures.size()
                  ? pictures.get(number).at(at[0] % height, at[1] % width, at[2])
                  : 1;
            }));
  }
}
