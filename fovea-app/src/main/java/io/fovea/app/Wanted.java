// SPDX-License-Identifier: Apache-2.0
package io.fovea.app;

import com.google.errorprone.annotations.CheckReturnValue;
import io.fovea.augment.Augmentation;
import io.fovea.augment.Preprocessing;
import io.fovea.data.Dataset;
import io.fovea.data.InputSpec;
import java.util.Optional;

/// What a network wants of data.
///
/// @param input how pictures come to the network, and the classes it knows, in order; none if it takes
///     them as they are. Small pictures of well-known data sets have their own size
/// @param augmentation how training pictures are varied, before their preprocessing
/// @param division how a heap of pictures is divided; empty if it is not to be
/// @param validation share of the training data held back where there is no part to validate on
/// @param limit how many examples of each part to use, if not all
/// @param strict whether a broken picture is an error
@CheckReturnValue
record Wanted(
    InputSpec input,
    Optional<Augmentation> augmentation,
    Optional<Division> division,
    double validation,
    Optional<Integer> limit,
    boolean strict) {
  /// How a heap of pictures is divided.
  ///
  /// @param seed of the order in which it is
  /// @param data what the heap is identified by; empty for any. Another one is taken as a whole
  record Division(Shares shares, long seed, Optional<String> data) {}

  /// Pictures as the network sees them; variations in training only.
  Dataset prepared(Dataset pictures) {
    var varied = augmentation.map(pictures::augment).orElse(pictures);
    return input.preprocessing() == Preprocessing.UNIT ? varied : varied.map(input.preprocessing());
  }

  /// No more examples than wanted.
  Dataset limited(Dataset data) {
    return limit.map(data::take).orElse(data);
  }
}
