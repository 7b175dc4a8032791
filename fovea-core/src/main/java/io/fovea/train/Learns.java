// SPDX-License-Identifier: Apache-2.0
package io.fovea.train;

import io.fovea.graph.Variable;
import io.fovea.loss.Loss;
import io.fovea.metric.Metric;
import io.fovea.optim.Optimizer;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How a [Model] learns, and how far it has come.
public sealed interface Learns permits Model {
  /// What `compile` fixed.
  ///
  /// @param objectives one for each output, in the order of the outputs
  /// @param trainable which parameters were trainable then
  record Compiled(Optimizer optimizer, List<Objective> objectives, List<Variable> trainable) {
    /// Copies the lists.
    public Compiled {
      objectives = List.copyOf(objectives);
      trainable = List.copyOf(trainable);
    }
  }

  /// Fixes how a model learns by what it ends in, one line saying what was taken: a softmax, or scores
  /// without an activation, learn classes by crossentropy and `accuracy`; a sigmoid learns
  /// yes or no by binary crossentropy and `accuracy`, several ones by `binary_accuracy`. Whether classes
  /// are numbers or rows of zeros and a one, the labels say when `fit` sees them.
  ///
  /// @throws io.fovea.error.ShapeException if it ends in something else, so that a loss must be named
  default Model compile(Optimizer optimizer) {
    self().fix(optimizer, UsualObjectives.of(self().name() + ".compile", self().network()), true);
    return self();
  }

  /// Fixes how a model of one output learns. What an optimizer of the same kind remembered is kept.
  ///
  /// @throws io.fovea.error.ShapeException if loss or metrics do not fit the output
  default Model compile(Optimizer optimizer, Loss loss, Metric... metrics) {
    var names = self().network().outputNames();
    if (names.size() > 1) {
      throw Objectives.wrong(self().name(), names, List.of());
    }
    return compile(optimizer, Objective.output(names.getFirst(), loss, metrics));
  }

  /// Fixes how a model of several outputs learns: it lowers the sum of weight times loss.
  ///
  /// Logs then hold `<output>_loss`, without its weight, and metrics as `<output>_<metric>`.
  ///
  /// @param objectives one for each output, in any order, see [Objective#output]
  /// @throws IllegalArgumentException if an output has none or two
  /// @throws io.fovea.error.ShapeException if a loss or metric does not fit its output
  default Model compile(Optimizer optimizer, Objective... objectives) {
    self().fix(optimizer, List.of(objectives), false);
    return self();
  }

  /// Whether [#compile] was called.
  default boolean isCompiled() {
    return self().known().isPresent();
  }

  /// What the last `compile` fixed, also if parameters were frozen since; empty before the first.
  default Optional<Compiled> compilation() {
    return self().known().map(Learning::compiled);
  }

  /// How it learns.
  default Optimizer optimizer() {
    return self().learning().compiled().optimizer();
  }

  /// Metrics of the last compile, output by output, under their names in logs.
  default List<Metric> metrics() {
    return self().objectives().stream().flatMap(objective -> objective.metrics().stream()).toList();
  }

  /// What the optimizer remembers, by parameter.
  default Map<Variable, List<Variable>> slots() {
    return self().known().map(Learning::memory).orElse(Map.of());
  }

  /// Updates done since `compile`.
  default long iterations() {
    return self().known().map(Learning::iterations).orElse(0L);
  }

  /// Where the last run of `fit` stands, or stopped; empty if there was none since `compile`.
  default Optional<Progress> progress() {
    return self().known().flatMap(Learning::progress);
  }

  /// Goes on behind so many updates, when training goes on from a file.
  ///
  /// @throws IllegalStateException if the model is not compiled
  default void resumeAt(long iterations) {
    self().learning().resumeAt(iterations);
  }

  /// Goes on where a run stopped, when training goes on from a file.
  ///
  /// @throws IllegalStateException if the model is not compiled
  default void resumeAt(Progress stopped) {
    self().learning().follow(() -> stopped);
  }

  /// Goes on with another learning rate; everything else that `compile` fixed stays.
  ///
  /// @throws IllegalStateException if the model is not compiled
  default void changeLearningRate(double rate) {
    self().learning().changeLearningRate(rate);
  }

  private Model self() {
    return (Model) this;
  }
}
