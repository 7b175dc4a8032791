// SPDX-License-Identifier: Apache-2.0
package io.fovea.onednn;

import io.fovea.onednn.dnnl.MemoryDesc;
import org.jspecify.annotations.Nullable;

/// Where a value lies and in which layout.
///
/// @param slot the memory
/// @param packed the primitive's own layout of a convolution filter; null means row-major in the
///     value's shape
/// @param groups groups of the convolution that packed it
record Place(Slot slot, @Nullable MemoryDesc packed, int groups) {
  static Place plain(Slot slot) {
    return new Place(slot, null, 1);
  }
}
