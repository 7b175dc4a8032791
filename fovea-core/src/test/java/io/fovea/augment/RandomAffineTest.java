// SPDX-License-Identifier: Apache-2.0
package io.fovea.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.fovea.error.ShapeException;
import io.fovea.image.Pixels;
import io.fovea.tensor.Rng;
import io.fovea.tensor.Shape;
import java.lang.management.ManagementFactory;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class RandomAffineTest {
  private static final Shape DIGIT = Shape.of(28, 28, 1);
  private static final RandomAffine STRONG = new RandomAffine(0.2, 30, 0.3, 0.7, 1.4);

  private static Pixels picture(Shape shape) {
    Pixels pixels = Pixels.allocate(shape);
    for (int i = 0; i < pixels.elements(); i++) {
      pixels.values()[i] = (float) Rng.of(5).uniform(i);
    }
    return pixels;
  }

  private static float[] apply(RandomAffine affine, Pixels source, Rng rng) {
    Pixels target = Pixels.allocate(source.shape());
    affine.apply(source, target, rng);
    return target.values();
  }

  @Test
  void identityChangesNothing() {
    Pixels source = picture(Shape.of(7, 5, 3));
    assertThat(apply(RandomAffine.IDENTITY, source, Rng.of(1))).containsExactly(source.values());
  }

  @Test
  void theSameNumbersGiveTheSamePicture() {
    Pixels source = picture(DIGIT);
    assertThat(apply(STRONG, source, Rng.of(1))).containsExactly(apply(STRONG, source, Rng.of(1)));
    assertThat(apply(STRONG, source, Rng.of(1))).isNotEqualTo(apply(STRONG, source, Rng.of(2)));
  }

  @Test
  void theSourceStaysAsItWas() {
    Pixels source = picture(DIGIT);
    apply(STRONG, source, Rng.of(1));
    assertThat(source.values()).containsExactly(picture(DIGIT).values());
  }

  @Test
  void everyValueOfTheTargetIsWritten() {
    Pixels source = picture(DIGIT);
    Pixels target = Pixels.allocate(DIGIT);
    java.util.Arrays.fill(target.values(), Float.NaN);
    STRONG.apply(source, target, Rng.of(1));
    for (float value : target.values()) {
      assertThat(value).isBetween(0f, 1f);
    }
  }

  @Test
  void shiftsStayWithinTheLimit() {
    // a ramp along x shows by how many columns the centre moved, one along y by how many rows
    Shape shape = Shape.of(21, 21, 2);
    Pixels ramp = Pixels.allocate(shape);
    for (int y = 0; y < 21; y++) {
      for (int x = 0; x < 21; x++) {
        ramp.values()[ramp.index(y, x)] = x;
        ramp.values()[ramp.index(y, x) + 1] = y;
      }
    }
    float least = 0;
    float most = 0;
    for (int seed = 0; seed < 500; seed++) {
      float[] out = apply(RandomAffine.IDENTITY.maxShift(0.1), ramp, Rng.of(seed));
      float right = 10 - out[ramp.index(10, 10)];
      float down = 10 - out[ramp.index(10, 10) + 1];
      // 1e-4: float rounding of positions up to 21
      assertThat(right).isBetween(-2.1001f, 2.1001f);
      assertThat(down).isBetween(-2.1001f, 2.1001f);
      least = Math.min(least, right);
      most = Math.max(most, right);
    }
    // 500 uniform numbers miss an outer 5 % with probability 0.95^500 = 7e-12
    assertThat(least).isLessThan(-1.89f);
    assertThat(most).isGreaterThan(1.89f);
  }

  @Test
  void aFixedScaleNeedsNoLuck() {
    Shape shape = Shape.of(1, 3, 1);
    float[] out =
        apply(
            RandomAffine.IDENTITY.scale(2, 2),
            Pixels.of(shape, new float[] {0, 4, 8}, 0),
            Rng.of(0));
    assertThat(out).containsExactly(new float[] {2, 4, 6}, Offset.offset(1e-6f));
  }

  @Test
  void theExtremeCaseStaysDefined() {
    float[] out = apply(new RandomAffine(1, 180, 5, 1e-3, 1e3), picture(DIGIT), Rng.of(3));
    for (float value : out) {
      assertThat(value).isBetween(0f, 1f);
    }
  }

  @Test
  void eachWitherChangesItsOwnComponentOnly() {
    assertThat(STRONG.maxShift(0.5)).isEqualTo(new RandomAffine(0.5, 30, 0.3, 0.7, 1.4));
    assertThat(STRONG.maxTurnDegrees(5)).isEqualTo(new RandomAffine(0.2, 5, 0.3, 0.7, 1.4));
    assertThat(STRONG.maxShear(0)).isEqualTo(new RandomAffine(0.2, 30, 0, 0.7, 1.4));
    assertThat(STRONG.scale(1, 2)).isEqualTo(new RandomAffine(0.2, 30, 0.3, 1, 2));
  }

  @Test
  void rejectsRangesThatMakeNoSense() {
    assertThatThrownBy(() -> RandomAffine.IDENTITY.maxShift(1.5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "RandomAffine.maxShift: expected a fraction from 0 to 1, got 1.5.\n"
                + "  Fix: pass e.g. 0.5.");
    assertThatThrownBy(() -> RandomAffine.IDENTITY.maxTurnDegrees(-1))
        .hasMessage(
            "RandomAffine.maxTurnDegrees: expected an angle from 0 to 180 degrees, got -1.0.\n"
                + "  Fix: pass e.g. 10.");
    assertThatThrownBy(() -> RandomAffine.IDENTITY.scale(1.2, 0.8))
        .hasMessage(
            "RandomAffine.scale: expected the smaller magnification first, got 1.2, 0.8.\n"
                + "  Fix: swap the two.");
  }

  @Test
  void rejectsExamplesThatAreNotPictures() {
    assertThatThrownBy(() -> STRONG.outputShape(Shape.of(784)))
        .isInstanceOf(ShapeException.class)
        .hasMessage(
            "RandomAffine: expected pictures [H, W, C], got examples of shape [784].\n"
                + "  Fix: give the examples three axes; grey pictures have 1 channel.");
  }

  /// What a picture costs; the aim for a digit on one core is at most 10 microseconds.
  @Test
  @Tag("bench")
  void costsFewMicrosecondsAndNoMemory() {
    Pixels source = picture(DIGIT);
    Pixels target = Pixels.allocate(DIGIT);
    Rng rng = Rng.of(7);
    run(source, target, rng, 100_000);
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    int count = 200_000;
    long bytes = threads.getCurrentThreadAllocatedBytes();
    long start = System.nanoTime();
    run(source, target, rng, count);
    double micros = (System.nanoTime() - start) / 1e3 / count;
    double allocated = (double) (threads.getCurrentThreadAllocatedBytes() - bytes) / count;
    System.out.printf(
        "RandomAffine 28x28x1: %.2f us and %.1f bytes per picture%n", micros, allocated);
    assertThat(micros).isLessThan(10);
    // the key of the picture, at most
    assertThat(allocated).isLessThan(33);
  }

  private static void run(Pixels source, Pixels target, Rng rng, int count) {
    for (int i = 0; i < count; i++) {
      STRONG.apply(source, target, rng.at(i));
    }
  }
}
