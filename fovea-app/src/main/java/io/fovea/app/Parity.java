// SPDX-License-Identifier: Apache-2.0
package io.fovea.app;

import io.fovea.engine.Plan;
import io.fovea.graph.Graph;
import io.fovea.graph.Passes;
import io.fovea.graph.Value;
import io.fovea.nn.Network;
import io.fovea.tensor.Rng;
import io.fovea.train.Model;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// How far two models are apart, layer by layer, on the same random batch.
///
/// @param layers largest absolute difference of the outputs of each layer that both have, by name, in
///     the order of the first model
record Parity(Map<String, Double> layers) {
  private static final int BATCH = 2;

  /// Numbers that are compared at a time: 128 MB for each model.
  private static final long MOST = 32L << 20;

  /// A layer of both models.
  private record Pair(String name, Value first, Value second) {
    long size() {
      return first.shape().batch(BATCH).elements();
    }
  }

  /// Runs both, in inference, on numbers drawn evenly from 0 to 1.
  static Parity of(Model first, Model second, long seed) {
    var seconds = outputs(second.network());
    var pairs = new ArrayList<Pair>();
    outputs(first.network())
        .forEach((name, value) -> {
          var other = seconds.get(name);
          if (other != null) {
            pairs.add(new Pair(name, value, other));
          }
        });
    var differences = new LinkedHashMap<String, Double>();
    var inputs = inputs(first.network(), seed);
    for (var group : groups(pairs)) {
      try (var one = run(first, group.stream().map(Pair::first).toList(), inputs);
          var two = run(second, group.stream().map(Pair::second).toList(), inputs)) {
        for (int i = 0; i < group.size(); i++) {
          int size = Math.toIntExact(group.get(i).size());
          differences.put(group.get(i).name(), difference(one, two, i, size));
        }
      }
    }
    return new Parity(differences);
  }

  /// The largest difference of all.
  double most() {
    return layers.values().stream().mapToDouble(Double::doubleValue).max().orElse(0);
  }

  /// What each layer that leads to the outputs makes, by the layer's name; the outputs themselves
  /// under numbers.
  private static Map<String, Value> outputs(Network network) {
    var made = new HashSet<Value>();
    network.graph().withoutEffects().prune().steps().forEach(step -> made.addAll(step.outputs()));
    var outputs = new LinkedHashMap<String, Value>();
    for (var call : network.layers()) {
      if (made.contains(call.output())) {
        outputs.put(call.path(), call.output());
      }
    }
    var last = network.graph().outputs();
    for (int i = 0; i < last.size(); i++) {
      outputs.put("output " + i, last.get(i));
    }
    return outputs;
  }

  private static List<float[]> inputs(Network network, long seed) {
    var inputs = new ArrayList<float[]>();
    for (var shape : network.inputShapes()) {
      var values = new float[Math.toIntExact(shape.batch(BATCH).elements())];
      var rng = Rng.of(seed).at("parity").at(inputs.size());
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) rng.uniform(i);
      }
      inputs.add(values);
    }
    return inputs;
  }

  private static List<List<Pair>> groups(List<Pair> pairs) {
    var groups = new ArrayList<List<Pair>>();
    long room = 0;
    for (var pair : pairs) {
      if (groups.isEmpty() || pair.size() > room) {
        groups.add(new ArrayList<>());
        room = MOST;
      }
      groups.getLast().add(pair);
      room -= pair.size();
    }
    return groups;
  }

  private static Plan run(Model model, List<Value> wanted, List<float[]> inputs) {
    var graph = new Graph(model.network().graph().withoutEffects().steps(), wanted);
    var plan = model.engine().compile(Passes.resolve(graph.prune().batch(BATCH), false).prune());
    for (int i = 0; i < inputs.size(); i++) {
      plan.feed(i, inputs.get(i));
    }
    plan.run(0);
    return plan;
  }

  private static double difference(Plan one, Plan two, int output, int size) {
    var a = new float[size];
    var b = new float[size];
    one.fetch(output, a);
    two.fetch(output, b);
    double most = 0;
    for (int i = 0; i < size; i++) {
      double distance = a[i] == b[i] ? 0 : Math.abs((double) a[i] - b[i]);
      most = Double.isNaN(distance) ? Double.NaN : Math.max(most, distance);
    }
    return most;
  }
}
