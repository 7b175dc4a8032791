// SPDX-License-Identifier: Apache-2.0
package io.fovea.data;

import io.fovea.augment.BatchMixing;
import io.fovea.error.Args;
import io.fovea.tensor.Rng;
import java.util.List;
import java.util.Optional;

/// What one pass over a data set visits, in order; immutable, shared by the workers.
///
/// @param order numbers of the examples in the leading source, in the order of the epoch
/// @param columns what examples consist of
/// @param rng key of the epoch
/// @param mixing change of whole batches
/// @param skipped where examples that cannot be read are noted; empty if they are errors
record Pass(
    int[] order,
    Columns columns,
    Rng rng,
    Optional<BatchMixing> mixing,
    Optional<Skipped> skipped) {

  static Pass of(Columns columns, Selection selection, Reading reading, long seed, int epoch) {
    Args.notNegative("Dataset.openBatches epoch", epoch);
    return new Pass(
        Order.of(selection.examples(), reading.shuffle(), seed, epoch),
        columns,
        ExampleReader.key(seed, epoch),
        reading.mixing(),
        reading.skipped());
  }

  int size() {
    return order.length;
  }

  List<InputColumn> inputs() {
    return columns.inputs();
  }

  List<LabelColumn> labels() {
    return columns.labels();
  }

  /// A reader for each input; the random numbers of each are its own.
  ExampleReader[] readers() {
    var readers = new ExampleReader[inputs().size()];
    for (int i = 0; i < readers.length; i++) {
      readers[i] = inputs().get(i).reader(i == 0 ? rng : rng.at("input").at(i));
    }
    return readers;
  }
}
