// SPDX-License-Identifier: Apache-2.0
package io.fovea.formats.keras;

import static io.fovea.formats.keras.KerasJson.object;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import io.fovea.error.FormatException;
import io.fovea.graph.Initializer;
import io.fovea.graph.Penalty;
import io.fovea.nn.Activation;
import io.fovea.nn.Initializers;
import io.fovea.nn.Initializers.Draw;
import io.fovea.nn.Initializers.Fan;
import io.fovea.nn.Initializers.VarianceScaling;
import io.fovea.nn.Padding;
import io.fovea.nn.Sliding;
import io.fovea.nn.Weights;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What stands in the configs of layers: activations, first values, prices, windows; both directions.
final class KerasValues {
  private static final String INITIALIZERS = "keras.initializers";

  /// Keras' names for distributions with their own class.
  private static final Map<String, VarianceScaling> SCALINGS =
      Map.of(
          "GlorotUniform", Initializers.glorotUniform(),
          "GlorotNormal", Initializers.glorotNormal(),
          "HeUniform", Initializers.heUniform(),
          "HeNormal", Initializers.heNormal(),
          "LecunUniform", Initializers.lecunUniform(),
          "LecunNormal", Initializers.lecunNormal());

  private KerasValues() {}

  // ---- activations ---------------------------------------------------------------------------

  static String activation(Activation activation) {
    return switch (activation) {
      case SWISH -> "silu";
      case HARD_SWISH -> "hard_silu";
      default -> activation.name().toLowerCase(Locale.ROOT);
    };
  }

  static Optional<Activation> activation(String name) {
    String plain = name.equals("silu") ? "swish" : name.equals("hard_silu") ? "hard_swish" : name;
    return Arrays.stream(Activation.values())
        .filter(a -> a.name().toLowerCase(Locale.ROOT).equals(plain))
        .findFirst();
  }

  /// The member `activation`; linear if there is none.
  static Activation activation(KerasConfig c) {
    if (!c.has("activation")) {
      return Activation.LINEAR;
    }
    var value = c.get("activation");
    return activation(value.isObject() ? value.path("config").asText() : value.asText())
        .filter(_ -> !KerasOptions.isForeign(value))
        .orElseThrow(() -> c.unsupported("activation", "an activation that Fovea has"));
  }

  // ---- first values --------------------------------------------------------------------------

  static Initializer initializer(KerasConfig c, String key, Initializer otherwise) {
    return c.object(key)
        .map(o -> {
          var initializer = initializer(c, key, o);
          KerasOptions.requireNoOther(o.config());
          return initializer;
        })
        .orElse(otherwise);
  }

  private static Initializer initializer(KerasConfig c, String key, KerasConfig.Inner inner) {
    var o = inner.config().without("input_axes", "output_axes");
    String name = KerasJson.camel(inner.name());
    var scaling = SCALINGS.get(name);
    if (scaling != null) {
      return scaling;
    }
    return switch (name) {
      case "Zeros", "ZerosInitializer" -> Initializers.zeros();
      case "Ones", "OnesInitializer" -> Initializers.ones();
      case "Constant" -> Initializers.constant(o.number("value", 0));
      case "RandomNormal" ->
          Initializers.randomNormal(o.number("mean", 0), o.number("stddev", 0.05));
      case "TruncatedNormal" ->
          Initializers.truncatedNormal(o.number("mean", 0), o.number("stddev", 0.05));
      case "RandomUniform" ->
          Initializers.randomUniform(o.number("minval", -0.05), o.number("maxval", 0.05));
      case "VarianceScaling" ->
          Initializers.varianceScaling(
              o.number("scale", 1),
              switch (o.text("mode", "fan_in")) {
                case "fan_in" -> Fan.IN;
                case "fan_out" -> Fan.OUT;
                case "fan_avg" -> Fan.AVERAGE;
                default -> throw o.unsupported("mode", "fan_in, fan_out or fan_avg");
              },
              switch (o.text("distribution", "truncated_normal")) {
                case "truncated_normal", "normal" -> Draw.TRUNCATED_NORMAL;
                case "untruncated_normal" -> Draw.NORMAL;
                case "uniform" -> Draw.UNIFORM;
                default -> throw o.unsupported("distribution", "a normal or uniform one");
              });
      case "Orthogonal", "OrthogonalInitializer" -> Initializers.orthogonal(o.number("gain", 1));
      case "Identity", "IdentityInitializer" -> Initializers.identity(o.number("gain", 1));
      default -> throw c.unsupported(key, "an initializer that Fovea has");
    };
  }

