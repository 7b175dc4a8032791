// SPDX-License-Identifier: Apache-2.0
package io.fovea.augment;

import static io.fovea.augment.Augmentations.*;
import static io.fovea.augment.Changed.apply;
import static io.fovea.augment.Changed.of;
import static io.fovea.augment.Changed.picture;
import static org.assertj.core.api.Assertions.assertThat;

import io.fovea.image.Pixels;
import io.fovea.tensor.Rng;
import io.fovea.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

final class SpatialTest {
  @Test
  void flipsAndTurnsAreExact() {
    Pixels source = of(2, 3, 1, 1, 2, 3, 4, 5, 6);
    assertThat(apply(flipHorizontal(), source, 0)).containsExactly(3, 2, 1, 6, 5, 4);
    assertThat(apply(flipVertical(), source, 0)).containsExactly(4, 5, 6, 1, 2, 3);
    Pixels square = of(2, 2, 1, 1, 2, 3, 4);
    assertThat(apply(transpose(), square, 0)).containsExactly(1, 3, 2, 4);
    var seen = new java.util.TreeSet<String>();
    for (int key = 0; key < 200; key++) {
      seen.add(Arrays.toString(apply(symmetries(), square, key)));
    }
    // the eight arrangements in which 1 and 4 stay opposite
    assertThat(seen).hasSize(8);
  }

  @Test
  void cropsAreExact() {
    Pixels source = of(3, 4, 1, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
    assertThat(apply(centerCrop(1, 2), source, 0)).containsExactly(5, 6);
    assertThat(apply(pad(1), of(1, 1, 1, 7), 0)).containsExactly(0, 0, 0, 0, 7, 0, 0, 0, 0);
    var corners = new java.util.TreeSet<Float>();
    for (int key = 0; key < 100; key++) {
      float[] part = apply(randomCrop(2, 3), source, key);
      assertThat(part)
          .containsExactly(
              part[0], part[0] + 1, part[0] + 2, part[0] + 4, part[0] + 5, part[0] + 6);
      corners.add(part[0]);
    }
    assertThat(corners).containsExactly(0f, 1f, 4f, 5f);
  }

  @Test
  void aResizedCropOfTheWholeAveragesWhatItReduces() {
    var whole = new RandomResizedCrop(1, 2, new Span(1, 1), new Span(2, 2));
    // triangles two pixels wide around 0.5 and 2.5: weights 3 3 1 and 1 3 3 of 7, by hand
    assertThat(apply(whole, of(2, 4, 1, 7, 0, 0, 14, 7, 0, 0, 14), 0))
        .containsExactly(new float[] {3, 6}, Offset.offset(1e-5f));
  }

  @Test
  void masksBoxesAndPointsFollow() {
    Pixels mask = of(2, 4, 1, 1, 0, 0, 0, 0, 0, 0, 2);
    Sample sample =
        Sample.of(picture(Shape.of(2, 4, 3)))
            .mask(mask)
            .boxes(List.of(new Box(0, 0, 1, 1, 7)))
            .points(List.of(new KeyPoint(0.5, 0.5, true)));
    Sample flipped = sequence(flipHorizontal(), invert()).apply(sample, Rng.of(1));
    assertThat(flipped.mask().orElseThrow().values()).containsExactly(0, 0, 0, 1, 2, 0, 0, 0);
    assertThat(flipped.boxes()).containsExactly(new Box(3, 0, 4, 1, 7));
    assertThat(flipped.points()).containsExactly(new KeyPoint(3.5, 0.5, true));
    Sample cropped = centerCrop(2, 2).apply(sample, Rng.of(1));
    assertThat(cropped.boxes()).isEmpty();
    assertThat(cropped.points()).containsExactly(new KeyPoint(-0.5, 0.5, false));
  }

  @TestFactory
  Stream<DynamicTest> theWayBackLeadsBack() {
    return Stream.of(
            rotate(30),
            shear(20),
            zoom(0.7, 1.4),
            shift(0.1),
            perspective(0.5),
            elastic(0.2, 16),
            gridDistortion(0.5, 4),
            opticalDistortion(-0.2, 0.5),
            RandomAffine.IDENTITY.maxShear(0.3))
        .map(change ->
            DynamicTest.dynamicTest(
                change.toString(),
                () -> {
                  for (int key = 0; key < 20; key++) {
                    Warp warp = change.draw(Shape.of(60, 80, 3), Rng.of(key)).warp();
                    Point from = warp.source(50, 20);
                    Point to = warp.target(from.x(), from.y());
                    assertThat(to.x()).isEqualTo(50, Offset.offset(1e-6));
                    assertThat(to.y()).isEqualTo(20, Offset.offset(1e-6));
                    double[] xs = new double[80];
                    double[] ys = new double[80];
                    warp.row(20, xs, ys);
                    assertThat(xs[50]).isEqualTo(from.x(), Offset.offset(1e-9));
                    assertThat(ys[50]).isEqualTo(from.y(), Offset.offset(1e-9));
                  }
                }));
  }

  @Test
  void perspectiveShowsTheCornersWhereTheyWereDrawn() {
    var warp =
        Projective.fromQuadrangle(
            11, 21, new Point(1, 2), new Point(19, 1), new Point(18, 9), new Point(2, 8));
    assertThat(warp.source(1, 2).x()).isEqualTo(0, Offset.offset(1e-9));
    assertThat(warp.source(1, 2).y()).isEqualTo(0, Offset.offset(1e-9));
    assertThat(warp.source(18, 9).x()).isEqualTo(20, Offset.offset(1e-9));
    assertThat(warp.source(18, 9).y()).isEqualTo(10, Offset.offset(1e-9));
    assertThat(warp.source(19, 1).x()).isEqualTo(20, Offset.offset(1e-9));
    assertThat(warp.source(2, 8).y()).isEqualTo(10, Offset.offset(1e-9));
  }

  @Test
  void fillModesAreThoseOfSciPy() {
    // positions and results of a row of 4, as in Keras' reference
    assertThat(Fill.WRAP.fold(-0.5, 4)).isEqualTo(2.5);
    assertThat(Fill.WRAP.fold(-3, 4)).isEqualTo(3);
    assertThat(Fill.WRAP.fold(3.25, 4)).isEqualTo(0.25);
    assertThat(Fill.REFLECT.fold(-1, 4)).isZero();
    assertThat(Fill.REFLECT.fold(-2, 4)).isEqualTo(1);
    assertThat(Fill.REFLECT.fold(4, 4)).isEqualTo(3);
    assertThat(Fill.REFLECT.fold(-8, 4)).isZero();
    assertThat(Fill.NEAREST.fold(9, 4)).isEqualTo(3);
    assertThat(Fill.BLACK.fold(3.01, 4)).isNaN();
    assertThat(Fill.WRAP.fold(5, 1)).isZero();
  }
}
