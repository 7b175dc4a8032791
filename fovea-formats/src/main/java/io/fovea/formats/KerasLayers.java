package io.fovea.formats;

import com.fasterxml.jackson.databind.JsonNode;
import io.fovea.graph.Eltwise;
import io.fovea.nn.Activation;
import io.fovea.nn.AvgPool2d;
import io.fovea.nn.BatchNorm;
import io.fovea.nn.Concatenate;
import io.fovea.nn.Conv2d;
import io.fovea.nn.Conv2dTranspose;
import io.fovea.nn.Dense;
import io.fovea.nn.DepthwiseConv2d;
import io.fovea.nn.Dropout;
import io.fovea.nn.Elementwise;
import io.fovea.nn.Flatten;
import io.fovea.nn.GlobalAvgPool2d;
import io.fovea.nn.GlobalMaxPool2d;
import io.fovea.nn.Initializers;
import io.fovea.nn.Layer;
import io.fovea.nn.LayerNorm;
import io.fovea.nn.Layers;
import io.fovea.nn.MaxPool2d;
import io.fovea.nn.Merge;
import io.fovea.nn.Normalization;
import io.fovea.nn.Padding;
import io.fovea.nn.Rescaling;
import io.fovea.nn.Reshape;
import io.fovea.nn.SeparableConv2d;
import io.fovea.nn.Size;
import io.fovea.nn.Sliding;
import io.fovea.nn.StoredNormalization;
import io.fovea.nn.UpSampling2d;
import io.fovea.nn.ZeroPadding2d;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Keras' layer classes and the layers of Fovea that do the same: the one place that knows both.
final class KerasLayers {
  /// A class of Keras and a type of Fovea.
  ///
  /// @param name Keras' class
  /// @param fits which layers of the type are written as this class
  /// @param read makes the layer of its config
  /// @param write says what else stands in its config
  private record Kind<L extends Layer>(
      String name,
      Class<L> type,
      Predicate<L> fits,
      Function<KerasConfig, Layer> read,
      BiConsumer<L, KerasFields> write) {
    static <L extends Layer> Kind<L> of(
        String name,
        Class<L> type,
        Function<KerasConfig, Layer> read,
        BiConsumer<L, KerasFields> write) {
      return new Kind<>(name, type, _ -> true, read, write);
    }

    static <L extends Layer> Kind<L> plain(String name, L layer, Class<L> type) {
      return new Kind<>(name, type, layer::equals, _ -> layer, (_, _) -> {});
    }

    boolean fits(Layer layer) {
      return type.isInstance(layer) && fits.test(type.cast(layer));
    }

    void write(Layer layer, KerasFields fields) {
      write.accept(type.cast(layer), fields);
    }
  }

