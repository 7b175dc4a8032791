// SPDX-License-Identifier: Apache-2.0
package io.fovea.app;

import io.fovea.graph.Costs;
import io.fovea.graph.Passes;
import io.fovea.graph.Variable;
import io.fovea.nn.Network;
import io.fovea.zoo.Zoo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

/// A network in numbers.
///
/// @param input sizes of one example, `[H, W, C]`
/// @param parameters all trained numbers and moving statistics
/// @param trainable those that training changes
/// @param gmacs multiply-adds of convolutions and products for one example, in billions
/// @param layers rows of the summary, the input not counted
/// @param megabytes millions of bytes that predicting one example takes at least
record ModelFacts(
    String model,
    List<Integer> input,
    long parameters,
    long trainable,
    double gmacs,
    long layers,
    double megabytes) {
  /// Describing all networks of the zoo takes seconds, so their numbers are kept in a table.
  private static final String TABLE = "zoo.csv";

  /// The networks of the zoo, in its order, as the table has them.
  static List<ModelFacts> zoo() {
    try (var in = Objects.requireNonNull(ModelFacts.class.getResourceAsStream(TABLE), TABLE)) {
      var lines = new String(in.readAllBytes(), StandardCharsets.US_ASCII).lines().skip(1);
      return lines.map(ModelFacts::row).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ModelFacts row(String line) {
    var cells = line.split(",");
    return new ModelFacts(
        cells[0],
        Zoo.entry(cells[0]).picture().sizes(),
        Long.parseLong(cells[1]),
        Long.parseLong(cells[2]),
        Double.parseDouble(cells[3]),
        Long.parseLong(cells[4]),
        Double.parseDouble(cells[5]));
  }

  /// Its line in the table.
  String line() {
    return String.join(
        ",",
        model,
        String.valueOf(parameters),
        String.valueOf(trainable),
        String.valueOf(gmacs),
        String.valueOf(layers),
        String.valueOf(megabytes));
  }

  static ModelFacts of(String name, Network network) {
    var shape = network.inputShape();
    var graph = Passes.forInference(Passes.resolve(network.graph().batch(1), false));
    long parameters = count(network, _ -> true);
    return new ModelFacts(
        name,
        shape.slice(1, shape.rank()).sizes(),
        parameters,
        count(network, Variable::trainable),
        Costs.productMacs(Passes.resolve(network.graph().batch(1), false)) / 1e9,
        network.layers().size(),
        (parameters * Float.BYTES + Costs.peakBytes(graph)) / 1e6);
  }

  private static long count(Network network, Predicate<Variable> which) {
    return network.variables().stream()
        .filter(which)
        .mapToLong(variable -> variable.shape().elements())
        .sum();
  }

  Json json() {
    return new Json()
        .put("model", model)
        .put("input", input)
        .put("parameters", parameters)
        .put("trainable", trainable)
        .put("non_trainable", parameters - trainable)
        .put("gmacs", gmacs)
        .put("layers", layers)
        .put("memory_mb", megabytes);
  }
}