  static JsonNode initializer(String where, Initializer initializer) {
    var config = JsonNodeFactory.instance.objectNode();
    if (initializer instanceof VarianceScaling scaling) {
      config.putNull("seed");
      for (var entry : SCALINGS.entrySet()) {
        if (entry.getValue().equals(scaling)) {
          return object(INITIALIZERS, entry.getKey(), config);
        }
      }
      config.put("scale", scaling.scale());
      config.put("mode", mode(scaling.fan()));
      config.put("distribution", distribution(scaling.draw()));
      return object(INITIALIZERS, "VarianceScaling", config);
    }
    return switch (initializer) {
      case Initializers.Constant(double value) when value == 0 ->
          object(INITIALIZERS, "Zeros", config);
      case Initializers.Constant(double value) when value == 1 ->
          object(INITIALIZERS, "Ones", config);
      case Initializers.Constant(double value) ->
          object(INITIALIZERS, "Constant", config.put("value", value));
      case Initializers.Normal(double mean, double deviation) ->
          object(
              INITIALIZERS,
              "RandomNormal",
              config.putNull("seed").put("mean", mean).put("stddev", deviation));
      case Initializers.TruncatedNormal(double mean, double deviation) ->
          object(
              INITIALIZERS,
              "TruncatedNormal",
              config.putNull("seed").put("mean", mean).put("stddev", deviation));
      case Initializers.Uniform(double low, double high) ->
          object(
              INITIALIZERS,
              "RandomUniform",
              config.putNull("seed").put("minval", low).put("maxval", high));
      case Initializers.Orthogonal(double gain) ->
          object(INITIALIZERS, "Orthogonal", config.putNull("seed").put("gain", gain));
      case Initializers.Identity(double gain) ->
          object(INITIALIZERS, "Identity", config.put("gain", gain));
      default ->
          throw new FormatException(
              where,
              "first values that Keras has",
              initializer.toString(),
              "use one of Initializers, or save as .fovea.");
    };
  }

  private static String mode(Fan fan) {
    return switch (fan) {
      case IN -> "fan_in";
      case OUT -> "fan_out";
      case AVERAGE -> "fan_avg";
    };
  }

  private static String distribution(Draw draw) {
    return switch (draw) {
      case UNIFORM -> "uniform";
      case NORMAL -> "untruncated_normal";
      case TRUNCATED_NORMAL -> "truncated_normal";
    };
  }

  // ---- prices --------------------------------------------------------------------------------

  static Penalty penalty(KerasConfig c, String key) {
    return c.object(key)
        .map(o -> {
          var penalty = penalty(c, key, o);
          KerasOptions.requireNoOther(o.config());
          return penalty;
        })
        .orElse(Penalty.NONE);
  }

  private static Penalty penalty(KerasConfig c, String key, KerasConfig.Inner o) {
    return switch (o.name()) {
      case "L1" -> new Penalty(o.config().number("l1", 0.01), 0);
      case "L2" -> new Penalty(0, o.config().number("l2", 0.01));
      case "L1L2" -> new Penalty(o.config().number("l1", 0), o.config().number("l2", 0));
      default -> throw c.unsupported(key, "L1, L2 or L1L2");
    };
  }

  static JsonNode penalty(Penalty penalty) {
    if (penalty.equals(Penalty.NONE)) {
      return NullNode.instance;
    }
    var config = JsonNodeFactory.instance.objectNode();
    if (penalty.l1() != 0) {
      config.put("l1", penalty.l1());
    }
    if (penalty.l2() != 0) {
      config.put("l2", penalty.l2());
    }
    String name = config.size() == 2 ? "L1L2" : penalty.l1() != 0 ? "L1" : "L2";
    return object("keras.regularizers", name, config);
  }

  // ---- weights and windows -------------------------------------------------------------------

  /// @param kernel stem of the members about the kernel: kernel, depthwise
  static Weights weights(KerasConfig c, String kernel) {
    var plain =
        c.without(
            "bias_regularizer",
            "activity_regularizer",
            kernel + "_constraint",
            "bias_constraint",
            "quantization_config");
    return new Weights(
        initializer(plain, kernel + "_initializer", Initializers.glorotUniform()),
        initializer(plain, "bias_initializer", Initializers.zeros()),
        plain.bool("use_bias", true),
        penalty(plain, kernel + "_regularizer"));
  }

  static Sliding sliding(KerasConfig c) {
    return sliding(c, 2);
  }

  /// @param axes 1 for sequences, 2 for pictures, 3 for volumes
  static Sliding sliding(KerasConfig c, int axes) {
    c.only("data_format", "channels_last");
    boolean causal = axes == 1 && c.text("padding", "valid").equals("causal");
    return new Sliding(
        c.size("strides", axes, 1),
        causal ? Padding.CAUSAL : padding(c, axes == 1 ? "valid, same or causal" : "valid or same"),
        c.size("dilation_rate", axes, 1));
  }

  static Padding padding(KerasConfig c) {
    return padding(c, "valid or same");
  }

  private static Padding padding(KerasConfig c, String known) {
    return switch (c.text("padding", "valid")) {
      case "valid" -> Padding.VALID;
      case "same" -> Padding.SAME;
      default -> throw c.unsupported("padding", known);
    };
  }
}
