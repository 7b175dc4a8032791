// SPDX-License-Identifier: Apache-2.0
package io.fovea.vision;

import java.util.Locale;

/// A class that a picture may show.
///
/// @param index number of the class, from 0
/// @param label its name; its number if nobody said
/// @param probability from 0 to 1
public record Guess(int index, String label, double probability) {
  /// As in `rose 98.13 %`.
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%s %.2f %%", label, probability * 100);
  }
}
