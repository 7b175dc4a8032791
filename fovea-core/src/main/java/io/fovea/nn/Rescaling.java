// SPDX-License-Identifier: Apache-2.0
package io.fovea.nn;

import com.google.errorprone.annotations.CheckReturnValue;
import io.fovea.error.Args;

/// `x scale + offset`, e.g. from 0..255 to 0..1.
///
/// @param scale factor, e.g. `1 / 255.0`
/// @param offset added after scaling
@CheckReturnValue
public record Rescaling(double scale, double offset) implements Layer {
  /// Checks both numbers.
  public Rescaling {
    Args.finite("rescaling.scale", scale);
    Args.finite("rescaling.offset", offset);
  }

  /// Added after scaling.
  public Rescaling offset(double offset) {
    return new Rescaling(scale, offset);
  }

  @Override
  public Node on(Node x) {
    var scaled = x.times(scale);
    return offset == 0 ? scaled : scaled.plus(offset);
  }
}
