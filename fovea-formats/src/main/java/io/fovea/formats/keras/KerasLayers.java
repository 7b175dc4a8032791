package io.fovea.formats.keras;

import io.fovea.graph.Eltwise;
import io.fovea.nn.Activation;
import io.fovea.nn.AvgPool2d;
import io.fovea.nn.BatchNorm;
import io.fovea.nn.Concatenate;
import io.fovea.nn.Conv;
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
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Keras' layer classes and the layers of Fovea that do the same: one row for each, which holds all that
/// is known of it. A layer without a row is opened, or refused if there is nothing inside.
final class KerasLayers {
  private static final String EXPORTED = "keras.layers";

  /// How Keras treats a class, where it is not as all others.
  enum Trait {
    /// Keras need not build it, and stores no input shape for it.
    UNBUILT,
    /// It does something else while training.
    TWO_FACED,
    /// Its calls say that there is no mask.
    MASKED,
    /// Its constructor does not take `trainable`.
    ALWAYS_TRAINABLE,
    /// A function of `keras.ops` has the same name.
    ALSO_OPERATION
  }

  /// A class of Keras and a type of Fovea.
  ///
  /// @param name Keras' class
  /// @param fits which layers of the type are written as this class
  /// @param read makes the layer of its config
  /// @param write says what else stands in its config
  /// @param module Python's, where it can be found
  private record Kind<L extends Layer>(
      String name,
      Class<L> type,
      Predicate<L> fits,
      Function<KerasConfig, Layer> read,
      BiConsumer<L, KerasFields> write,
      String module,
      Set<Trait> traits) {
    Kind(
        String name,
        Class<L> type,
        Predicate<L> fits,
        Function<KerasConfig, Layer> read,
        BiConsumer<L, KerasFields> write) {
      this(name, type, fits, read, write, EXPORTED, Set.of());
    }

    static <L extends Layer> Kind<L> of(
        String name,
        Class<L> type,
        Function<KerasConfig, Layer> read,
        BiConsumer<L, KerasFields> write) {
      return new Kind<>(name, type, _ -> true, read, write);
    }

    static <L extends Layer> Kind<L> plain(String name, L layer, Class<L> type) {
      return new Kind<>(name, type, layer::equals, _ -> layer, (_, _) -> {})
          .with(Trait.ALSO_OPERATION);
    }

    /// @param axes 1 for sequences, 2 for pictures, 3 for volumes
    static Kind<Conv> conv(int axes) {
      return new Kind<>(
          "Conv" + axes + "D",
          Conv.class,
          l -> l.kernel().rank() == axes,
          c -> KerasConvolutions.conv(c, axes),
          KerasConvolutions::conv);
    }

    Kind<L> with(Trait... traits) {
      return new Kind<>(name, type, fits, read, write, module, Set.of(traits));
    }

    /// A class of a single network, which is registered under its name.
    Kind<L> beside(String network) {
      return new Kind<>(name, type, fits, read, write, "keras.src.applications." + network, traits);
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
          Kind.conv(2),
          Kind.conv(1),
          Kind.conv(3),
          Kind.of(
              "DepthwiseConv2D",
              DepthwiseConv2d.class,
              KerasConvolutions::depthwise,
              KerasConvolutions::depthwise),
          new Kind<>(
              "SeparableConv2D",
              SeparableConv2d.class,
              KerasConvolutions::isKeras,
              KerasConvolutions::separable,
              KerasConvolutions::separable),
          Kind.of(
              "Conv2DTranspose",
              Conv2dTranspose.class,
              KerasConvolutions::transpose,
              KerasConvolutions::transpose),
          Kind.of("Dense", Dense.class, KerasConvolutions::dense, KerasConvolutions::dense),
          Kind.of("MaxPooling2D", MaxPool2d.class, KerasShapes::maxPool, KerasShapes::maxPool)
              .with(Trait.UNBUILT),
          Kind.of("AveragePooling2D", AvgPool2d.class, KerasShapes::avgPool, KerasShapes::avgPool)
              .with(Trait.UNBUILT),
          Kind.of(
                  "GlobalAveragePooling2D",
                  GlobalAvgPool2d.class,
                  c -> new GlobalAvgPool2d(KerasShapes.channelsLast(c).bool("keepdims", false)),
                  (l, f) -> f.channelsLast().put("keepdims", l.keep()))
              .with(Trait.UNBUILT),
          Kind.of(
                  "GlobalMaxPooling2D",
                  GlobalMaxPool2d.class,
                  c -> new GlobalMaxPool2d(KerasShapes.channelsLast(c).bool("keepdims", false)),
                  (l, f) -> f.channelsLast().put("keepdims", l.keep()))
              .with(Trait.UNBUILT),
          Kind.of(
                  "BatchNormalization",
                  BatchNorm.class,
                  KerasNorms::batchNorm,
                  KerasNorms::batchNorm)
              .with(Trait.TWO_FACED, Trait.MASKED),
          Kind.of(
              "LayerNormalization", LayerNorm.class, KerasNorms::layerNorm, KerasNorms::layerNorm),
          Kind.of(
              "GroupNormalization", GroupNorm.class, KerasNorms::groupNorm, KerasNorms::groupNorm),
          Kind.of(
              "Normalization",
              StoredNormalization.class,
              KerasNorms::normalization,
              (_, f) -> f.integers("axis", -1).put("invert", false).nothing("mean", "variance")),
          Kind.of(
              "Normalization",
              Normalization.class,
              KerasNorms::normalization,
              (l, f) ->
                  f.integers("axis", -1)
                      .put("invert", false)
                      .put("mean", KerasNorms.numbers(l.mean()))
                      .put("variance", KerasNorms.numbers(l.variance()))),
          Kind.of(
              "Rescaling",
              Rescaling.class,
              KerasNorms::rescaling,
              (l, f) -> f.put("scale", l.scale()).put("offset", l.offset())),
          new Kind<>(
                  "Dropout",
                  Dropout.class,
                  l -> l.whole() != Dropout.Whole.MAP,
                  KerasLayers::dropout,
                  KerasLayers::dropout)
              .with(Trait.UNBUILT, Trait.TWO_FACED),
          Kind.of(
                  "SpatialDropout2D",
                  Dropout.class,
                  c -> Layers.spatialDropout2d(KerasShapes.channelsLast(c).number("rate", 0)),
                  (l, f) -> f.put("rate", l.rate()).nothing("seed").channelsLast())
              .with(Trait.UNBUILT, Trait.TWO_FACED, Trait.ALWAYS_TRAINABLE),
          Kind.of(
                  "GaussianNoise",
                  GaussianNoise.class,
                  c -> Layers.gaussianNoise(c.number("stddev", 0)),
                  (l, f) -> f.put("stddev", l.deviation()).nothing("seed"))
              .with(Trait.UNBUILT, Trait.TWO_FACED),
          Kind.of(
              "Flatten",
              Flatten.class,
              c -> {
                KerasShapes.channelsLast(c);
                return new Flatten();
              },
              (_, f) -> f.channelsLast()),
          Kind.of(
                  "Reshape",
                  Reshape.class,
                  c -> new Reshape(new Shape(c.integers("target_shape"))),
                  (l, f) -> f.integers("target_shape", l.shape().toArray()))
              .with(Trait.ALSO_OPERATION),
          Kind.of(
              "Permute",
              Permute.class,
              c -> new Permute(c.integers("dims")),
              (l, f) ->
                  f.integers("dims", l.order().stream().mapToInt(Integer::intValue).toArray())),
          Kind.of(
              "ZeroPadding2D",
              ZeroPadding2d.class,
              KerasShapes::zeroPadding,
              KerasShapes::zeroPadding),
          Kind.of("Cropping2D", Cropping2d.class, KerasShapes::cropping, KerasShapes::cropping),
          Kind.of("Resizing", Resizing.class, KerasShapes::resizing, KerasShapes::resizing),
          Kind.of(
              "UpSampling2D", UpSampling2d.class, KerasShapes::upSampling, KerasShapes::upSampling),
          Kind.of(
                  "Concatenate",
                  Concatenate.class,
                  c -> new Concatenate(c.integer("axis", -1)),
                  (l, f) -> f.put("axis", l.axis()))
              .with(Trait.ALSO_OPERATION),
          Kind.of(
                  "CustomScaleLayer",
                  ScaledAdd.class,
                  c -> new ScaledAdd(c.number("scale", 1)),
                  (l, f) -> f.put("scale", l.scale()))
              .beside("inception_resnet_v2"),
          Kind.of(
                  "LayerScale",
                  LayerScale.class,
                  c -> new LayerScale(c.number("init_values", 1e-6)),
                  (l, f) ->
                      f.put("init_values", l.initial())
                          .put("projection_dim", f.variables().getFirst().shape().channels()))
              .beside("convnext"),
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
                  KerasActivations::softmax,
                  (_, f) -> f.put("axis", -1))
              .with(Trait.UNBUILT, Trait.ALSO_OPERATION),
          new Kind<>(
                  "ReLU",
                  Activation.class,
                  a -> a == Activation.RELU,
                  KerasActivations::relu,
                  (_, f) -> KerasActivations.slope(f, 0))
              .with(Trait.UNBUILT),
          new Kind<>(
                  "ReLU",
                  Elementwise.class,
                  e -> e.type().equals("ReLU"),
                  KerasActivations::relu,
                  KerasActivations::relu)
              .with(Trait.UNBUILT),
          new Kind<>(
                  "LeakyReLU",
                  Elementwise.class,
                  e -> e.function().kind() == Eltwise.Kind.RELU && !e.type().equals("Activation"),
                  c -> Layers.leakyRelu(c.number(c.has("alpha") ? "alpha" : "negative_slope", 0.3)),
                  (e, f) -> f.put("negative_slope", e.function().alpha()))
              .with(Trait.UNBUILT),
          new Kind<>(
                  "ELU",
                  Elementwise.class,
                  e -> e.function().kind() == Eltwise.Kind.ELU,
                  c -> Layers.elu(c.number("alpha", 1)),
                  (e, f) -> f.put("alpha", e.function().alpha()))
              .with(Trait.UNBUILT),
          Kind.of("PReLU", PRelu.class, KerasActivations::prelu, KerasActivations::prelu),
          new Kind<>(
                  "Activation",
                  Elementwise.class,
                  e -> e.type().equals("Activation"),
                  KerasActivations::activation,
                  (_, f) -> f.put("activation", "relu"))
              .with(Trait.UNBUILT),
          Kind.of(
                  "Activation",
                  Activation.class,
                  KerasActivations::activation,
                  (a, f) -> f.activation(a))
              .with(Trait.UNBUILT),
          new Kind<>(
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
    return kinds(layer).map(Kind::name).findFirst();
  }

  /// Whether Keras treats a class in this way.
  static boolean is(Trait trait, String name) {
    return named(name).anyMatch(kind -> kind.traits().contains(trait));
  }

  /// The Python module of a class; those of a single network stand beside it.
  static String moduleOf(String name) {
    return named(name).map(Kind::module).findFirst().orElse(EXPORTED);
  }

  /// Whether a class goes by its name alone; the others are registered under it.
  static boolean isExported(String name) {
    return moduleOf(name).equals(EXPORTED);
  }

  /// Writes what stands in the config beside name, trainable and dtype.
  static void write(Layer layer, KerasFields fields) {
    kinds(layer).findFirst().orElseThrow().write(layer, fields);
  }

  private static Stream<Kind<?>> named(String name) {
    return KINDS.stream().filter(kind -> kind.name().equals(name));
  }

  private static Stream<Kind<?>> kinds(Layer layer) {
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
