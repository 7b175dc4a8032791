// SPDX-License-Identifier: Apache-2.0
package io.fovea.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FiniteTest {
  /// Sizes beside those that are looked at in one go.
  @ParameterizedTest
  @ValueSource(ints = {1, 7, 1023, 1024, 1025, 5000})
  void oneNumberThatIsNoneIsFoundWhereverItStands(int count) {
    var ordinary =
        new float[] {
          0, -0f, 1e-40f, -1e-40f, Float.MAX_VALUE, -Float.MAX_VALUE, 1, Float.MIN_VALUE
        };
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = ordinary[i % ordinary.length];
    }
    assertThat(Finite.all(values)).isTrue();
    assertThat(Finite.firstOther(values, count)).isEqualTo(-1);
    assertThat(new Finite().all(MemorySegment.ofArray(values), count)).isTrue();
    assertThat(new Finite().noNan(MemorySegment.ofArray(values), count)).isTrue();
    for (int at : new int[] {0, count / 2, count - 1}) {
      for (float value : new float[] {Float.NaN, -Float.NaN, Float.POSITIVE_INFINITY, -1 / 0f}) {
        float[] bad = Arrays.copyOf(values, count);
        bad[at] = value;
        assertThat(Finite.all(bad)).isFalse();
        assertThat(Finite.firstOther(bad, count)).isEqualTo(at);
        assertThat(new Finite().all(MemorySegment.ofArray(bad), count)).isFalse();
        assertThat(new Finite().noNan(MemorySegment.ofArray(bad), count))
            .isEqualTo(!Float.isNaN(value));
      }
    }
  }
}
