// SPDX-License-Identifier: Apache-2.0
package io.fovea.data;

import java.util.Arrays;

/// Which example of a column's source belongs to an example of the data set. Immutable: nobody
/// changes the array.
///
/// @param numbers by the number that an example has in the leading source; empty if it is the same
record Numbering(int... numbers) {
  static final Numbering SAME = new Numbering();

  int of(int example) {
    return numbers.length == 0 ? example : numbers[example];
  }

  /// The same column under another leading source: example `i` of `theirs`, of the present one,
  /// belongs to its example `i` of `ours`.
  ///
  /// @param size of the other leading source
  Numbering under(Selection ours, Selection theirs, int size) {
    var renumbered = new int[size];
    Arrays.fill(renumbered, -1);
    for (int i = 0; i < ours.size(); i++) {
      renumbered[ours.at(i)] = of(theirs.at(i));
    }
    return new Numbering(renumbered);
  }
}
