package io.fovea.data;

import io.fovea.augment.BatchMixing;
import io.fovea.tensor.Rng;
import java.util.List;
import java.util.Optional;

/// What one pass over a data set visits, in order; immutable, shared by the workers.
///
/// @param order numbers of the examples in the leading source, in the order of the epoch
/// @param weights by number in the leading source; empty if all are 1
/// @param inputs what examples consist of; the first one leads
/// @param labels what is right; the first one leads
/// @param rng key of the epoch
/// @param mixing change of whole batches
/// @param skipped where examples that cannot be read are noted; empty if they are errors
record Pass(
    int[] order,
    float[] weights,
    List<Column> inputs,
    List<Column> labels,
    Rng rng,
    Optional<BatchMixing> mixing,
    Optional<Skipped> skipped) {

  int size() {
    return order.length;
  }

  /// A reader for each input; the random numbers of each are its own.
  ExampleReader[] readers() {
    var readers = new ExampleReader[inputs.size()];
    for (int i = 0; i < readers.length; i++) {
      readers[i] = inputs.get(i).reader(i == 0 ? rng : rng.at("input").at(i));
    }
    return readers;
  }

  float weight(int example) {
    return weights.length == 0 ? 1 : weights[example];
  }
}
