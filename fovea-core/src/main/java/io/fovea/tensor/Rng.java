// SPDX-License-Identifier: Apache-2.0
package io.fovea.tensor;

/// Random numbers without state: number `i` of a key is always the same.
///
/// A key is derived from a seed and from what the numbers are for, e.g.
/// `Rng.of(42).at("shuffle").at(epoch)`. Who asks, in which order and on how many threads does not
/// matter, so data workers can be added and a run resumed without changing a single number. Mixing
/// function: SplitMix64 (Steele, Lea, Flood 2014, "Fast splittable pseudorandom number
/// generators").
///
/// @param key the derived key
public record Rng(long key) {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;
  private static final double UNIT = 0x1p-53;

  /// The root key of a seed.
  public static Rng of(long seed) {
    return new Rng(mix(seed + GOLDEN));
  }

  /// The key below this one for a number: an epoch, a step, an example.
  public Rng at(long purpose) {
    return new Rng(mix(key ^ mix(purpose + GOLDEN)));
  }

  /// The key below this one for a word: "shuffle", "augment", a parameter path.
  public Rng at(String purpose) {
    long hash = 0xCBF29CE484222325L;
    for (int i = 0; i < purpose.length(); i++) {
      hash = (hash ^ purpose.charAt(i)) * 0x100000001B3L;
    }
    return at(hash);
  }

  /// 64 random bits, number `index`.
  public long bits(long index) {
    return mix(key + index * GOLDEN);
  }

  /// Number `index`, uniform in [0, 1).
  public double uniform(long index) {
    return (bits(index) >>> 11) * UNIT;
  }

  /// Number `index`, uniform in [low, high).
  public double uniform(long index, double low, double high) {
    return low + (high - low) * uniform(index);
  }

  /// Number `index`, uniform among 0..bound-1.
  public int below(long index, int bound) {
    return (int) Math.unsignedMultiplyHigh(bits(index), (long) bound);
  }

  /// Number `index`, from the standard normal distribution (Box and Muller 1958).
  public double normal(long index) {
    double radius = Math.sqrt(-2 * Math.log(1 - uniform(2 * index)));
    return radius * Math.cos(2 * Math.PI * uniform(2 * index + 1));
  }

  /// A random order of 0..count-1 (Fisher and Yates).
  public int[] permutation(int count) {
    var order = new int[count];
    for (int i = 0; i < count; i++) {
      int j = below(i, i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }

  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
