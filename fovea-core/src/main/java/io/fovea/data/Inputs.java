// SPDX-License-Identifier: Apache-2.0
package io.fovea.data;

import io.fovea.augment.Cut;
import io.fovea.image.Pixels;
import io.fovea.tensor.Rng;
import io.fovea.tensor.Shape;
import java.io.IOException;
import java.util.Optional;

/// The inputs of a numbered row of examples: blocks of numbers of one shape. Their labels are the
/// other half of a [Source].
///
/// Worker threads read different examples at the same time. Reading the same example twice must
/// give the same values.
public sealed interface Inputs permits Source, Cached, DiskCache {
  /// Number of examples, at least 1.
  int size();

  /// Shape of one example, without the batch axis: `[H, W, C]` for pictures.
  Shape exampleShape();

  /// Reads an example into `target`, row-major from position `at` on, without allocating if
  /// possible.
  ///
  /// @throws IOException if a file cannot be read; whoever reads the batches gets a
  ///     [io.fovea.error.DataException] that names the example
  void read(int example, float[] target, int at) throws IOException;

  /// Reads the part of an example that a cut shows, where that is less than reading all of it and
  /// cutting then.
  ///
  /// @param rng the random numbers of the cut
  /// @param target of the shape that the cut gives
  /// @return whether it was done; if not, all is to be read
  /// @throws IOException as of [#read]
  default boolean readCut(int example, Cut cut, Rng rng, Pixels target) throws IOException {
    return false;
  }

  /// Whether reading is no more than copying, for which one thread is enough.
  default boolean isInMemory() {
    return false;
  }

  /// How pictures become these inputs; empty if they are none, or if nobody knows what was done to
  /// them. Labels have their own names, see [Source#classNames].
  default Optional<InputSpec> inputSpec() {
    return Optional.empty();
  }

  /// What tells these inputs from others of the same shape and labels, so that a cache of others is
  /// not taken for theirs: names, sizes and times of files; empty if nothing does.
  ///
  /// @throws IOException if files cannot be looked at
  default String identity() throws IOException {
    return "";
  }
}