  private static final List<Kind<?>> KINDS =
      List.of(
          Kind.of("Conv2D", Conv2d.class, KerasLayers::conv, KerasLayers::conv),
          Kind.of(
              "DepthwiseConv2D",
              DepthwiseConv2d.class,
              KerasLayers::depthwise,
              KerasLayers::depthwise),
          new Kind<>(
              "SeparableConv2D",
              SeparableConv2d.class,
              KerasLayers::isKeras,
              KerasLayers::separable,
              KerasLayers::separable),
          Kind.of(
              "Conv2DTranspose",
              Conv2dTranspose.class,
              KerasLayers::transpose,
              KerasLayers::transpose),
          Kind.of("Dense", Dense.class, KerasLayers::dense, KerasLayers::dense),
          Kind.of(
              "MaxPooling2D",
              MaxPool2d.class,
              c -> new MaxPool2d(c.size("pool_size", 2), pooling(c)),
              (l, f) -> pooling(l.size(), l.sliding(), f)),
          Kind.of(
              "AveragePooling2D",
              AvgPool2d.class,
              c -> new AvgPool2d(c.size("pool_size", 2), pooling(c)),
              (l, f) -> pooling(l.size(), l.sliding(), f)),
          Kind.of(
              "GlobalAveragePooling2D",
              GlobalAvgPool2d.class,
              c -> new GlobalAvgPool2d(channelsLast(c).bool("keepdims", false)),
              (l, f) -> f.channelsLast().put("keepdims", l.keep())),
          Kind.of(
              "GlobalMaxPooling2D",
              GlobalMaxPool2d.class,
              c -> new GlobalMaxPool2d(channelsLast(c).bool("keepdims", false)),
              (l, f) -> f.channelsLast().put("keepdims", l.keep())),
          Kind.of(
              "BatchNormalization",
              BatchNorm.class,
              KerasLayers::batchNorm,
              KerasLayers::batchNorm),
          Kind.of(
              "LayerNormalization",
              LayerNorm.class,
              KerasLayers::layerNorm,
              KerasLayers::layerNorm),
          Kind.of(
              "Normalization",
              StoredNormalization.class,
              KerasLayers::normalization,
              (_, f) -> f.integers("axis", -1).put("invert", false).nothing("mean", "variance")),
          Kind.of(
              "Normalization",
              Normalization.class,
              KerasLayers::normalization,
              (l, f) ->
                  f.integers("axis", -1)
                      .put("invert", false)
                      .put("mean", numbers(l.mean()))
                      .put("variance", numbers(l.variance()))),
          Kind.of(
              "Rescaling",
              Rescaling.class,
              KerasLayers::rescaling,
              (l, f) -> f.put("scale", l.scale()).put("offset", l.offset())),
          new Kind<>(
              "Dropout",
              Dropout.class,
              l -> l.whole() != Dropout.Whole.MAP,
              KerasLayers::dropout,
              KerasLayers::dropout),
          Kind.of(
              "SpatialDropout2D",
              Dropout.class,
              c -> Layers.spatialDropout2d(channelsLast(c).number("rate", 0)),
              (l, f) -> f.put("rate", l.rate()).nothing("seed").channelsLast()),
          Kind.of(
              "Flatten",
              Flatten.class,
              c -> {
                channelsLast(c);
                return new Flatten();
              },
              (_, f) -> f.channelsLast()),
          Kind.of(
              "Reshape",
              Reshape.class,
              c -> new Reshape(new Shape(c.integers("target_shape"))),
              (l, f) -> f.integers("target_shape", l.shape().toArray())),
          Kind.of(
              "ZeroPadding2D",
              ZeroPadding2d.class,
              KerasLayers::zeroPadding,
              KerasLayers::zeroPadding),
          Kind.of(
              "UpSampling2D", UpSampling2d.class, KerasLayers::upSampling, KerasLayers::upSampling),
          Kind.of(
              "Concatenate",
              Concatenate.class,
              c -> new Concatenate(c.integer("axis", -1)),
              (l, f) -> f.put("axis", l.axis())),
          Kind.plain("Add", Merge.ADD, Merge.class),
          Kind.plain("Subtract", Merge.SUBTRACT, Merge.class),
          Kind.plain("Multiply", Merge.MULTIPLY, Merge.class),
          Kind.plain("Average", Merge.AVERAGE, Merge.class),
          Kind.plain("Maximum", Merge.MAXIMUM, Merge.class),
          Kind.plain("Minimum", Merge.MINIMUM, Merge.class),
          new Kind<>(
              "Softmax",
              Activation.class,
              a -> a == Activation.SOFTMAX,
              KerasLayers::softmax,
              (_, f) -> f.put("axis", -1)),
          new Kind<>(
              "ReLU",
              Activation.class,
              a -> a == Activation.RELU,
              KerasLayers::relu,
              (_, f) -> relu(f, 0)),
          new Kind<>(
              "ReLU",
              Elementwise.class,
              e -> e.type().equals("ReLU"),
              KerasLayers::relu,
              KerasLayers::relu),
          new Kind<>(
              "LeakyReLU",
              Elementwise.class,
              e -> e.function().kind() == Eltwise.Kind.RELU && !e.type().equals("Activation"),
              c -> Layers.leakyRelu(c.number(c.has("alpha") ? "alpha" : "negative_slope", 0.3)),
              (e, f) -> f.put("negative_slope", e.function().alpha())),
          new Kind<>(
              "ELU",
              Elementwise.class,
              e -> e.function().kind() == Eltwise.Kind.ELU,
              c -> Layers.elu(c.number("alpha", 1)),
              (e, f) -> f.put("alpha", e.function().alpha())),
          new Kind<>(
              "Activation",
              Elementwise.class,
              e -> e.type().equals("Activation"),
              KerasLayers::activation,
              (_, f) -> f.put("activation", "relu")),
          Kind.of(
              "Activation", Activation.class, KerasLayers::activation, (a, f) -> f.activation(a)));

  private KerasLayers() {}

