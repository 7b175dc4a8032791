// SPDX-License-Identifier: Apache-2.0
package io.fovea.train;

import com.google.errorprone.annotations.CheckReturnValue;
import io.fovea.data.Dataset;
import io.fovea.error.Args;
import io.fovea.loss.Loss;
import io.fovea.metric.Metric;
import io.fovea.nn.Layer;
import io.fovea.nn.Layers;
import io.fovea.optim.Optimizer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/// Transfer learning in two phases: a new head learns on a frozen base; then, if wanted, base and
/// head learn on together, slowly.
///
/// ```java
/// var flowers =
///     TransferLearning.on(base, globalAvgPool2d(), dense(5).softmax())
///         .head(sgd(0.2).momentum(0.9), epochs(5))
///         .whole(sgd(0.01).momentum(0.9), epochs(10))
///         .train(data.map(base.preprocessing()));
/// ```
///
/// Batch normalization of the base uses its moving statistics and leaves them as they are in both
/// phases, see [Model#freezeStatistics]. The second phase ends with its best
/// epoch by validation (the first metric decides, between equals the loss), or with what the first
/// one gave if that was better; without validation, it counts only if it is better on the training
/// data.
///
/// @param base what was learned before
/// @param layers of the head
/// @param headPhase how the head learns
/// @param copies of the features that the head learns from, see [#cached(int)]; 0 runs the base in
///     every step
/// @param wholePhase how base and head learn together
/// @param first layer of the base that learns in the second phase; all of them if empty
/// @param statistics whether batch normalization of the base learns in the second phase, too
@CheckReturnValue
public record TransferLearning(
    Model base,
    List<Layer> layers,
    Optional<Phase> headPhase,
    int copies,
    Optional<Phase> wholePhase,
    Optional<String> first,
    boolean statistics) {
  /// How one phase learns.
  public record Phase(Optimizer optimizer, Fit fit) {}

  /// What came out.
  ///
  /// @param model base and head; the base is frozen unless there was a second phase
  /// @param head of the phase of the head; empty if it was left out
  /// @param whole of the phase of both; empty if it was left out
  public record Result(Model model, History head, History whole) {}

  /// Copies the layers.
  public TransferLearning {
    layers = List.copyOf(layers);
    Args.notNegative("TransferLearning.cached", copies);
  }

  /// A head on a base; say how they learn with [#head] and [#whole].
  public static TransferLearning on(Model base, Layer... head) {
    return new TransferLearning(
        base, Arrays.asList(head), Optional.empty(), 0, Optional.empty(), Optional.empty(), false);
  }

  /// How the head learns while the base is frozen.
  public TransferLearning head(Optimizer optimizer, Fit fit) {
    var phase = Optional.of(new Phase(optimizer, fit));
    return new TransferLearning(base, layers, phase, copies, wholePhase, first, statistics);
  }

  /// Runs the base over the data once and lets the head learn from what it makes, without
  /// augmentation; takes seconds where the base takes minutes. Callbacks see the head alone.
  public TransferLearning cached() {
    return cached(1);
  }

  /// Runs the base once over differently augmented copies of the data; a single copy is not
  /// augmented.
  ///
  /// @param copies how many, at least 1
  public TransferLearning cached(int copies) {
    Args.positive("TransferLearning.cached", copies);
    return new TransferLearning(base, layers, headPhase, copies, wholePhase, first, statistics);
  }

  /// How both learn afterwards; a hundredth of the head's learning rate is a good start. Ends with
  /// the best epoch.
  public TransferLearning whole(Optimizer optimizer, Fit fit) {
    var phase = Optional.of(new Phase(optimizer, fit));
    return new TransferLearning(base, layers, headPhase, copies, phase, first, statistics);
  }

  /// Lets only the upper part of the base learn in the second phase.
  ///
  /// @param layer first of the base's layers that learns
  public TransferLearning from(String layer) {
    return new TransferLearning(
        base, layers, headPhase, copies, wholePhase, Optional.of(layer), statistics);
  }

  /// Lets batch normalization of the base learn in the second phase, too, and follow the statistics
  /// of the new pictures; needs large batches and many pictures.
  public TransferLearning trainStatistics() {
    return new TransferLearning(base, layers, headPhase, copies, wholePhase, first, true);
  }

  /// Learns by the loss and metrics that the head says, see [Model#compile(Optimizer)]; the base
  /// changes only in the second phase.
  public Result train(Dataset data) {
    return train(data, (model, optimizer) -> model.compile(optimizer));
  }

  /// Learns; the base changes only in the second phase.
  public Result train(Dataset data, Loss loss, Metric... metrics) {
    return train(data, (model, optimizer) -> model.compile(optimizer, loss, metrics));
  }

  private Result train(Dataset data, BiFunction<Model, Optimizer, Model> compile) {
    first.ifPresent(layer -> LayerChoice.from(base, layer)); // a wrong name shows at once
    base.freeze();
    var model = base.then(layers.toArray(Layer[]::new)).runOn(base.engine());
    var head =
        headPhase.map(phase ->
            copies == 0
                ? compile.apply(model, phase.optimizer()).fit(data, phase.fit())
                : cached(model, phase, data, compile));
    var whole =
        wholePhase.map(phase -> {
          first.ifPresentOrElse(base::unfreezeFrom, base::unfreeze);
          if (!statistics) {
            base.freezeStatistics();
          }
          var fit = phase.fit().callbacks(keepBest(phase.fit(), data));
          return compile.apply(model, phase.optimizer()).fit(data, fit);
        });
    return new Result(model, history(head), history(whole));
  }

  private static KeepBest keepBest(Fit fit, Dataset data) {
    if (fit.validationFraction() > 0) {
      return new KeepBest(data.validationSplit(fit.validationFraction()).getLast(), true);
    }
    return fit.validationData()
        .map(held -> new KeepBest(held, true))
        .orElseGet(() -> new KeepBest(data, false));
  }

  /// The head learns as a model of its own; the whole model gets its numbers.
  private History cached(
      Model model, Phase phase, Dataset data, BiFunction<Model, Optimizer, Model> compile) {
    var output = base.network().outputShape();
    var head =
        Model.of(
                Layers.input(output.slice(1, output.rank()).toArray()),
                layers.toArray(Layer[]::new))
            .runOn(base.engine());
    var known = new HashSet<>(base.variables());
    var own = model.variables().stream().filter(variable -> !known.contains(variable)).toList();
    var learned = head.variables();
    for (int i = 0; i < own.size(); i++) {
      learned.get(i).write(own.get(i).read());
    }
    var fit = phase.fit();
    var training = data;
    if (fit.validationFraction() > 0) { // before copies are made, which are alike
      var parts = data.validationSplit(fit.validationFraction());
      training = parts.getFirst();
      fit = fit.validation(parts.getLast());
    }
    if (fit.validationData().isPresent()) {
      fit = fit.validation(Features.of(base, fit.validationData().get()));
    }
    var features =
        copies == 1
            ? Features.of(base, training)
            : Features.augmented(base, training, copies, fit.seed());
    var history = compile.apply(head, phase.optimizer()).fit(features, fit);
    for (int i = 0; i < own.size(); i++) {
      own.get(i).write(learned.get(i).read());
    }
    var _ = compile.apply(model, phase.optimizer()); // for evaluate
    return history;
  }

  private static History history(Optional<History> history) {
    return history.orElse(new History(List.of()));
  }
}
