// SPDX-License-Identifier: Apache-2.0
package io.fovea.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fovea.error.ShapeException;
import io.fovea.tensor.Rng;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import org.junit.jupiter.api.Test;

class VariableTest {
  private final Initializer random = (shape, rng) -> Tensor.generate(shape, rng::uniform).toArray();
  private final Variable w = named("w");

  private Variable named(String path) {
    return new Variable(path, Shape.of(2, 2), Variable.Kind.PARAMETER, random, Penalty.NONE);
  }

  @Test
  void drawsTheSameValuesFromTheSameSeedAndPath() {
    w.initialize(Rng.of(5));
    var other = named("w");
    other.initialize(Rng.of(5));
    assertThat(w.read()).isEqualTo(other.read());
    other.initialize(Rng.of(6));
    assertThat(w.read()).isNotEqualTo(other.read());
    var elsewhere = named("v");
    elsewhere.initialize(Rng.of(5));
    assertThat(w.read()).isNotEqualTo(elsewhere.read());
  }

  @Test
  void handsOutCopies() {
    w.write(new float[] {1, 2, 3, 4});
    w.read()[0] = 99;
    assertThat(w.read()).containsExactly(1, 2, 3, 4);
  }

  @Test
  void rejectsAnotherNumberOfValues() {
    assertThatThrownBy(() -> w.write(new float[3]))
        .isInstanceOf(ShapeException.class)
        .hasMessage(
            "w: expected 4 values for shape [2, 2], got 3 values.\n"
                + "  Fix: pass values of the variable's own shape.");
  }

  @Test
  void growsItsVersionWithEveryChange() {
    long first = w.version();
    w.write(new float[4]);
    long second = w.version();
    w.touched();
    assertThat(second).isGreaterThan(first);
    assertThat(w.version()).isGreaterThan(second);
  }

  @Test
  void keepsItsValuesWhenItMoves() {
    w.write(new float[] {1, 2, 3, 4});
    var place = new Backwards();
    w.moveTo(place);
    assertThat(w.storage()).isSameAs(place);
    assertThat(w.read()).containsExactly(1, 2, 3, 4);
    assertThat(place.kept).containsExactly(4, 3, 2, 1);
  }

  @Test
  void isTrainedOnlyAsAnUnfrozenParameter() {
    assertThat(w.trainable()).isTrue();
    w.freeze(true);
    assertThat(w.trainable()).isFalse();
    var state = new Variable("s", Shape.of(1), Variable.Kind.STATE, random, Penalty.NONE);
    assertThat(state.trainable()).isFalse();
  }

  /// A layout of its own, as engines have.
  private static final class Backwards implements Variable.Storage {
    private float[] kept = new float[0];

    @Override
    public float[] read() {
      return reversed(kept);
    }

    @Override
    public void write(float[] values) {
      kept = reversed(values);
    }

    private static float[] reversed(float[] values) {
      var result = new float[values.length];
      for (int i = 0; i < values.length; i++) {
        result[i] = values[values.length - 1 - i];
      }
      return result;
    }
  }
}