  /// The layer for a class of Keras and its config; empty if there is none.
  static Optional<Layer> read(String name, KerasConfig config) {
    return KINDS.stream()
        .filter(kind -> kind.name().equals(name))
        .findFirst()
        .map(kind -> kind.read().apply(config));
  }

  /// Keras' class for a layer; empty if there is none.
  static Optional<String> nameOf(Layer layer) {
    return kinds(layer).map(Kind::name).findFirst();
  }

  /// Writes what stands in the config beside name, trainable and dtype.
  static void write(Layer layer, KerasFields fields) {
    kinds(layer).findFirst().orElseThrow().write(layer, fields);
  }

  private static Stream<Kind<?>> kinds(Layer layer) {
    return KINDS.stream().filter(kind -> kind.fits(layer));
  }

  private static KerasConfig channelsLast(KerasConfig c) {
    return c.only("data_format", "channels_last");
  }

  // ---- convolutions --------------------------------------------------------------------------

  private static Layer conv(KerasConfig c) {
    return new Conv2d(
        c.integer("filters"),
        c.size("kernel_size", 1),
        KerasValues.sliding(c),
        c.integer("groups", 1),
        KerasValues.weights(c, "kernel"),
        KerasValues.activation(c));
  }

  private static void conv(Conv2d l, KerasFields f) {
    f.put("filters", l.filters()).put("kernel_size", l.kernel()).strides(l.sliding());
    f.padding(l.sliding()).channelsLast().put("dilation_rate", l.sliding().dilation());
    f.put("groups", l.groups()).activation(l.activation()).weights(l.weights());
    f.unconstrained("kernel");
  }

  private static Layer depthwise(KerasConfig c) {
    return new DepthwiseConv2d(
        c.size("kernel_size", 1),
        KerasValues.sliding(c),
        c.integer("depth_multiplier", 1),
        KerasValues.weights(c, "depthwise"),
        KerasValues.activation(c));
  }

  private static void depthwise(DepthwiseConv2d l, KerasFields f) {
    f.put("depth_multiplier", l.multiplier()).put("kernel_size", l.kernel()).strides(l.sliding());
    f.padding(l.sliding()).channelsLast().put("dilation_rate", l.sliding().dilation());
    f.activation(l.activation()).put("use_bias", l.weights().hasBias());
    f.initializer("depthwise_initializer", l.weights().kernel());
    f.initializer("bias_initializer", l.weights().bias());
    f.put("depthwise_regularizer", KerasValues.penalty(l.weights().penalty()));
    f.nothing("bias_regularizer").unconstrained("depthwise");
  }

  private static Layer separable(KerasConfig c) {
    var weights = KerasValues.weights(c, "depthwise");
    if (!KerasValues.penalty(c, "pointwise_regularizer").equals(weights.penalty())) {
      throw c.unsupported("pointwise_regularizer", "the same as depthwise_regularizer");
    }
    return new SeparableConv2d(
        c.integer("filters"),
        c.size("kernel_size", 1),
        KerasValues.sliding(c.without("pointwise_constraint")),
        c.integer("depth_multiplier", 1),
        SeparableConv2d.Order.DEPTHWISE_FIRST,
        Activation.LINEAR,
        weights,
        KerasValues.activation(c));
  }

  private static boolean isKeras(SeparableConv2d l) {
    return l.order() == SeparableConv2d.Order.DEPTHWISE_FIRST && l.between() == Activation.LINEAR;
  }

  private static void separable(SeparableConv2d l, KerasFields f) {
    f.put("depth_multiplier", l.multiplier()).put("filters", l.filters());
    f.put("kernel_size", l.kernel()).strides(l.sliding()).padding(l.sliding()).channelsLast();
    f.put("dilation_rate", l.sliding().dilation()).activation(l.activation());
    f.put("use_bias", l.weights().hasBias());
    f.initializer("depthwise_initializer", l.weights().kernel());
    f.initializer("pointwise_initializer", l.weights().kernel());
    f.initializer("bias_initializer", l.weights().bias());
    f.put("depthwise_regularizer", KerasValues.penalty(l.weights().penalty()));
    f.put("pointwise_regularizer", KerasValues.penalty(l.weights().penalty()));
    f.nothing("bias_regularizer").unconstrained("depthwise", "pointwise");
  }

