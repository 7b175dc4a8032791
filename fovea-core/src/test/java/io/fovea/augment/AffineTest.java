// SPDX-License-Identifier: Apache-2.0
package io.fovea.augment;

import static org.assertj.core.api.Assertions.assertThat;

import io.fovea.image.Pixels;
import io.fovea.tensor.Shape;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/// The goldens are arrays that Keras' `apply_affine_transform` gives for `fill_mode="constant"`,
/// `cval=-1` (file golden-values.json, image_data_generator), stated there with five decimals.
final class AffineTest {
  private static final Offset<Float> DECIMALS = Offset.offset(2e-5f);

  /// 6 rows, 5 columns.
  private static final float[] INPUT = {
    11, 48, 85, 25, 62, 2, 39, 76, 16, 53, 90, 30, 67, 7, 44, 81, 21, 58, 95, 35, 72, 12, 49, 86,
    26, 63, 3, 40, 77, 17
  };

  private static final float[] TURN_20 = {
    -1f, -1f, -1f, 46.56918f, -1f,
    27.38586f, 59.07631f, 54.66589f, 25.4572f, -1f,
    18.21418f, 37.96433f, 66.72987f, 23.35792f, 40.53737f,
    -1f, 41.25358f, 48.5428f, 80.23325f, 56.87437f,
    -1f, 53.31756f, 27.43082f, 59.12127f, 68.93834f,
    -1f, 65.38153f, 6.31884f, 38.00928f, -1f
  };

  private static final float[] SHIFT = {
    -1f, -1f, -1f, -1f, -1f,
    52.75f, 65.5f, 29.75f, -1f, -1f,
    43.75f, 56.5f, 20.75f, -1f, -1f,
    34.75f, 59.625f, 48.125f, -1f, -1f,
    25.75f, 62.75f, 75.5f, -1f, -1f,
    16.75f, 53.75f, 66.5f, -1f, -1f
  };

  private static final float[] SHEAR_15 = {
    29.53927f, 66.53928f, 53.32838f, 43.53927f, -1f,
    13.71938f, 48.26964f, 60.16419f, 25.26964f, -1f,
    -1f, 30f, 67f, 7f, 44f,
    -1f, 36.83581f, 48.73036f, 83.28062f, 49.98036f,
    -1f, 43.67162f, 30.46073f, 67.46072f, 57.67162f,
    -1f, 50.50743f, 12.19109f, 49.19109f, 64.50743f
  };

  private static final float[] ZOOM = {
    -1f, -1f, -1f, -1f, -1f,
    23.2f, 52.8f, 72.7f, 24.7f, 44.6f,
    60f, 41.1f, 61f, 13f, 32.9f,
    48.3f, 29.4f, 59f, 88.6f, 50.3f,
    36.6f, 17.7f, 47.3f, 76.9f, 38.6f,
    -1f, -1f, -1f, -1f, -1f
  };

  /// Keras' way from its 2 x 2 matrix to ours: axes swapped, and with the centre of the other axis.
  private static Affine keras(
      double m00, double m01, double m10, double m11, double tx, double ty) {
    double ox = 6 / 2.0 - 0.5;
    double oy = 5 / 2.0 - 0.5;
    return new Affine(
        m00, m01, ox + tx - m00 * ox - m01 * oy, m10, m11, oy + ty - m10 * ox - m11 * oy);
  }

  private static float[] warped(Affine map, float fill) {
    Shape shape = Shape.of(6, 5, 1);
    Pixels out = Pixels.allocate(shape);
    map.warp(Pixels.of(shape, INPUT, 0), out, Fill.constant(fill));
    return out.values();
  }

  @Test
  void turnsAsKerasDoes() {
    double angle = Math.toRadians(20);
    double cos = Math.cos(angle);
    double sin = Math.sin(angle);
    assertThat(warped(keras(cos, -sin, sin, cos, 0, 0), -1)).containsExactly(TURN_20, DECIMALS);
  }

  @Test
  void shiftsAsKerasDoes() {
    assertThat(warped(keras(1, 0, 0, 1, 1.25, -0.5), -1)).containsExactly(SHIFT, DECIMALS);
  }

  @Test
  void zoomsAsKerasDoes() {
    assertThat(warped(keras(0.8, 0, 0, 1.3, 0, 0), -1)).containsExactly(ZOOM, DECIMALS);
  }

  @Test
  void shearsAsKerasDoes() {
    double angle = Math.toRadians(15);
    float[] out = warped(keras(1, -Math.sin(angle), 0, Math.cos(angle), 0, 0), -1);
    // the source of row 2, column 0 lies on the border: Keras' rounding puts it 1e-16 outside
    assertThat(out[10]).isEqualTo(90);
    out[10] = -1;
    assertThat(out).containsExactly(SHEAR_15, DECIMALS);
  }

