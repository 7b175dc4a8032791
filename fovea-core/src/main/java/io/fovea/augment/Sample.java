// SPDX-License-Identifier: Apache-2.0
package io.fovea.augment;

import io.fovea.image.Pixels;
import java.util.List;
import java.util.Optional;

/// A picture with what is marked in it.
///
/// @param picture `[H, W, C]`
/// @param mask one class number per pixel, `[H, W, 1]`
/// @param boxes rectangles around objects
/// @param points key points, in an order that has a meaning
public record Sample(
    Pixels picture, Optional<Pixels> mask, List<Box> boxes, List<KeyPoint> points) {
  /// Copies the lists.
  public Sample {
    boxes = List.copyOf(boxes);
    points = List.copyOf(points);
  }

  /// A picture alone.
  public static Sample of(Pixels picture) {
    return new Sample(picture, Optional.empty(), List.of(), List.of());
  }

  /// With this mask.
  public Sample mask(Pixels mask) {
    return new Sample(picture, Optional.of(mask), boxes, points);
  }

  /// With these boxes.
  public Sample boxes(List<Box> boxes) {
    return new Sample(picture, mask, boxes, points);
  }

  /// With these key points.
  public Sample points(List<KeyPoint> points) {
    return new Sample(picture, mask, boxes, points);
  }
}
