// SPDX-License-Identifier: Apache-2.0
package io.fovea.formats.hdf5;

import io.fovea.formats.Floats32;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/// Numbers of an HDF5 file, of whatever type, as the types that variables have.
final class H5Numbers {
  private H5Numbers() {}

  /// @param data a flat array, or one boxed number
  /// @param brain whether 16-bit integers are the bits of bfloat16 numbers
  static Optional<float[]> floats(Object data, boolean brain) {
    return switch (data) {
      case float[] values -> Optional.of(values);
      case double[] values -> Optional.of(of(values.length, i -> (float) values[i]));
      case int[] values -> Optional.of(of(values.length, i -> brain ? bits(values[i]) : values[i]));
      case short[] values ->
          Optional.of(of(values.length, i -> brain ? bits(values[i]) : values[i]));
      case long[] values -> Optional.of(of(values.length, i -> values[i]));
      case Integer value when brain -> Optional.of(new float[] {bits(value)});
      case Number value -> Optional.of(new float[] {value.floatValue()});
      default -> Optional.empty();
    };
  }

  /// The first number that is finite, and too large for float32.
  static OptionalDouble tooLarge(Object data) {
    return switch (data) {
      case double[] values -> Arrays.stream(values).filter(Floats32::isTooLarge).findFirst();
      case Double value when Floats32.isTooLarge(value) -> OptionalDouble.of(value);
      default -> OptionalDouble.empty();
    };
  }

  static OptionalLong whole(Object data) {
    return switch (data) {
      case Long value -> OptionalLong.of(value);
      case Integer value -> OptionalLong.of(value);
      case long[] values -> OptionalLong.of(values[0]);
      case int[] values -> OptionalLong.of(values[0]);
      default -> OptionalLong.empty();
    };
  }

  private static float bits(int brain) {
    return Float.intBitsToFloat(brain << 16);
  }

  private interface Element {
    float at(int index);
  }

  private static float[] of(int length, Element element) {
    var values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = element.at(i);
    }
    return values;
  }
}