  private static Layer transpose(KerasConfig c) {
    var padding = c.size("output_padding", 1);
    if (c.has("output_padding") && padding.height() != padding.width()) {
      throw c.unsupported("output_padding", "the same number for height and width");
    }
    return new Conv2dTranspose(
        c.integer("filters"),
        c.size("kernel_size", 1),
        KerasValues.sliding(c),
        c.has("output_padding") ? OptionalInt.of(padding.height()) : OptionalInt.empty(),
        KerasValues.weights(c, "kernel"),
        KerasValues.activation(c));
  }

  private static void transpose(Conv2dTranspose l, KerasFields f) {
    f.put("filters", l.filters()).put("kernel_size", l.kernel()).strides(l.sliding());
    f.padding(l.sliding());
    l.outputPadding()
        .ifPresentOrElse(
            pixels -> f.integers("output_padding", pixels, pixels),
            () -> f.nothing("output_padding"));
    f.channelsLast().put("dilation_rate", l.sliding().dilation()).activation(l.activation());
    f.weights(l.weights()).unconstrained("kernel");
  }

  private static Layer dense(KerasConfig c) {
    return new Dense(
        c.integer("units"), KerasValues.weights(c, "kernel"), KerasValues.activation(c));
  }

  private static void dense(Dense l, KerasFields f) {
    f.put("units", l.units()).activation(l.activation()).weights(l.weights());
    f.nothing("kernel_constraint", "bias_constraint");
  }

  // ---- pooling and shapes --------------------------------------------------------------------

  private static Sliding pooling(KerasConfig c) {
    channelsLast(c);
    var stride = c.has("strides") ? c.size("strides", 1) : c.size("pool_size", 2);
    return new Sliding(stride, KerasValues.padding(c), Size.square(1));
  }

  private static void pooling(Size size, Sliding sliding, KerasFields f) {
    f.put("pool_size", size).padding(sliding).strides(sliding).channelsLast();
  }

  private static Layer zeroPadding(KerasConfig c) {
    var border = channelsLast(c).border("padding");
    return Layers.zeroPadding2d(border.get(0), border.get(1), border.get(2), border.get(3));
  }

  private static void zeroPadding(ZeroPadding2d l, KerasFields f) {
    Padding.Explicit border = l.border();
    var both = f.node().putArray("padding");
    both.addArray().add(border.top()).add(border.bottom());
    both.addArray().add(border.left()).add(border.right());
    f.channelsLast();
  }

  private static Layer upSampling(KerasConfig c) {
    var size = channelsLast(c).size("size", 2);
    if (size.height() != size.width()) {
      throw c.unsupported("size", "the same factor for height and width");
    }
    return switch (c.text("interpolation", "nearest")) {
      case "nearest" -> Layers.upSampling2d(size.height());
      case "bilinear" -> Layers.upSampling2d(size.height()).bilinear();
      default -> throw c.unsupported("interpolation", "nearest or bilinear");
    };
  }

  private static void upSampling(UpSampling2d l, KerasFields f) {
    f.put("size", Size.square(l.factor())).channelsLast();
    f.put("interpolation", l.linear() ? "bilinear" : "nearest");
  }

  // ---- normalization -------------------------------------------------------------------------

  /// The last axis, which is 3 for pictures; Keras 2 writes it as a list.
  private static KerasConfig lastAxis(KerasConfig c) {
    if (c.has("axis")) {
      var axis = c.get("axis");
      var only = axis.isArray() && axis.size() == 1 ? axis.path(0) : axis;
      if (!only.isIntegralNumber() || (only.intValue() != -1 && only.intValue() != 3)) {
        throw c.unsupported("axis", "the last axis, -1 or 3");
      }
    }
    return c;
  }

  private static Layer batchNorm(KerasConfig c) {
    lastAxis(c).not("renorm").not("synchronized");
    c.without("beta_regularizer", "gamma_regularizer", "beta_constraint", "gamma_constraint");
    return new BatchNorm(
        c.number("momentum", 0.99),
        c.number("epsilon", 1e-3),
        c.bool("scale", true),
        c.bool("center", true));
  }

  private static void batchNorm(BatchNorm l, KerasFields f) {
    f.put("axis", -1).put("momentum", l.momentum()).put("epsilon", l.epsilon());
    f.put("center", l.center()).put("scale", l.scale());
    f.initializer("beta_initializer", Initializers.zeros());
    f.initializer("gamma_initializer", Initializers.ones());
    f.initializer("moving_mean_initializer", Initializers.zeros());
    f.initializer("moving_variance_initializer", Initializers.ones());
    f.nothing("beta_regularizer", "gamma_regularizer", "beta_constraint", "gamma_constraint");
    f.put("synchronized", false);
  }

