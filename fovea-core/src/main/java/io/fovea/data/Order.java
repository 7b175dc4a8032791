// SPDX-License-Identifier: Apache-2.0
package io.fovea.data;

import io.fovea.tensor.Rng;

/// In which order an epoch visits the examples.
final class Order {
  /// No shuffling.
  static final int FIXED = 0;

  /// Shuffles the whole set.
  static final int WHOLE = Integer.MAX_VALUE;

  private Order() {}

  /// The examples in the order of an epoch.
  ///
  /// @param buffer [#FIXED], [#WHOLE], or the size of the shuffle buffer
  static int[] of(int[] examples, int buffer, long seed, int epoch) {
    if (buffer == FIXED) {
      return examples;
    }
    Rng rng = Rng.of(seed).at("shuffle").at(epoch);
    return buffer >= examples.length ? whole(examples, rng) : buffered(examples, buffer, rng);
  }

  static int[] whole(int[] examples, Rng rng) {
    int[] order = rng.permutation(examples.length);
    for (int i = 0; i < order.length; i++) {
      order[i] = examples[order[i]];
    }
    return order;
  }

  /// Takes a random one of the `size` examples waiting in a buffer and refills its place with the
  /// next, as `tf.data` does.
  private static int[] buffered(int[] examples, int size, Rng rng) {
    var order = new int[examples.length];
    var waiting = new int[size];
    System.arraycopy(examples, 0, waiting, 0, size);
    int left = size;
    for (int i = 0; i < order.length; i++) {
      int taken = rng.below(i, left);
      order[i] = waiting[taken];
      int next = i + size;
      waiting[taken] = next < examples.length ? examples[next] : waiting[--left];
    }
    return order;
  }
}
