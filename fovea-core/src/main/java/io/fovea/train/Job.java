package io.fovea.train;

import io.fovea.engine.Plan;
import io.fovea.graph.Graph;
import io.fovea.graph.Op;
import java.util.List;

/// A plan together with the names of its inputs. For one thread at a time.
final class Job {
  private final Plan plan;
  private final List<String> inputs;

  Job(Graph graph, Plan plan) {
    this.plan = plan;
    this.inputs =
        graph.inputs().stream()
            .map(step -> step.op() instanceof Op.Input(String name, _) ? name : "")
            .toList();
  }

  Plan plan() {
    return plan;
  }

  /// Feeds an input that was added to those of the network, by name; one that the graph does not
  /// need is ignored.
  void feed(String name, float[] values) {
    int index = inputs.lastIndexOf(name); // the network's own stand first
    if (index >= 0) {
      plan.feed(index, values);
    }
  }

  /// Feeds one of the network's own inputs.
  void feed(int input, float[] values) {
    plan.feed(input, values);
  }
}
