// SPDX-License-Identifier: Apache-2.0
package io.fovea.nn;

import io.fovea.error.Args;

/// Zeros at both ends of an axis, in pixels or cells.
///
/// @param before in front of the first: at the top, at the left
/// @param after behind the last: at the bottom, at the right
public record Border(int before, int after) {
  /// Nothing at either end.
  public static final Border NONE = new Border(0, 0);

  /// Checks the widths.
  public Border {
    Args.notNegative("border.before", before);
    Args.notNegative("border.after", after);
  }
}
