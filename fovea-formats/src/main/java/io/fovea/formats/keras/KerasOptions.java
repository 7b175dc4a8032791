// SPDX-License-Identifier: Apache-2.0
package io.fovea.formats.keras;

import com.fasterxml.jackson.databind.JsonNode;
import io.fovea.formats.JsonValues;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Options in Keras' configs that change nothing here; all others are taken into account by whoever
/// reads the config, or refused by name.
final class KerasOptions {
  /// Whatever they say: names, first values of numbers that the file holds, and what is of use only
  /// beside options that are refused.
  private static final Set<String> HARMLESS =
      Set.of(
          "name",
          "trainable", // taken into account when all layers are there
          "dtype",
          "seed",
          "beta_initializer",
          "gamma_initializer",
          "moving_mean_initializer",
          "moving_variance_initializer",
          "pointwise_initializer",
          "kernel_initializer",
          "batch_input_shape", // shapes are computed anew
          "batch_shape",
          "build_input_shape",
          "input_dtype",
          "projection_dim",
          "renorm_clipping", // renorm
          "renorm_momentum",
          "fill_mode", // pad_to_aspect_ratio
          "fill_value",
          "ema_momentum", // use_ema
          "ema_overwrite_frequency",
          "loss_scale_factor", // float16
          "is_legacy_optimizer",
          "jit_compile",
          "experimental_autocast",
          "autocast",
          "fused", // how it is computed
          "implementation");

  /// With this value; nothing at all does no harm either.
  private static final Map<String, String> DEFAULTS =
      Map.ofEntries(
          Map.entry("sparse", "false"),
          Map.entry("ragged", "false"),
          Map.entry("optional", "false"),
          Map.entry("dynamic", "false"),
          Map.entry("groups", "1"), // of layers that have none in Keras 3
          Map.entry("axis", "-1"), // of losses
          Map.entry("from_sorted_ids", "false"));

  /// What stands beside the config of a layer or a model.
  private static final Set<String> BESIDE =
      Set.of(
          "module",
          "class_name",
          "config",
          "registered_name",
          "name",
          "inbound_nodes",
          "build_config",
          "compile_config",
          "shared_object_id",
          "keras_version",
          "backend");

  private KerasOptions() {}

  /// The first option of a config that is not harmless and that nobody took into account.
  static Optional<String> other(KerasConfig config) {
    return config.node().properties().stream()
        .filter(option -> !config.asked().contains(option.getKey()) && !isHarmless(option))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /// What an option that is not taken into account would have to be.
  static String expected(String option) {
    return DEFAULTS.getOrDefault(option, "no such option");
  }

  /// Throws if a config says something that nobody took into account.
  static void requireNoOther(KerasConfig config) {
    other(config)
        .ifPresent(option -> {
          throw config.unsupported(option, expected(option));
        });
  }

  /// Throws if something unknown stands beside a config.
  static void requireKnown(String where, JsonNode entry) {
    for (var member : entry.properties()) {
      if (!BESIDE.contains(member.getKey()) && !member.getValue().isNull()) {
        throw KerasConfig.refuse(
            where + "." + member.getKey(), "no such member", member.getValue());
      }
    }
  }

  /// Whether a class or a function is not of Keras, though it may have the same name.
  static boolean isForeign(JsonNode object) {
    String module = object.path("module").asText("");
    String root = module.replaceFirst("\\..*", "");
    boolean own = object.path("registered_name").asText("").contains(">");
    return own || !Set.of("", "null", "keras", "tf_keras", "tensorflow", "builtins").contains(root);
  }

  private static boolean isHarmless(Map.Entry<String, JsonNode> option) {
    return option.getValue().isNull()
        || HARMLESS.contains(option.getKey())
        || JsonValues.shown(option.getValue()).equals(DEFAULTS.get(option.getKey()));
  }
}
