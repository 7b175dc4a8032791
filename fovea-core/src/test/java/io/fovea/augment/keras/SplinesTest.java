// SPDX-License-Identifier: Apache-2.0
package io.fovea.augment.keras;

import static org.assertj.core.api.Assertions.assertThat;

import io.fovea.augment.Fill;
import io.fovea.augment.Warp;
import io.fovea.image.Pixels;
import io.fovea.tensor.Shape;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SplinesTest {
  private static final Shape SHAPE = Shape.of(4, 3, 1);
  private static final float[] PICTURE = {10, 40, 20, 90, 5, 60, 35, 80, 15, 70, 25, 50};

  /// Rows by 20 degrees and a factor of 0.8, columns by 1.3, from row 0.6, column -0.9 on.
  private static Warp warp() {
    double cos = Math.cos(Math.toRadians(20));
    double sin = Math.sin(Math.toRadians(20));
    return Warp.affine(1.3 * cos, 0.9 * sin, -0.9, -sin, 0.8 * cos, 0.6);
  }

  private static float[] sampled(int order, Warp warp, Fill fill) {
    Pixels target = Pixels.allocate(SHAPE);
    Splines.sample(order, warp, Pixels.of(SHAPE, PICTURE, 0), target, fill);
    return target.values();
  }

  /// Numbers of `scipy.ndimage.affine_transform` 1.17.1 with `cval=-1`; for reflect, of a spline
  /// whose coefficients NumPy found by solving the interpolation equations.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2|NEAREST|67.60136, 28.95770, 31.29708, 83.05589, 27.70441, 47.58100, 28.12427, 70.56718,"
            + " 45.20364, 64.71685, 53.50800, 8.75924",
        "3|NEAREST|67.67207, 29.89669, 32.33683, 82.50020, 28.99958, 46.05194, 26.93877, 68.84224,"
            + " 44.15759, 63.30723, 54.54610, 7.53534",
        "3|CONSTANT|-1, 24.42496, -1, -1, 34.96339, 47.35224, -1, 70.10014, -1, 67.58035, 47.44392,"
            + " -1",
        "3|WRAP|13.47007, 24.42496, 37.50410, 32.78227, 34.96339, 47.35224, 27.14234, 70.10014,"
            + " 72.55340, 67.58035, 47.44392, 55.48761",
        "4|CONSTANT|-1, 23.58360, -1, -1, 34.42417, 48.07361, -1, 71.15144, -1, 67.85798, 47.33213,"
            + " -1",
        "5|NEAREST|70.13662, 29.95186, 33.27654, 84.53718, 28.07043, 46.25613, 24.08332, 69.14895,"
            + " 44.71414, 62.18879, 56.60730, 4.16750",
        "5|WRAP|12.66316, 23.69005, 37.40859, 32.41501, 34.75729, 47.80788, 26.44362, 71.09541,"
            + " 74.32717, 67.74150, 47.22770, 55.11777",
        "2|REFLECT|71.89156, 29.71507, 31.76227, 88.40908, 27.00065, 47.20328, 25.75702, 70.41368,"
            + " 45.43704, 64.13045, 54.51207, 3.01339",
        "3|REFLECT|73.61419, 30.79706, 33.22756, 87.48729, 27.49375, 45.59464, 22.91173, 68.50073,"
            + " 44.49110, 62.26593, 56.55860, -0.16846",
        "5|REFLECT|78.78651, 31.11510, 34.75796, 89.52003, 25.80015, 45.70271, 18.88204, 68.32622,"
            + " 44.97514, 60.47456, 60.41710, -5.72833"
      })
  void splinesAreThoseOfSciPy(int order, Fill.Mode mode, String numbers) {
    float[] got = sampled(order, warp(), new Fill(mode, mode == Fill.Mode.CONSTANT ? -1 : 0));
    String[] expected = numbers.split(",", -1);
    for (int i = 0; i < got.length; i++) {
      // five decimals are recorded; float32 adds 4e-6 at 90
      assertThat(got[i])
          .as("value %d", i)
          .isEqualTo(Float.parseFloat(expected[i].strip()), Offset.offset(1.5e-5f));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 5})
  void splinesPassThroughEveryPixel(int order) {
    for (var fill : new Fill[] {Fill.BLACK, Fill.NEAREST, Fill.REFLECT, Fill.WRAP}) {
      // the filter's poles multiply double rounding by less than 1e3
      assertThat(sampled(order, Warp.affine(1, 0, 0, 0, 1, 0), fill))
          .containsExactly(PICTURE, Offset.offset(1e-5f));
    }
  }
}
