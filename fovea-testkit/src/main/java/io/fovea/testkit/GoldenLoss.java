// SPDX-License-Identifier: Apache-2.0
package io.fovea.testkit;

import static io.fovea.loss.Losses.binaryCrossentropy;
import static io.fovea.loss.Losses.binaryFocal;
import static io.fovea.loss.Losses.categoricalCrossentropy;
import static io.fovea.loss.Losses.categoricalFocal;
import static io.fovea.loss.Losses.categoricalHinge;
import static io.fovea.loss.Losses.cosineSimilarity;
import static io.fovea.loss.Losses.dice;
import static io.fovea.loss.Losses.hinge;
import static io.fovea.loss.Losses.huber;
import static io.fovea.loss.Losses.klDivergence;
import static io.fovea.loss.Losses.logCosh;
import static io.fovea.loss.Losses.meanAbsoluteError;
import static io.fovea.loss.Losses.meanAbsolutePercentageError;
import static io.fovea.loss.Losses.meanSquaredError;
import static io.fovea.loss.Losses.meanSquaredLogarithmicError;
import static io.fovea.loss.Losses.poisson;
import static io.fovea.loss.Losses.sparseCategoricalCrossentropy;
import static io.fovea.loss.Losses.squaredHinge;
import static io.fovea.loss.Losses.tversky;

