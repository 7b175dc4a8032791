// SPDX-License-Identifier: Apache-2.0
package io.fovea.formats.keras;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.fovea.loss.BinaryCrossentropy;
import io.fovea.loss.CategoricalCrossentropy;
import io.fovea.loss.Huber;
import io.fovea.loss.Loss;
import io.fovea.loss.Losses;
import io.fovea.loss.SimpleLoss;
import io.fovea.loss.SparseCategoricalCrossentropy;
import io.fovea.metric.Accuracy;
import io.fovea.metric.BinaryAccuracy;
import io.fovea.metric.CategoricalAccuracy;
import io.fovea.metric.MeanError;
import io.fovea.metric.Metric;
import io.fovea.metric.Metrics;
import io.fovea.metric.TopK;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/// Keras' losses and metrics and Fovea's, in both directions; empty where one side has no counterpart.
final class KerasObjectives {
  private KerasObjectives() {}

  // ---- losses --------------------------------------------------------------------------------

  static Optional<JsonNode> write(Loss loss) {
    return switch (loss) {
      case SparseCategoricalCrossentropy l when l.smoothing() == 0 ->
          l.equals(Losses.sparseCategoricalCrossentropy())
              ? text("sparse_categorical_crossentropy")
              : Optional.of(loss("SparseCategoricalCrossentropy", ignored(l)));
      case CategoricalCrossentropy l ->
          l.equals(Losses.categoricalCrossentropy())
              ? text("categorical_crossentropy")
              : Optional.of(loss("CategoricalCrossentropy", entropy(l.logits(), l.smoothing())));
      case BinaryCrossentropy l ->
          l.equals(Losses.binaryCrossentropy())
              ? text("binary_crossentropy")
              : Optional.of(loss("BinaryCrossentropy", entropy(l.logits(), l.smoothing())));
      case Huber(double delta) ->
          Optional.of(loss("Huber", KerasJson.object().put("delta", delta)));
      case SimpleLoss simple -> text(simple.name().toLowerCase(Locale.ROOT));
      default -> Optional.empty();
    };
  }

  private static Optional<JsonNode> text(String name) {
    return Optional.of(TextNode.valueOf(name));
  }

  private static ObjectNode entropy(boolean logits, double smoothing) {
    return KerasJson.object().put("from_logits", logits).put("label_smoothing", smoothing);
  }

  private static ObjectNode ignored(SparseCategoricalCrossentropy l) {
    var config = KerasJson.object().put("from_logits", l.logits());
    if (l.ignored().isPresent()) {
      return config.put("ignore_class", l.ignored().getAsInt());
    }
    return config.putNull("ignore_class");
  }

  private static JsonNode loss(String name, ObjectNode config) {
    var all = KerasJson.object().put("name", KerasJson.snake(name));
    all.put("reduction", "sum_over_batch_size").setAll(config);
    return KerasJson.object("keras.losses", name, all);
  }

  static Optional<Loss> loss(String where, JsonNode node) {
    if ((!node.isTextual() && !node.has("class_name")) || KerasOptions.isForeign(node)) {
      return Optional.empty();
    }
    var object = KerasConfig.inner(where + ".loss", node);
    return loss(object).filter(_ -> KerasTraining.isWhole(object.config()));
  }

  private static Optional<Loss> loss(KerasConfig.Inner object) {
    var c = object.config();
    String reduction = c.text("reduction", "sum_over_batch_size");
    if (!reduction.equals("sum_over_batch_size") && !reduction.equals("auto")) {
      return Optional.empty();
    }
    // functions are objects too, their name as the config
    String name = object.name().equals("function") ? c.node().asText() : object.name();
    return switch (KerasJson.snake(name)) {
      case "sparse_categorical_crossentropy" ->
          Optional.of(
              new SparseCategoricalCrossentropy(
                  logits(c),
                  0,
                  c.has("ignore_class")
                      ? OptionalInt.of(c.integer("ignore_class"))
                      : OptionalInt.empty()));
      case "categorical_crossentropy" ->
          Optional.of(new CategoricalCrossentropy(logits(c), smoothing(c)));
      case "binary_crossentropy" -> Optional.of(new BinaryCrossentropy(logits(c), smoothing(c)));
      case "huber" -> Optional.of(Losses.huber(c.number("delta", 1)));
      case "mse" -> Optional.of(SimpleLoss.MEAN_SQUARED_ERROR);
      case "mae" -> Optional.of(SimpleLoss.MEAN_ABSOLUTE_ERROR);
      case String plain ->
          Arrays.stream(SimpleLoss.values())
              .filter(simple -> simple.name().toLowerCase(Locale.ROOT).equals(plain))
              .<Loss>map(simple -> simple)
              .findFirst();
    };
  }

  private static boolean logits(KerasConfig c) {
    return c.bool("from_logits", false);
  }

  private static double smoothing(KerasConfig c) {
    return c.number("label_smoothing", 0);
  }

  // ---- metrics -------------------------------------------------------------------------------

  static Optional<JsonNode> write(Metric metric) {
    return switch (metric) {
      case Metric.Named(var inner, var _) -> write(inner); // outputs give their names again
      case Accuracy _ -> text("accuracy");
      case CategoricalAccuracy(boolean rows) ->
          text(rows ? "categorical_accuracy" : "sparse_categorical_accuracy");
      case BinaryAccuracy(double threshold) when threshold == 0.5 -> text("binary_accuracy");
      case MeanError(boolean squared) ->
          text(squared ? "mean_squared_error" : "mean_absolute_error");
      case TopK(int k, boolean rows) -> {
        String name = rows ? "TopKCategoricalAccuracy" : "SparseTopKCategoricalAccuracy";
        var config = KerasJson.object().put("name", KerasJson.snake(name)).put("k", k);
        yield Optional.of(KerasJson.object("keras.metrics", name, config));
      }
      default -> Optional.empty();
    };
  }

  static Optional<Metric> metric(String where, JsonNode node) {
    if ((!node.isTextual() && !node.has("class_name")) || KerasOptions.isForeign(node)) {
      return Optional.empty();
    }
    var object = KerasConfig.inner(where + ".metrics", node);
    return metric(object, node.isTextual())
        .filter(_ -> KerasOptions.other(object.config()).isEmpty());
  }

  /// @param word whether it is a word, which Keras takes for what fits the loss
  private static Optional<Metric> metric(KerasConfig.Inner object, boolean word) {
    var c = object.config();
    return switch (KerasJson.snake(object.name())) {
      case "accuracy", "acc" -> word ? Optional.of(Metrics.accuracy()) : Optional.empty();
      case "sparse_categorical_accuracy" -> Optional.of(Metrics.sparseCategoricalAccuracy());
      case "categorical_accuracy" -> Optional.of(Metrics.categoricalAccuracy());
      case "binary_accuracy" -> Optional.of(Metrics.binaryAccuracy(c.number("threshold", 0.5)));
      case "mean_squared_error", "mse" -> Optional.of(Metrics.mse());
      case "mean_absolute_error", "mae" -> Optional.of(Metrics.mae());
      case "top_k_categorical_accuracy" -> Optional.of(Metrics.topK(c.integer("k", 5)));
      case "sparse_top_k_categorical_accuracy" ->
          Optional.of(Metrics.sparseTopK(c.integer("k", 5)));
      default -> Optional.empty();
    };
  }
}
