// SPDX-License-Identifier: Apache-2.0
package io.fovea.train;

import io.fovea.error.Args;
import io.fovea.nn.Network;
import io.fovea.tensor.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// What a [Model] is asked.
public sealed interface Predicting permits Model {
  /// Its name, for messages.
  String name();

  /// What it consists of.
  Network network();

  /// All outputs of the network.
  ///
  /// @param inputs one `[N, ...]` for each input of the network
  /// @param batch examples at a time; changes speed, not results
  List<Tensor> predictAll(List<Tensor> inputs, int batch);

  /// The output of a network with one input and one output.
  ///
  /// @param examples `[N, ...]`, any number of them
  default Tensor predict(Tensor examples) {
    return predict(examples, 32);
  }

  /// The output of a network with one input and one output.
  ///
  /// @param batch examples at a time; changes speed, not results
  default Tensor predict(Tensor examples, int batch) {
    Args.check(
        network().graph().outputs().size() == 1,
        name() + ".predict",
        "a network of one output",
        network().outputNames(),
        "call predictAll(...), which gives them all.");
    return predictAll(List.of(examples), batch).getFirst();
  }

  /// All outputs of the network().
  ///
  /// @param inputs one `[N, ...]` for each input of the network
  default List<Tensor> predictAll(Tensor... inputs) {
    return predictAll(List.of(inputs), 32);
  }

  /// All outputs of the network by name.
  ///
  /// @param inputs `[N, ...]` for each input of the network, by name
  /// @see Network#inputNames()
  /// @see Network#outputNames()
  default Map<String, Tensor> predict(Map<String, Tensor> inputs) {
    var names = network().inputNames();
    Args.check(
        inputs.keySet().equals(Set.copyOf(names)),
        name() + ".predict",
        "inputs of the names " + names,
        inputs.keySet(),
        "name each input of the network, and nothing else.");
    var given = names.stream().map(inputs::get).map(Objects::requireNonNull).toList();
    var outputs = predictAll(given, 32);
    var named = new LinkedHashMap<String, Tensor>();
    for (int i = 0; i < outputs.size(); i++) {
      named.put(network().outputNames().get(i), outputs.get(i));
    }
    return Collections.unmodifiableMap(named);
  }
}
