// SPDX-License-Identifier: Apache-2.0
package io.fovea.app;

import io.fovea.train.History;
import java.util.ArrayList;
import java.util.List;

/// What came out of one or more phases of training.
///
/// @param seconds of training, validation and the features of a frozen base included
/// @param examples seen in training
/// @param epochs begun, those before a resumed run included
record Outcome(History history, double seconds, long examples, long epochs) {
  static final Outcome NOTHING = new Outcome(new History(List.of()), 0, 0, 0);

  /// Nothing new in a run that has had so many epochs already.
  static Outcome of(long epochs) {
    return new Outcome(new History(List.of()), 0, 0, epochs);
  }

  /// How many examples so many steps have seen; the last step of an epoch may see fewer.
  ///
  /// @param size examples in the training data
  static long examples(long iterations, int size, int batch) {
    int steps = Math.ceilDiv(size, batch);
    return iterations / steps * size + iterations % steps * batch;
  }

  /// With what came out of the next phase.
  Outcome then(Outcome next) {
    var epochsOfBoth = new ArrayList<>(history.epochs());
    epochsOfBoth.addAll(next.history.epochs());
    return new Outcome(
        new History(epochsOfBoth), seconds + next.seconds, examples + next.examples, next.epochs);
  }

  /// Examples per second.
  double rate() {
    return seconds == 0 ? 0 : examples / seconds;
  }
}
