// SPDX-License-Identifier: Apache-2.0
package io.fovea.augment.keras;

/// NumPy's legacy generator, so that a Keras seed gives the same pictures: MT19937.
///
/// Mutable; for one thread.
final class NumPyRandom {
  private static final int SIZE = 624;
  private final int[] state = new int[SIZE];
  private int next = SIZE;

  NumPyRandom(int seed) {
    state[0] = seed;
    for (int i = 1; i < SIZE; i++) {
      state[i] = 1812433253 * (state[i - 1] ^ state[i - 1] >>> 30) + i;
    }
  }

  private int bits() {
    if (next == SIZE) {
      for (int i = 0; i < SIZE; i++) {
        int both = state[i] & 0x80000000 | state[(i + 1) % SIZE] & 0x7FFFFFFF;
        state[i] = state[(i + 397) % SIZE] ^ both >>> 1 ^ ((both & 1) == 0 ? 0 : 0x9908B0DF);
      }
      next = 0;
    }
    int y = state[next++];
    y ^= y >>> 11;
    y ^= y << 7 & 0x9D2C5680;
    y ^= y << 15 & 0xEFC60000;
    return y ^ y >>> 18;
  }

  /// `random()`: uniform in [0, 1).
  double uniform() {
    double high = bits() >>> 5;
    double low = bits() >>> 6;
    return (high * 67108864.0 + low) / 9007199254740992.0;
  }

  /// `uniform(low, high)`.
  double uniform(double low, double high) {
    return low + (high - low) * uniform();
  }

  /// `randint(bound)`.
  int below(int bound) {
    int most = bound - 1;
    if (most == 0) {
      return 0;
    }
    int mask = -1 >>> Integer.numberOfLeadingZeros(most);
    int value;
    do {
      value = bits() & mask;
    } while (value > most);
    return value;
  }

  /// `permutation(count)`.
  int[] permutation(int count) {
    int[] order = new int[count];
    for (int i = 0; i < count; i++) {
      order[i] = i;
    }
    for (int i = count - 1; i >= 1; i--) {
      int j = below(i + 1);
      int kept = order[i];
      order[i] = order[j];
      order[j] = kept;
    }
    return order;
  }
}
