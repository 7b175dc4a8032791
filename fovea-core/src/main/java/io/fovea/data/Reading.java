// SPDX-License-Identifier: Apache-2.0
package io.fovea.data;

import io.fovea.augment.BatchMixing;
import java.util.Optional;
import java.util.OptionalInt;

/// How examples are read, apart from which they are and what they consist of.
///
/// @param shuffle see [Order#of]
/// @param mixing change of whole batches, in training only
/// @param skipped where examples that cannot be read are noted; empty if they are errors
/// @param batch examples per batch, if that was chosen
/// @param prefetch batches that workers fill ahead
record Reading(
    int shuffle,
    Optional<BatchMixing> mixing,
    Optional<Skipped> skipped,
    OptionalInt batch,
    int prefetch) {
  /// In order, unchanged; two batches ahead hide the odd slow example.
  static final Reading PLAIN =
      new Reading(Order.FIXED, Optional.empty(), Optional.empty(), OptionalInt.empty(), 2);

  Reading shuffle(int shuffle) {
    return new Reading(shuffle, mixing, skipped, batch, prefetch);
  }

  private Reading mixing(Optional<BatchMixing> mixing) {
    return new Reading(shuffle, mixing, skipped, batch, prefetch);
  }

  Reading mixing(BatchMixing mixing) {
    return mixing(Optional.of(mixing));
  }

  Reading lenient() {
    return skipped(Optional.of(new Skipped()));
  }

  Reading strict() {
    return skipped(Optional.empty());
  }

  private Reading skipped(Optional<Skipped> skipped) {
    return new Reading(shuffle, mixing, skipped, batch, prefetch);
  }

  Reading batch(int batch) {
    return new Reading(shuffle, mixing, skipped, OptionalInt.of(batch), prefetch);
  }

  Reading prefetch(int prefetch) {
    return new Reading(shuffle, mixing, skipped, batch, prefetch);
  }

  Reading forEvaluation() {
    return shuffle(Order.FIXED).mixing(Optional.empty());
  }
}
