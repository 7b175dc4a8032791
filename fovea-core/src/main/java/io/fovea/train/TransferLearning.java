package io.fovea.train;

import com.google.errorprone.annotations.CheckReturnValue;
import io.fovea.data.Dataset;
import io.fovea.loss.Loss;
import io.fovea.metric.Metric;
import io.fovea.nn.Layer;
import io.fovea.optim.Optimizer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Transfer learning in two phases: a new head learns on a frozen base; then, if wanted, base and
/// head learn on together, slowly.
///
/// ```java
/// var flowers =
///     TransferLearning.on(xception.withoutTop(), globalAvgPool2d(), dense(5).softmax())
///         .head(sgd(0.2).momentum(0.9), epochs(5))
///         .whole(sgd(0.01).momentum(0.9), epochs(10))
///         .train(data, sparseCategoricalCrossentropy(), accuracy());
/// ```
///
/// Batch normalization of the frozen base uses its moving statistics and leaves them as they are.
///
/// @param base what was learned before
/// @param layers of the head
/// @param headPhase how the head learns
/// @param wholePhase how base and head learn together
@CheckReturnValue
public record TransferLearning(
    Model base, List<Layer> layers, Optional<Phase> headPhase, Optional<Phase> wholePhase) {
  /// How one phase learns.
  public record Phase(Optimizer optimizer, Fit fit) {}

  /// What came out.
  ///
  /// @param model base and head, all of it trainable again
  /// @param head of the phase of the head; empty if it was left out
  /// @param whole of the phase of both; empty if it was left out
  public record Result(Model model, History head, History whole) {}

  /// Copies the layers.
  public TransferLearning {
    layers = List.copyOf(layers);
  }

  /// A head on a base; say how they learn with [#head] and [#whole].
  public static TransferLearning on(Model base, Layer... head) {
    return new TransferLearning(base, Arrays.asList(head), Optional.empty(), Optional.empty());
  }

  /// How the head learns while the base is frozen.
  public TransferLearning head(Optimizer optimizer, Fit fit) {
    return new TransferLearning(base, layers, Optional.of(new Phase(optimizer, fit)), wholePhase);
  }

  /// How both learn afterwards; a hundredth of the head's learning rate is a good start.
  public TransferLearning whole(Optimizer optimizer, Fit fit) {
    return new TransferLearning(base, layers, headPhase, Optional.of(new Phase(optimizer, fit)));
  }

  /// Learns; the base changes only in the second phase.
  public Result train(Dataset data, Loss loss, Metric... metrics) {
    base.freeze();
    try {
      var model = base.then(layers.toArray(Layer[]::new));
      var head = headPhase.map(phase -> run(model, phase, data, loss, metrics));
      base.unfreeze();
      var whole = wholePhase.map(phase -> run(model, phase, data, loss, metrics));
      return new Result(model, history(head), history(whole));
    } finally {
      base.unfreeze();
    }
  }

  private static History run(Model model, Phase phase, Dataset data, Loss loss, Metric... metrics) {
    return model.compile(phase.optimizer(), loss, metrics).fit(data, phase.fit());
  }

  private static History history(Optional<History> history) {
    return history.orElse(new History(List.of()));
  }
}
