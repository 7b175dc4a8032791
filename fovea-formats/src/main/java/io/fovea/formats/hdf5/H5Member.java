// SPDX-License-Identifier: Apache-2.0
package io.fovea.formats.hdf5;

import io.fovea.tensor.Shape;
import java.util.function.Supplier;

/// What a group of an HDF5 file that is to be written holds.
public sealed interface H5Member permits H5Group, H5Member.Floats, H5Member.Count {
  /// A block of float32 numbers.
  ///
  /// @param values row-major; asked for when it is their turn
  record Floats(Shape shape, Supplier<float[]> values) implements H5Member {}

  /// One whole number without axes: 32 bits if it fits, else 64.
  record Count(long value) implements H5Member {
    int bytes() {
      return value == (int) value ? Integer.BYTES : Long.BYTES;
    }
  }
}
