// SPDX-License-Identifier: Apache-2.0
package io.fovea.augment;

import io.fovea.error.FoveaException;
import io.fovea.error.ShapeException;
import io.fovea.image.Pixels;
import io.fovea.tensor.Rng;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import java.util.Arrays;
import java.util.Locale;

/// What published networks want done to pictures (RGB, numbers from 0 to 1) before they see them;
/// Keras' `preprocess_input`.
///
/// ```java
/// var flowers = Datasets.folder(path).map(Preprocessing.SIGNED);
/// ```
public enum Preprocessing implements Augmentation {
  /// Nothing: from 0 to 1.
  UNIT,
  /// From 0 to 255; EfficientNet and ConvNeXt, whose first layers do the rest.
  BYTES,
  /// From -1 to 1; Inception, Xception, MobileNet, ResNet V2 (Keras' mode `tf`).
  SIGNED,
  /// Blue, green, red, from 0 to 255 less the mean of ImageNet; VGG, ResNet (Keras' mode `caffe`).
  CAFFE,
  /// Mean 0 and deviation 1 over ImageNet; DenseNet, torchvision (Keras' mode `torch`).
  STANDARD;

  private static final int COLORS = 3;
  private static final double LARGEST_BYTE = 255;

  /// The preprocessing of this name, as [#label] gives it.
  ///
  /// @throws IllegalArgumentException if there is none
  public static Preprocessing named(String name) {
    return Arrays.stream(values())
        .filter(preprocessing -> preprocessing.label().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                FoveaException.format(
                    "Preprocessing.named",
                    "one of " + Arrays.stream(values()).map(Preprocessing::label).toList(),
                    name,
                    "check the name.")));
  }

  /// Its name in model files and on the command line, e.g. `caffe`.
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  @Override
  public Shape outputShape(Shape input) {
    if (isForColor() && (input.rank() == 0 || input.channels() != COLORS)) {
      throw new ShapeException(
          "Preprocessing." + name(),
          "pictures in color [H, W, 3]",
          input.toString(),
          "read them in color.");
    }
    return input;
  }

  private boolean isForColor() {
    return this == CAFFE || this == STANDARD;
  }

  @Override
  public void apply(Pixels source, Pixels target, Rng rng) {
    change(source.values(), source.offset(), target.values(), target.offset(), source.elements());
  }

  /// Whole batches at once.
  ///
  /// @param pictures `[..., C]`, RGB from 0 to 1
  /// @throws ShapeException if the pictures are not in color and that matters
  public Tensor apply(Tensor pictures) {
    var shape = outputShape(pictures.shape());
    var changed = new float[pictures.elements()];
    change(pictures.toArray(), 0, changed, 0, changed.length);
    return Tensor.of(shape, changed);
  }

  private void change(float[] from, int at, float[] to, int start, int count) {
    for (int i = 0; i < count; i++) {
      int channel = i % COLORS;
      int source = this == CAFFE ? i - channel + COLORS - 1 - channel : i;
      to[start + i] = (float) changed(from[at + source], channel);
    }
  }

  /// @param channel of the result
  private double changed(double x, int channel) {
    return switch (this) {
      case UNIT -> x;
      case BYTES -> x * LARGEST_BYTE;
      case SIGNED -> 2 * x - 1;
      case CAFFE ->
          x * LARGEST_BYTE
              - switch (channel) {
                case 0 -> 103.939;
                case 1 -> 116.779;
                default -> 123.68;
              };
      case STANDARD ->
          switch (channel) {
            case 0 -> (x - 0.485) / 0.229;
            case 1 -> (x - 0.456) / 0.224;
            default -> (x - 0.406) / 0.225;
          };
    };
  }
}
