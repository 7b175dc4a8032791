// SPDX-License-Identifier: Apache-2.0
package io.fovea.train;

import io.fovea.graph.Initializer;
import io.fovea.graph.Penalty;
import io.fovea.graph.Variable;
import io.fovea.optim.Optimizer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/// How a model learns since its last `compile`: what that fixed, what the optimizer remembers, how many
/// updates were done, and where the run of `fit` stands.
///
/// Mutable; a model's threads take turns.
final class Learning {
  private final Map<Variable, List<Variable>> memory;
  private Model.Compiled compiled;
  private long iterations;
  private Supplier<Optional<Progress>> progress = Optional::empty;

  private Learning(Model.Compiled compiled, Map<Variable, List<Variable>> memory) {
    this.compiled = compiled;
    this.memory = Map.copyOf(memory);
  }

  /// Starts anew; what an optimizer of the same kind remembered is kept.
  ///
  /// @param before how the model learned so far
  static Learning of(Model.Compiled compiled, Optional<Learning> before) {
    var optimizer = compiled.optimizer();
    var kept =
        before
            .filter(b -> sameKind(b.compiled.optimizer(), optimizer))
            .map(b -> b.memory)
            .orElse(Map.of());
    var memory = new HashMap<Variable, List<Variable>>();
    for (var parameter : compiled.trainable()) {
      var known = kept.get(parameter);
      memory.put(parameter, known == null ? slots(parameter, optimizer) : known);
    }
    return new Learning(compiled, memory);
  }

  private static boolean sameKind(Optimizer a, Optimizer b) {
    return a.getClass().equals(b.getClass()) && a.rule().slots() == b.rule().slots();
  }

  private static List<Variable> slots(Variable parameter, Optimizer optimizer) {
    var rule = optimizer.rule();
    return IntStream.range(0, rule.slots())
        .mapToObj(i ->
            new Variable(
                parameter.path() + "/slot" + i,
                parameter.shape(),
                Variable.Kind.SLOT,
                Initializer.constant(rule.initial(i)),
                Penalty.NONE))
        .toList();
  }

  Model.Compiled compiled() {
    return compiled;
  }

  /// What the optimizer remembers, by parameter.
  Map<Variable, List<Variable>> memory() {
    return memory;
  }

  long iterations() {
    return iterations;
  }

  void step() {
    iterations++;
  }

  Optional<Progress> progress() {
    return progress.get();
  }

  /// Goes on behind so many updates.
  void resumeAt(long done) {
    iterations = done;
    progress = Optional::empty;
  }

  /// Asks a run whenever somebody wants to know where it stands.
  void follow(Supplier<Progress> running) {
    progress = () -> Optional.of(running.get());
  }

  void changeLearningRate(double rate) {
    compiled =
        new Model.Compiled(
            compiled.optimizer().learningRate(rate), compiled.objectives(), compiled.trainable());
  }
}