  @Test
  void aQuarterTurnIsAPermutation() {
    Shape shape = Shape.of(3, 3, 1);
    Pixels out = Pixels.allocate(shape);
    Affine.about(3, 3, 0, 0, Math.PI / 2, 0, 1)
        .warp(Pixels.of(shape, new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9}, 0), out, Fill.BLACK);
    // clockwise; the tolerance is float rounding of weights around 1e-16
    assertThat(out.values())
        .containsExactly(new float[] {7, 4, 1, 8, 5, 2, 9, 6, 3}, Offset.offset(1e-5f));
  }

  @Test
  void shiftsRightAndDownByWholePixels() {
    Shape shape = Shape.of(2, 3, 2);
    Pixels out = Pixels.allocate(shape);
    Affine.about(2, 3, 1, 1, 0, 0, 1)
        .warp(
            Pixels.of(shape, new float[] {1, 10, 2, 20, 3, 30, 4, 40, 5, 50, 6, 60}, 0),
            out,
            Fill.BLACK);
    assertThat(out.values()).containsExactly(0, 0, 0, 0, 0, 0, 0, 0, 1, 10, 2, 20);
  }

  @Test
  void doublesAboutTheCentre() {
    Shape shape = Shape.of(1, 3, 1);
    Pixels out = Pixels.allocate(shape);
    Affine.about(1, 3, 0, 0, 0, 0, 2)
        .warp(Pixels.of(shape, new float[] {0, 4, 8}, 0), out, Fill.BLACK);
    assertThat(out.values()).containsExactly(2, 4, 6);
  }

  @Test
  void shearsRowsAsideAboutTheCentre() {
    Shape shape = Shape.of(3, 3, 1);
    Pixels out = Pixels.allocate(shape);
    Affine.about(3, 3, 0, 0, 0, 1, 1)
        .warp(Pixels.of(shape, new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9}, 0), out, Fill.BLACK);
    // a row below the centre moves right
    assertThat(out.values()).containsExactly(2, 3, 0, 4, 5, 6, 0, 7, 8);
  }

  @Test
  void worksInsideALargerArray() {
    Shape shape = Shape.of(1, 2, 1);
    float[] from = {9, 1, 2, 9};
    float[] to = {9, 9, 9, 9, 9};
    Affine.about(1, 2, 1, 0, 0, 0, 1)
        .warp(Pixels.of(shape, from, 1), Pixels.of(shape, to, 2), Fill.constant(0.5));
    assertThat(to).containsExactly(9, 9, 0.5f, 1, 9);
  }

  /// Whole moves are copied pixel by pixel; the measure is the way that any warp takes.
  @Test
  void wholeMovesCopyWhatAnyWarpSamples() {
    Shape square = Shape.of(3, 3, 2);
    List<Affine> moves =
        List.of(
            new Affine(1, 0, 0, 0, 1, 0),
            new Affine(-1, 0, 2, 0, 1, 0),
            new Affine(1, 0, 0, 0, -1, 2),
            new Affine(-1, 0, 2, 0, -1, 2),
            new Affine(0, 1, 0, 1, 0, 0),
            new Affine(0, -1, 2, 1, 0, 0),
            new Affine(0, 1, 0, -1, 0, 2),
            new Affine(0, -1, 2, -1, 0, 2));
    for (Affine move : moves) {
      assertCopies(move, square, square, true);
    }
    assertCopies(Affine.from(1, 2), Shape.of(5, 4, 2), square, true);
    assertCopies(Affine.from(2, 2), Shape.of(5, 4, 2), square, false);
    assertCopies(Affine.from(-1, 0), Shape.of(5, 4, 2), square, false);
    assertCopies(Affine.from(0.5, 0), Shape.of(5, 4, 2), square, false);
  }

  private static void assertCopies(Affine move, Shape from, Shape to, boolean isWhole) {
    // both lie inside larger arrays
    Pixels source = Pixels.of(from, new float[(int) from.elements() + 3], 2);
    for (int i = 0; i < source.elements(); i++) {
      source.values()[2 + i] = i + 1;
    }
    Pixels quick = Pixels.of(to, new float[(int) to.elements() + 2], 1);
    Pixels slow = Pixels.of(to, new float[(int) to.elements() + 2], 1);
    assertThat(move.isWhole(source, quick)).isEqualTo(isWhole);
    Sampling.NEAREST.sample(move, source, quick, Fill.BLACK);
    Sampling.NEAREST.sample(move::source, source, slow, Fill.BLACK);
    assertThat(quick.values()).containsExactly(slow.values());
  }
}
