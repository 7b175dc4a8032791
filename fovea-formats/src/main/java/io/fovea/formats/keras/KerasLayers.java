// SPDX-License-Identifier: Apache-2.0
package io.fovea.formats.keras;

import io.fovea.formats.keras.KerasKind.Trait;
import io.fovea.graph.Eltwise;
import io.fovea.nn.Activation;
import io.fovea.nn.AvgPool2d;
import io.fovea.nn.BatchNorm;
import io.fovea.nn.Concatenate;
import io.fovea.nn.Conv2dTranspose;
import io.fovea.nn.Cropping2d;
import io.fovea.nn.Dense;
import io.fovea.nn.DepthwiseConv2d;
import io.fovea.nn.Dropout;
import io.fovea.nn.Elementwise;
import io.fovea.nn.Flatten;
import io.fovea.nn.GaussianNoise;
import io.fovea.nn.GlobalAvgPool2d;
import io.fovea.nn.GlobalMaxPool2d;
import io.fovea.nn.GroupNorm;
import io.fovea.nn.Layer;
import io.fovea.nn.LayerNorm;
import io.fovea.nn.LayerScale;
import io.fovea.nn.Layers;
import io.fovea.nn.MaxPool2d;
import io.fovea.nn.Merge;
import io.fovea.nn.Normalization;
import io.fovea.nn.PRelu;
import io.fovea.nn.Permute;
import io.fovea.nn.Rescaling;
import io.fovea.nn.Reshape;
import io.fovea.nn.Resizing;
import io.fovea.nn.ScaledAdd;
import io.fovea.nn.SeparableConv2d;
import io.fovea.nn.StoredNormalization;
import io.fovea.nn.UpSampling2d;
import io.fovea.nn.ZeroPadding2d;
import io.fovea.tensor.Shape;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Keras' layer classes and the layers of Fovea that do the same: one row for each, which holds all that
/// is known of it. A layer without a row is opened, or refused if there is nothing inside.
final class KerasLayers {
  private static final List<KerasKind<?>> KINDS =
      List.of(
          KerasKind.conv(2),
          KerasKind.conv(1),
          KerasKind.conv(3),
          KerasKind.of(
              "DepthwiseConv2D",
              DepthwiseConv2d.class,
              KerasConvolutions::depthwise,
              KerasConvolutions::depthwise),
          new KerasKind<>(
              "SeparableConv2D",
              SeparableConv2d.class,
              KerasConvolutions::isKeras,
              KerasConvolutions::separable,
              KerasConvolutions::separable),
          KerasKind.of(
              "Conv2DTranspose",
              Conv2dTranspose.class,
              KerasConvolutions::transpose,
              KerasConvolutions::transpose),
          KerasKind.of("Dense", Dense.class, KerasConvolutions::dense, KerasConvolutions::dense),
          KerasKind.of("MaxPooling2D", MaxPool2d.class, KerasShapes::maxPool, KerasShapes::maxPool)
              .with(Trait.UNBUILT),
          KerasKind.of(
                  "AveragePooling2D", AvgPool2d.class, KerasShapes::avgPool, KerasShapes::avgPool)
              .with(Trait.UNBUILT),
          KerasKind.of(
                  "GlobalAveragePooling2D",
                  GlobalAvgPool2d.class,
                  c -> new GlobalAvgPool2d(KerasShapes.channelsLast(c).bool("keepdims", false)),
                  (l, f) -> f.channelsLast().put("keepdims", l.keep()))
              .with(Trait.UNBUILT),
          KerasKind.of(
                  "GlobalMaxPooling2D",
                  GlobalMaxPool2d.class,
                  c -> new GlobalMaxPool2d(KerasShapes.channelsLast(c).bool("keepdims", false)),
                  (l, f) -> f.channelsLast().put("keepdims", l.keep()))
              .with(Trait.UNBUILT),
          KerasKind.of(
                  "BatchNormalization",
                  BatchNorm.class,
                  KerasNorms::batchNorm,
                  KerasNorms::batchNorm)
              .with(Trait.TWO_FACED, Trait.MASKED, Trait.LAST_AXIS),
          KerasKind.of(
                  "LayerNormalization",
                  LayerNorm.class,
                  KerasNorms::layerNorm,
                  KerasNorms::layerNorm)
              .with(Trait.LAST_AXIS),
          KerasKind.of(
                  "GroupNormalization",
                  GroupNorm.class,
                  KerasNorms::groupNorm,
                  KerasNorms::groupNorm)
              .with(Trait.LAST_AXIS),
          KerasKind.of(
                  "Normalization",
                  StoredNormalization.class,
                  KerasNorms::normalization,
                  (_, f) -> f.integers("axis", -1).put("invert", false).nothing("mean", "variance"))
              .with(Trait.LAST_AXIS),
          KerasKind.of(
                  "Normalization",
                  Normalization.class,
                  KerasNorms::normalization,
                  (l, f) ->
                      f.integers("axis", -1)
                          .put("invert", false)
                          .put("mean", KerasNorms.numbers(l.mean()))
                          .put("variance", KerasNorms.numbers(l.variance())))
              .with(Trait.LAST_AXIS),
          KerasKind.of(
              "Rescaling",
              Rescaling.class,
              KerasNorms::rescaling,
              (l, f) -> f.put("scale", l.scale()).put("offset", l.offset())),
          new KerasKind<>(
                  "Dropout",
                  Dropout.class,
                  l -> l.whole() != Dropout.Whole.MAP,
                  KerasLayers::dropout,
                  KerasLayers::dropout)
              .with(Trait.UNBUILT, Trait.TWO_FACED),
          KerasKind.of(
                  "SpatialDropout2D",
                  Dropout.class,
                  c -> Layers.spatialDropout2d(KerasShapes.channelsLast(c).number("rate", 0)),
                  (l, f) -> f.put("rate", l.rate()).nothing("seed").channelsLast())
              .with(Trait.UNBUILT, Trait.TWO_FACED, Trait.ALWAYS_TRAINABLE),
          KerasKind.of(
                  "GaussianNoise",
                  GaussianNoise.class,
                  c -> Layers.gaussianNoise(c.number("stddev", 0)),
                  (l, f) -> f.put("stddev", l.deviation()).nothing("seed"))
              .with(Trait.UNBUILT, Trait.TWO_FACED),
          KerasKind.of(
              "Flatten",
              Flatten.class,
              c -> {
                KerasShapes.channelsLast(c);
                return new Flatten();
              },
              (_, f) -> f.channelsLast()),
          KerasKind.of(
                  "Reshape",
                  Reshape.class,
                  c -> new Reshape(new Shape(c.integers("target_shape"))),
                  (l, f) -> f.integers("target_shape", l.shape().toArray()))
              .with(Trait.ALSO_OPERATION),
          KerasKind.of(
              "Permute",
              Permute.class,
              c -> new Permute(c.integers("dims")),
              (l, f) ->
                  f.integers("dims", l.order().stream().mapToInt(Integer::intValue).toArray())),
          KerasKind.of(
              "ZeroPadding2D",
              ZeroPadding2d.class,
              KerasShapes::zeroPadding,
              KerasShapes::zeroPadding),
          KerasKind.of(
              "Cropping2D", Cropping2d.class, KerasShapes::cropping, KerasShapes::cropping),
          KerasKind.of("Resizing", Resizing.class, KerasShapes::resizing, KerasShapes::resizing),
          KerasKind.of(
              "UpSampling2D", UpSampling2d.class, KerasShapes::upSampling, KerasShapes::upSampling),
          KerasKind.of(
                  "Concatenate",
                  Concatenate.class,
                  c -> new Concatenate(c.integer("axis", -1)),
                  (l, f) -> f.put("axis", l.axis()))
              .with(Trait.ALSO_OPERATION),
          KerasKind.of(
                  "CustomScaleLayer",
                  ScaledAdd.class,
                  c -> new ScaledAdd(c.number("scale", 1)),
                  (l, f) -> f.put("scale", l.scale()))
              .beside("inception_resnet_v2"),
          KerasKind.of(
                  "LayerScale",
                  LayerScale.class,
                  c -> new LayerScale(c.number("init_values", 1e-6)),
                  (l, f) ->
                      f.put("init_values", l.initial())
                          .put("projection_dim", f.variables().getFirst().shape().channels()))
              .beside("convnext"),
          KerasKind.plain("Add", Merge.ADD, Merge.class),
          KerasKind.plain("Subtract", Merge.SUBTRACT, Merge.class),
          KerasKind.plain("Multiply", Merge.MULTIPLY, Merge.class),
          KerasKind.plain("Average", Merge.AVERAGE, Merge.class),
          KerasKind.plain("Maximum", Merge.MAXIMUM, Merge.class),
          KerasKind.plain("Minimum", Merge.MINIMUM, Merge.class),
          new KerasKind<>(
                  "Softmax",
                  Activation.class,
                  a -> a == Activation.SOFTMAX,
                  KerasActivations::softmax,
                  (_, f) -> f.put("axis", -1))
              .with(Trait.UNBUILT, Trait.ALSO_OPERATION, Trait.LAST_AXIS),
          new KerasKind<>(
                  "ReLU",
                  Activation.class,
                  a -> a == Activation.RELU,
                  KerasActivations::relu,
                  (_, f) -> KerasActivations.slope(f, 0))
              .with(Trait.UNBUILT),
          new KerasKind<>(
                  "ReLU",
                  Elementwise.class,
                  e -> e.type().equals("ReLU"),
                  KerasActivations::relu,
                  KerasActivations::relu)
              .with(Trait.UNBUILT),
          new KerasKind<>(
                  "LeakyReLU",
                  Elementwise.class,
                  e -> e.function().kind() == Eltwise.Kind.RELU && !e.type().equals("Activation"),
                  c -> Layers.leakyRelu(c.number(c.has("alpha") ? "alpha" : "negative_slope", 0.3)),
                  (e, f) -> f.put("negative_slope", e.function().alpha()))
              .with(Trait.UNBUILT),
          new KerasKind<>(
                  "ELU",
                  Elementwise.class,
                  e -> e.function().kind() == Eltwise.Kind.ELU,
                  c -> Layers.elu(c.number("alpha", 1)),
                  (e, f) -> f.put("alpha", e.function().alpha()))
              .with(Trait.UNBUILT),
          KerasKind.of("PReLU", PRelu.class, KerasActivations::prelu, KerasActivations::prelu),
          new KerasKind<>(
                  "Activation",
                  Elementwise.class,
                  e -> e.type().equals("Activation"),
                  KerasActivations::activation,
                  (_, f) -> f.put("activation", "relu"))
              .with(Trait.UNBUILT),
          KerasKind.of(
                  "Activation",
                  Activation.class,
                  KerasActivations::activation,
                  (a, f) -> f.activation(a))
              .with(Trait.UNBUILT),
          new KerasKind<>(
              "Identity", Activation.class, _ -> false, _ -> Activation.LINEAR, (_, _) -> {}));

