// SPDX-License-Identifier: Apache-2.0
package io.fovea.train;

import com.google.errorprone.annotations.CheckReturnValue;
import io.fovea.error.Args;
import io.fovea.graph.Variable;
import io.fovea.optim.Optimizer;
import java.util.List;
import java.util.Optional;

/// A part of training in which the same things learn in the same way; see [Recipe].
///
/// @param optimizer how it steps
/// @param fit how long, in which batches, validated on what
/// @param learns what of the network learns
/// @param first layer of the base that learns, with all that follow it; all of them if empty
/// @param copies of the features that a head learns from, see [#cached(int)]; 0 runs the base in every
///     step
@CheckReturnValue
public record Phase(
    Optimizer optimizer, Fit fit, Learns learns, Optional<String> first, int copies) {
  /// What of a network learns. Its base is its first layer, where that is a model of its own.
  public enum Learns {
    /// What comes behind the base, which stays as it is.
    HEAD,
    /// All but the layers that keep moving statistics, see [Model#freezeStatistics]; of a network on a
    /// base, those of the base.
    ALL_BUT_STATISTICS,
    /// Base and head; a network without a base learns what it has not frozen itself.
    ALL
  }

  /// Checks the numbers.
  public Phase {
    Args.given("phase.optimizer", optimizer);
    Args.given("phase.fit", fit);
    Args.given("phase.learns", learns);
    Args.given("phase.from", first);
    Args.notNegative("phase.cached", copies);
    Args.check(
        copies == 0 || learns == Learns.HEAD,
        "phase.cached",
        "a phase in which the base stays as it is",
        learns,
        "cache the features of Phase.head(...) only.");
    Args.check(
        first.isEmpty() || learns != Learns.HEAD,
        "phase.from",
        "a phase in which the base learns",
        learns,
        "name a layer for Phase.whole(...) only.");
  }

  /// The head alone learns, on a base that stays as it is.
  public static Phase head(Optimizer optimizer, Fit fit) {
    return new Phase(optimizer, fit, Learns.HEAD, Optional.empty(), 0);
  }

  /// Base and head learn, except for moving statistics of the base and the layers that keep them; a
  /// hundredth of the head's learning rate is a good start.
  public static Phase whole(Optimizer optimizer, Fit fit) {
    return new Phase(optimizer, fit, Learns.ALL_BUT_STATISTICS, Optional.empty(), 0);
  }

  /// Runs the base over the data once and lets the head learn from what it makes, without
  /// augmentation; takes seconds where the base takes minutes. Callbacks see the head alone.
  public Phase cached() {
    return cached(1);
  }

  /// Runs the base once over differently augmented copies of the data; a single copy is not
  /// augmented.
  ///
  /// @param copies how many; 0 runs the base in every step
  public Phase cached(int copies) {
    return new Phase(optimizer, fit, learns, first, copies);
  }

  /// Lets only the upper part of the base learn.
  ///
  /// @param layer first of the base's layers that learns
  public Phase from(String layer) {
    return new Phase(optimizer, fit, learns, Optional.of(layer), copies);
  }

  /// Lets batch normalization of the base learn, too, and follow the statistics of the new pictures;
  /// needs large batches and many pictures.
  public Phase trainStatistics() {
    return new Phase(optimizer, fit, Learns.ALL, first, copies);
  }

  /// Freezes and unfreezes what this phase wants of a network.
  ///
  /// @param frozen what stays frozen of a network without a base
  void freeze(Model model, List<Variable> frozen) {
    var base = OnBase.of(model).map(OnBase::base);
    if (base.isEmpty()) {
      model.unfreeze().freeze("recipe.run", frozen, true);
      if (learns == Learns.ALL_BUT_STATISTICS) {
        model.freezeStatistics();
      }
      return;
    }
    base.get().freeze();
    if (learns != Learns.HEAD) {
      first.ifPresentOrElse(base.get()::unfreezeFrom, base.get()::unfreeze);
    }
    if (learns == Learns.ALL_BUT_STATISTICS) {
      base.get().freezeStatistics();
    }
  }

  /// Throws if a network has not what this phase names.
  ///
  /// @throws IllegalArgumentException if it has no base, or the base no such layer, or its head cannot
  ///     learn from features
  void require(Model model) {
    var parts = OnBase.of(model);
    Args.check(
        parts.isPresent() || learns != Learns.HEAD && first.isEmpty(),
        "recipe.run",
        "a network whose first layer is a model, its base",
        model,
        "put layers on a base: base.then(globalAvgPool2d(), dense(5).softmax()).");
    first.ifPresent(layer -> LayerChoice.from(parts.orElseThrow().base(), layer));
    if (copies > 0) {
      var _ = parts.orElseThrow().asModel();
    }
  }

  /// Whether a saved state of this phase has had all its epochs.
  boolean isOver(Model state) {
    return state.progress().filter(before -> before.epoch() >= fit.epochs()).isPresent();
  }
}
