// SPDX-License-Identifier: Apache-2.0
package io.fovea.train;

import io.fovea.graph.Variable;
import java.util.function.Predicate;

/// Which variables of a [Model] training changes, and which it leaves as they are.
public sealed interface Freezing permits Model {
  /// Number of all parameters and state.
  default long parameters() {
    return self().variables().stream().mapToLong(v -> v.shape().elements()).sum();
  }

  /// Number of parameters that training changes.
  default long trainableParameters() {
    return self().variables().stream()
        .filter(Variable::trainable)
        .mapToLong(v -> v.shape().elements())
        .sum();
  }

  /// Freezes all variables; training leaves them as they are and batch normalization uses its moving
  /// statistics. Takes effect with the next `compile`, of this model and of those built on it.
  default Model freeze() {
    return freeze(_ -> true);
  }

  /// Freezes the variables that a test on their path accepts; leaves the others as they are.
  default Model freeze(Predicate<String> path) {
    var chosen = self().variables().stream().filter(variable -> path.test(variable.path()));
    return self().freeze("freeze", chosen.toList(), true);
  }

  /// Unfreezes all variables; takes effect with the next `compile`.
  default Model unfreeze() {
    return unfreeze(_ -> true);
  }

  /// Unfreezes the variables that a test on their path accepts.
  default Model unfreeze(Predicate<String> path) {
    var chosen = self().variables().stream().filter(variable -> path.test(variable.path()));
    return self().freeze("unfreeze", chosen.toList(), false);
  }

  /// Freezes the layers that a pattern names, e.g. `"block1_*"`; leaves the others as they are.
  ///
  /// @param layers path of a layer, `*` standing for any letters; takes the layers inside along
  /// @throws IllegalArgumentException if there is no such layer with variables
  default Model freeze(String layers) {
    return freeze(LayerChoice.named(self(), "freeze", layers));
  }

  /// Unfreezes the layers that a pattern names, see [#freeze(String)].
  default Model unfreeze(String layers) {
    return unfreeze(LayerChoice.named(self(), "unfreeze", layers));
  }

  /// Unfreezes a layer and all that come after it in `summary`; leaves those before it as they are.
  /// Takes effect with the next `compile`.
  ///
  /// @param layer path of a layer of this model itself, e.g. `"block14_sepconv1"`
  /// @throws IllegalArgumentException if there is no such layer
  default Model unfreezeFrom(String layer) {
    return self().freeze("unfreezeFrom", LayerChoice.from(self(), layer), false);
  }

  /// Freezes the layers that keep moving statistics, which is batch normalization; leaves the others
  /// as they are. They then use these statistics while the layers around them learn, in training as
  /// afterwards: what a fine-tuned network needs, as its few new pictures are no measure for the
  /// statistics of all that it has seen. In a Keras file they are layers with `trainable = false`.
  /// Takes effect with the next `compile`.
  default Model freezeStatistics() {
    var layers = LayerChoice.withState(self());
    return freeze(path -> layers.contains(LayerChoice.parent(path)));
  }

  private Model self() {
    return (Model) this;
  }
}