  private KerasLayers() {}

  /// The layer for a class of Keras and its config; empty if there is none.
  ///
  /// @throws io.fovea.error.FormatException if the config asks for something that the layer does not do
  static Optional<Layer> read(String name, KerasConfig config) {
    return named(name)
        .findFirst()
        .map(kind -> {
          var layer = kind.read().apply(config);
          KerasOptions.requireNoOther(config);
          return layer;
        });
  }

  /// Whether there is a layer for a class of Keras.
  static boolean has(String name) {
    return named(name).findFirst().isPresent();
  }

  /// Keras' class for a layer; empty if there is none.
  static Optional<String> nameOf(Layer layer) {
    return kinds(layer).map(KerasKind::name).findFirst();
  }

  /// Whether Keras treats a class in this way.
  static boolean is(Trait trait, String name) {
    return named(name).anyMatch(kind -> kind.traits().contains(trait));
  }

  /// The Python module of a class; those of a single network stand beside it.
  static String moduleOf(String name) {
    return named(name).map(KerasKind::module).findFirst().orElse(KerasKind.EXPORTED);
  }

  /// Whether a class goes by its name alone; the others are registered under it.
  static boolean isExported(String name) {
    return moduleOf(name).equals(KerasKind.EXPORTED);
  }

  /// Writes what stands in the config beside name, trainable and dtype.
  static void write(Layer layer, KerasFields fields) {
    kinds(layer).findFirst().orElseThrow().write(layer, fields);
  }

  private static Stream<KerasKind<?>> named(String name) {
    return KINDS.stream().filter(kind -> kind.name().equals(name));
  }

  private static Stream<KerasKind<?>> kinds(Layer layer) {
    return KINDS.stream().filter(kind -> kind.fits(layer));
  }

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
}
