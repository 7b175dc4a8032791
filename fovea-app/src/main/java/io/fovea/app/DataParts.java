// SPDX-License-Identifier: Apache-2.0
package io.fovea.app;

import com.google.errorprone.annotations.CheckReturnValue;
import io.fovea.data.Dataset;
import io.fovea.data.TrainTest;
import java.util.Optional;

/// Examples in the parts in which a run uses them, as the network wants them.
///
/// @param train to learn from
/// @param validation to choose the best epoch by
/// @param test to measure on, once
/// @param facts what identifies the data, for `run.json`
@CheckReturnValue
record DataParts(Dataset train, Optional<Dataset> validation, Optional<Dataset> test, Json facts) {

  /// A well-known data set of small pictures; without a part to validate on, the last share of its
  /// training part becomes one.
  static DataParts of(String name, TrainTest all, Wanted wanted) {
    var train = wanted.limited(all.train());
    var test = wanted.limited(all.test());
    var facts =
        new Json()
            .put("name", name)
            .put("train", train.size())
            .put("train_sha256", DataHash.of(train))
            .put("test", test.size())
            .put("test_sha256", DataHash.of(test));
    var measured = Optional.of(wanted.prepared(test));
    var learned = wanted.prepared(train);
    if (wanted.validation() == 0) {
      return new DataParts(learned, Optional.empty(), measured, facts);
    }
    var halves = learned.validationSplit(wanted.validation());
    return new DataParts(halves.getFirst(), Optional.of(halves.getLast()), measured, facts);
  }

  /// The most telling part there is to measure on: test, validation, or all.
  Dataset measured() {
    return test.or(() -> validation).orElse(train);
  }

  /// One text that identifies all examples.
  String hash() {
    return String.valueOf(
        facts.fields().getOrDefault("sha256", facts.fields().get("train_sha256")));
  }
}