import io.fovea.engine.Engine;
import io.fovea.loss.Loss;
import io.fovea.nn.Layers;
import io.fovea.nn.Network;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/// A loss of four examples that Keras computed.
///
/// ```java
/// GoldenLoss.keras().forEach(golden -> golden.check(engine));
/// ```
///
/// @param name as in the golden file
/// @param weights one per example
/// @param divisor what the weighted sum over the examples is divided by; 0 where Keras gave one
///     number per example
public record GoldenLoss(
    String name,
    Loss loss,
    Tensor labels,
    Tensor predictions,
    List<Double> weights,
    double divisor) {
  private static final Goldens GOLDENS = Goldens.keras();
  private static final int EXAMPLES = 4;
  private static final List<Double> EQUAL = List.of(1.0, 1.0, 1.0, 1.0);

  /// Copies the list.
  public GoldenLoss {
    weights = List.copyOf(weights);
  }

  /// Every loss.
  public static List<GoldenLoss> keras() {
    var all = new ArrayList<GoldenLoss>();
    crossentropies(all);
    binary(all);
    others(all);
    return all;
  }

  private static void crossentropies(List<GoldenLoss> all) {
    var p = input("p", Shape.of(EXAMPLES, 3));
    var logits = input("logits", Shape.of(EXAMPLES, 3));
    var y = input("y", Shape.of(EXAMPLES));
    var rows = Tensor.generate(p.shape(), i -> y.get(i / 3) == i % 3 ? 1 : 0);
    var loss = categoricalCrossentropy();
    all.add(mean("cce", loss, rows, p));
    all.add(new GoldenLoss("cce_none", loss, rows, p, EQUAL, 0));
    all.add(mean("cce_ls0.1", loss.labelSmoothing(0.1), rows, p));
    all.add(mean("cce_logits", loss.fromLogits(), rows, logits));
    var weights = input("sample_weight", Shape.of(EXAMPLES));
    var list = List.of(0, 1, 2, 3).stream().map(i -> (double) weights.get(i)).toList();
    double sum = list.stream().mapToDouble(weight -> weight).sum();
    all.add(new GoldenLoss("cce_sw", loss, rows, p, list, EXAMPLES));
    all.add(new GoldenLoss("cce_sw_mean_with_sample_weight", loss, rows, p, list, sum));
    all.add(new GoldenLoss("cce_sum", loss, rows, p, EQUAL, 1));
    var sparse = sparseCategoricalCrossentropy();
    all.add(mean("scce", sparse, y, p));
    all.add(mean("scce_logits", sparse.fromLogits(), y, logits));
    all.add(mean("scce_ignore1", sparse.ignoreClass(1), y, p));
    all.add(mean("cfocal", categoricalFocal(), rows, p));
  }

  private static void binary(List<GoldenLoss> all) {
    var p = input("bp", Shape.of(EXAMPLES, 1));
    var y = input("by", Shape.of(EXAMPLES, 1));
    all.add(mean("bce", binaryCrossentropy(), y, p));
    all.add(new GoldenLoss("bce_none", binaryCrossentropy(), y, p, EQUAL, 0));
    all.add(mean("bce_ls0.2", binaryCrossentropy().labelSmoothing(0.2), y, p));
    all.add(mean("bfocal", binaryFocal(), y, p));
  }

  private static void others(List<GoldenLoss> all) {
    var y = input("a(y_true)", Shape.of(EXAMPLES, 3));
    var p = input("b(y_pred)", Shape.of(EXAMPLES, 3));
    all.add(mean("MeanSquaredError", meanSquaredError(), y, p));
    all.add(mean("MeanAbsoluteError", meanAbsoluteError(), y, p));
    all.add(mean("MeanAbsolutePercentageError", meanAbsolutePercentageError(), y, p));
    all.add(mean("MeanSquaredLogarithmicError", meanSquaredLogarithmicError(), y, p));
    all.add(mean("CosineSimilarity", cosineSimilarity(), y, p));
    all.add(mean("Huber", huber(), y, p));
    all.add(mean("LogCosh", logCosh(), y, p));
    all.add(mean("Hinge", hinge(), y, p));
    all.add(mean("SquaredHinge", squaredHinge(), y, p));
    all.add(mean("CategoricalHinge", categoricalHinge(), y, p));
    all.add(mean("KLDivergence", klDivergence(), y, p));
    // a logarithm of predictions needs positive ones: the golden was made from absolute values
    all.add(mean("Poisson", poisson(), absolute(y), absolute(p)));
    all.add(mean("Dice", dice(), y, p));
    all.add(mean("Tversky", tversky(0.5, 0.5), y, p));
  }

  /// Runs the loss and compares.
  ///
  /// @throws AssertionError naming loss, engine and both numbers
  public void check(Engine engine) {
    var x = Layers.input(predictions.shape().channels());
    var shape = labels.shape();
    var value = loss.on(x.input("labels", shape.slice(1, shape.rank()).toArray()), x);
    var graph = Network.to(value).graph().batch(EXAMPLES);
    var got = GraphRun.results(engine, graph, List.of(predictions, labels), 0).getFirst();
    double[] expected = GOLDENS.numbers("losses", name);
    double sum = 0;
    for (int i = 0; i < EXAMPLES; i++) {
      sum += weights.get(i) * got.get(i);
      if (divisor == 0) {
        compare(engine, expected[i], got.get(i));
      }
    }
    if (divisor != 0) {
      compare(engine, expected[0], sum / divisor);
    }
  }

  private void compare(Engine engine, double expected, double got) {
    // at most 3 outputs of 4 examples are summed
    var tolerance = Tolerance.f32().reduction(12).magnitude(Math.max(1, Math.abs(expected)));
    if (!tolerance.accepts(expected, got)) {
      throw new AssertionError(
          "GoldenLoss: %s on %s: expected %s, got %s, tolerance %.1e"
              .formatted(name, engine.name(), expected, got, tolerance.bound()));
    }
  }

  private static GoldenLoss mean(String name, Loss loss, Tensor labels, Tensor predictions) {
    return new GoldenLoss(name, loss, labels, predictions, EQUAL, EXAMPLES);
  }

  private static Tensor input(String name, Shape shape) {
    double[] numbers = GOLDENS.numbers("losses", "inputs", name);
    return Tensor.generate(shape, i -> numbers[i]);
  }

  private static Tensor absolute(Tensor x) {
    return Tensor.generate(x.shape(), i -> Math.abs(x.get(i)));
  }

  /// The name.
  @Override
  public String toString() {
    return name;
  }
}
