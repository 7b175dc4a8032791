// SPDX-License-Identifier: Apache-2.0
package io.fovea.train;

import io.fovea.graph.Graph;
import io.fovea.graph.Op;
import java.util.List;
import java.util.stream.IntStream;

/// A graph that does one of a model's jobs, and where it takes and gives what. What is where is
/// decided and found here alone.
///
/// @param labels places of the labels of each output, in its order
/// @param weights place of the sample weights
/// @param scalars place of the optimizer's numbers
/// @param total place of the total loss
/// @param losses places of the loss of each output
/// @param predictions places of the predictions of each output
record JobGraph(
    Graph graph,
    List<Integer> labels,
    int weights,
    int scalars,
    int total,
    List<Integer> losses,
    List<Integer> predictions) {
  /// The place of what a graph has not, or does not need.
  static final int NOWHERE = -1;

  // names of the inputs that jobs add to those of the network
  private static final String LABELS = "labels";
  static final String WEIGHTS = "sample weights";
  static final String SCALARS = "optimizer scalars";

  /// Copies the lists.
  JobGraph {
    labels = List.copyOf(labels);
    losses = List.copyOf(losses);
    predictions = List.copyOf(predictions);
  }

  /// Name of the labels of one output.
  static String labels(int output) {
    return output == 0 ? LABELS : LABELS + " " + output;
  }

  /// A graph whose results are predictions.
  static JobGraph predicting(Graph graph) {
    return new JobGraph(
        graph, List.of(), NOWHERE, NOWHERE, NOWHERE, List.of(), from(0, graph.outputs().size()));
  }

  /// A graph whose results are the total loss, with several outputs the loss of each, and then the
  /// predictions.
  ///
  /// @param outputs of the network
  static JobGraph learning(Graph graph, int outputs) {
    var names =
        graph.inputs().stream()
            .map(step -> step.op() instanceof Op.Input(String name, _) ? name : "")
            .toList();
    // the network's own inputs stand first and may have the same names
    return new JobGraph(
        graph,
        IntStream.range(0, outputs).map(i -> names.lastIndexOf(labels(i))).boxed().toList(),
        names.lastIndexOf(WEIGHTS),
        names.lastIndexOf(SCALARS),
        0,
        outputs == 1 ? List.of(0) : from(1, outputs),
        from(outputs == 1 ? 1 : 1 + outputs, outputs));
  }

  private static List<Integer> from(int first, int count) {
    return IntStream.range(first, first + count).boxed().toList();
  }
}
