// SPDX-License-Identifier: Apache-2.0
package io.fovea.augment;

import io.fovea.image.Pixels;
import io.fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/// A spatial change as drawn for one picture, for all that belongs to the picture.
///
/// @param warp where pixels come from
/// @param height rows of the result
/// @param width columns of the result
/// @param sampling for the picture; masks always take the nearest value
/// @param fill for the picture; what comes into a mask from outside is 0 unless the fill mode
///     continues the picture
public record Mapping(Warp warp, int height, int width, Sampling sampling, Fill fill) {
  /// Boxes of which less than this share of the area stays in the picture are left out.
  private static final double MIN_VISIBLE = 0.1;

  /// Points per side of a box that are followed.
  private static final int STEPS = 8;

  /// Of the size of the source, bilinear.
  static Mapping of(Warp warp, Shape input, Fill fill) {
    return new Mapping(warp, input.get(0), input.get(1), Sampling.BILINEAR, fill);
  }

  /// Of any size, by whole pixels.
  static Mapping whole(Warp warp, int height, int width, Fill fill) {
    return new Mapping(warp, height, width, Sampling.NEAREST, fill);
  }

  /// One of the eight symmetries of the square.
  static Mapping symmetry(String where, Shape input, int quarters, boolean transposed) {
    int side = Shapes.square(where, input).get(0);
    double last = side - 1;
    var turn =
        switch (quarters) {
          case 0 -> new Affine(1, 0, 0, 0, 1, 0);
          case 1 -> new Affine(0, 1, 0, -1, 0, last);
          case 2 -> new Affine(-1, 0, last, 0, -1, last);
          default -> new Affine(0, -1, last, 1, 0, 0);
        };
    var warp =
        transposed
            ? new Affine(turn.xy(), turn.xx(), turn.x0(), turn.yy(), turn.yx(), turn.y0())
            : turn;
    return whole(warp, side, side, Fill.NEAREST);
  }

  /// Writes the changed picture into `target`, of this height and width.
  public void picture(Pixels source, Pixels target) {
    sampling.sample(warp, source, target, fill);
  }

  /// Writes the changed mask into `target`: class numbers stay class numbers.
  public void mask(Pixels source, Pixels target) {
    Fill outside = fill.mode() == Fill.Mode.CONSTANT ? Fill.BLACK : fill;
    Sampling.NEAREST.sample(warp, source, target, outside);
  }

  /// Where a position (in pixels from the top left corner) goes.
  public Point point(double x, double y) {
    Point to = warp.target(x - 0.5, y - 0.5);
    return new Point(to.x() + 0.5, to.y() + 0.5);
  }

  /// The moved key points, all of them, in their order.
  public List<KeyPoint> points(List<KeyPoint> points) {
    return points.stream().map(this::keyPoint).toList();
  }

  private KeyPoint keyPoint(KeyPoint point) {
    Point to = point(point.x(), point.y());
    boolean inside = to.x() >= 0 && to.x() <= width && to.y() >= 0 && to.y() <= height;
    return new KeyPoint(to.x(), to.y(), point.visible() && inside);
  }

  /// The upright boxes around the moved ones, cut at the border; those that nearly left are gone.
  public List<Box> boxes(List<Box> boxes) {
    var moved = new ArrayList<Box>();
    for (Box box : boxes) {
      Box around = around(box);
      double left = Math.max(around.left(), 0);
      double top = Math.max(around.top(), 0);
      double right = Math.min(around.right(), width);
      double bottom = Math.min(around.bottom(), height);
      if (left < right
          && top < bottom
          && (right - left) * (bottom - top) >= MIN_VISIBLE * around.area()) {
        moved.add(new Box(left, top, right, bottom, box.label()));
      }
    }
    return List.copyOf(moved);
  }

  private Box around(Box box) {
    double left = Double.POSITIVE_INFINITY;
    double top = Double.POSITIVE_INFINITY;
    double right = Double.NEGATIVE_INFINITY;
    double bottom = Double.NEGATIVE_INFINITY;
    for (int i = 0; i <= STEPS; i++) {
      double x = box.left() + (box.right() - box.left()) * i / STEPS;
      double y = box.top() + (box.bottom() - box.top()) * i / STEPS;
      for (Point to :
          List.of(
              point(x, box.top()),
              point(x, box.bottom()),
              point(box.left(), y),
              point(box.right(), y))) {
        left = Math.min(left, to.x());
        top = Math.min(top, to.y());
        right = Math.max(right, to.x());
        bottom = Math.max(bottom, to.y());
      }
    }
    return new Box(left, top, right, bottom, box.label());
  }
}