  private static Layer layerNorm(KerasConfig c) {
    lastAxis(c).not("rms_scaling");
    c.without("beta_regularizer", "gamma_regularizer", "beta_constraint", "gamma_constraint");
    if (!c.bool("center", true) || !c.bool("scale", true)) {
      throw c.unsupported(c.bool("center", true) ? "scale" : "center", "true");
    }
    return new LayerNorm(c.number("epsilon", 1e-3));
  }

  private static void layerNorm(LayerNorm l, KerasFields f) {
    f.put("axis", -1).put("epsilon", l.epsilon()).put("center", true).put("scale", true);
    f.initializer("beta_initializer", Initializers.zeros());
    f.initializer("gamma_initializer", Initializers.ones());
    f.nothing("beta_regularizer", "gamma_regularizer", "beta_constraint", "gamma_constraint");
  }

  private static Layer normalization(KerasConfig c) {
    lastAxis(c).not("invert");
    return c.has("mean")
        ? new Normalization(tensor(c, "mean"), tensor(c, "variance"))
        : new StoredNormalization();
  }

  private static Tensor tensor(KerasConfig c, String key) {
    var node = c.get(key);
    while (node.isArray() && node.size() == 1 && node.path(0).isArray()) {
      node = node.path(0);
    }
    var numbers = node.isArray() ? RecordReader.items(c.where(), node) : List.of(node);
    if (!numbers.stream().allMatch(JsonNode::isNumber)) {
      throw c.unsupported(key, "numbers, one for each channel");
    }
    return Tensor.generate(Shape.of(numbers.size()), i -> numbers.get(i).doubleValue());
  }

  private static JsonNode numbers(Tensor tensor) {
    var array = KerasJson.object().putArray("numbers");
    for (float value : tensor.toArray()) {
      array.add(value);
    }
    return array;
  }

  private static Layer rescaling(KerasConfig c) {
    if (!c.get("scale").isNumber() || (c.has("offset") && !c.get("offset").isNumber())) {
      throw c.unsupported("scale", "one number for all channels");
    }
    return new Rescaling(c.number("scale", 1), c.number("offset", 0));
  }

  // ---- the rest ------------------------------------------------------------------------------

  private static Layer dropout(KerasConfig c) {
    double rate = c.number("rate", 0);
    if (!c.has("noise_shape")) {
      return Layers.dropout(rate);
    }
    var noise = c.items("noise_shape");
    if (noise.stream().skip(1).allMatch(size -> size.asInt() == 1) && noise.getFirst().isNull()) {
      return Layers.stochasticDepth(rate);
    }
    throw c.unsupported("noise_shape", "null or [null, 1, 1, 1]");
  }

  private static void dropout(Dropout l, KerasFields f) {
    f.put("rate", l.rate()).nothing("seed");
    if (l.whole() == Dropout.Whole.EXAMPLE) {
      f.node().putArray("noise_shape").addNull().add(1).add(1).add(1);
    } else {
      f.nothing("noise_shape");
    }
  }

  private static Layer softmax(KerasConfig c) {
    lastAxis(c);
    return Activation.SOFTMAX;
  }

  private static Layer activation(KerasConfig c) {
    var activation = KerasValues.activation(c);
    return activation == Activation.RELU
        ? new Elementwise("Activation", Eltwise.relu())
        : activation;
  }

  private static Layer relu(KerasConfig c) {
    c.not("threshold");
    double slope = c.number("negative_slope", 0);
    if (c.has("max_value")) {
      c.not("negative_slope");
      return new Elementwise("ReLU", Eltwise.clip(0, c.number("max_value", 0)));
    }
    return slope == 0
        ? Activation.RELU
        : new Elementwise("ReLU", new Eltwise(Eltwise.Kind.RELU, slope, 0));
  }

  private static void relu(Elementwise e, KerasFields f) {
    if (e.function().kind() == Eltwise.Kind.CLIP) {
      f.put("max_value", e.function().beta()).put("negative_slope", 0.0).put("threshold", 0.0);
    } else {
      relu(f, e.function().alpha());
    }
  }

  private static void relu(KerasFields f, double slope) {
    f.nothing("max_value").put("negative_slope", slope).put("threshold", 0.0);
  }
}
