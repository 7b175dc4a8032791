// SPDX-License-Identifier: Apache-2.0
package io.fovea.train;

import io.fovea.engine.Engine;
import io.fovea.engine.Plan;

/// A plan that does one of a model's jobs, fed and read by what things mean. For one thread at a time.
///
/// What its graph does not need may be fed, and is ignored.
final class Job {
  private final JobGraph places;
  private final Plan plan;

  Job(JobGraph graph, Engine engine) {
    this.places = graph;
    this.plan = engine.compile(graph.graph());
  }

  /// Feeds one of the network's own inputs.
  void feedInput(int input, float[] values) {
    plan.feed(input, values);
  }

  /// Feeds the labels of one output.
  void feedLabels(int output, float[] values) {
    feed(places.labels().get(output), values);
  }

  /// Feeds the weight of each example.
  void feedWeights(float[] values) {
    feed(places.weights(), values);
  }

  /// Feeds the optimizer's numbers of this step.
  void feedScalars(float[] values) {
    feed(places.scalars(), values);
  }

  private void feed(int place, float[] values) {
    if (place != JobGraph.NOWHERE) {
      plan.feed(place, values);
    }
  }

  /// @param key of this run's random numbers
  void run(long key) {
    plan.run(key);
  }

  /// The loss that training lowers.
  ///
  /// @param target receives the one number
  void fetchTotal(float[] target) {
    plan.fetch(places.total(), target);
  }

  /// The loss of one output, without its weight.
  ///
  /// @param target receives the one number
  void fetchLoss(int output, float[] target) {
    plan.fetch(places.losses().get(output), target);
  }

  /// The predictions of one output.
  void fetchPredictions(int output, float[] target) {
    plan.fetch(places.predictions().get(output), target);
  }

  void close() {
    plan.close();
  }
}
