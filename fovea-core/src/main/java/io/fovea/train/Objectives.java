// SPDX-License-Identifier: Apache-2.0
package io.fovea.train;

import io.fovea.error.FoveaException;
import io.fovea.metric.Metric;
import io.fovea.nn.Network;
import io.fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/// Brings objectives and outputs together, when a model is compiled.
final class Objectives {
  private Objectives() {}

  /// The objectives in the order of the outputs, their metrics fit for the outputs and named as logs
  /// name them.
  ///
  /// @param model its name, for messages
  static List<Objective> fitting(String model, Network network, List<Objective> objectives) {
    var outputs = network.outputNames();
    var named = objectives.stream().map(Objective::output).toList();
    if (!outputs.stream().sorted().toList().equals(named.stream().sorted().toList())) {
      throw wrong(model, outputs, named);
    }
    var ordered = new ArrayList<Objective>();
    for (int i = 0; i < outputs.size(); i++) {
      var objective = objectives.get(named.indexOf(outputs.get(i)));
      var fitting = fitting(objective, network.outputShapes().get(i), outputs.size() > 1);
      Meaning.warn(model + ".compile", network, i, fitting);
      ordered.add(fitting);
    }
    return ordered;
  }

  private static Objective fitting(Objective objective, Shape output, boolean several) {
    var labels = objective.loss().labelShape(output);
    String prefix = objective.output() + "_";
    return objective.metrics(
        objective.metrics().stream()
            .map(metric -> metric.on(labels, output))
            .map(metric -> several ? prefixed(metric, prefix) : metric)
            .toList());
  }

  /// A metric that comes from another compile or a file has the name already.
  private static Metric prefixed(Metric metric, String prefix) {
    return metric.name().startsWith(prefix) ? metric : metric.named(prefix + metric.name());
  }

  static IllegalArgumentException wrong(String model, List<String> outputs, List<String> named) {
    return new IllegalArgumentException(
        FoveaException.format(
            model + ".compile",
            "one objective for each of the outputs " + outputs,
            named.isEmpty() ? "a single loss" : named.toString(),
            "pass output(\"" + outputs.getFirst() + "\", loss, metrics...) and so on."));
  }
}
