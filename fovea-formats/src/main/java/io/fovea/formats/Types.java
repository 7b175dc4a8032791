package io.fovea.formats;

import io.fovea.augment.BatchMixing;
import io.fovea.augment.Colors;
import io.fovea.augment.Compositions;
import io.fovea.augment.Crops;
import io.fovea.augment.Damages;
import io.fovea.augment.Distortions;
import io.fovea.augment.Filters;
import io.fovea.augment.Moves;
import io.fovea.augment.Policies;
import io.fovea.augment.RandomAffine;
import io.fovea.augment.Tones;
import io.fovea.error.Args;
import io.fovea.graph.Distribution;
import io.fovea.graph.Op;
import io.fovea.loss.BinaryCrossentropy;
import io.fovea.loss.BinaryFocal;
import io.fovea.loss.CategoricalCrossentropy;
import io.fovea.loss.CategoricalFocal;
import io.fovea.loss.Huber;
import io.fovea.loss.Overlap;
import io.fovea.loss.SimpleLoss;
import io.fovea.loss.SparseCategoricalCrossentropy;
import io.fovea.metric.Accuracy;
import io.fovea.metric.Auc;
import io.fovea.metric.BinaryAccuracy;
import io.fovea.metric.CategoricalAccuracy;
import io.fovea.metric.ConfusionMatrix;
import io.fovea.metric.F1;
import io.fovea.metric.MeanError;
import io.fovea.metric.MeanIou;
import io.fovea.metric.Metric;
import io.fovea.metric.Precision;
import io.fovea.metric.Recall;
import io.fovea.metric.TopK;
import io.fovea.nn.Activation;
import io.fovea.nn.AvgPool2d;
import io.fovea.nn.BatchNorm;
import io.fovea.nn.Concatenate;
import io.fovea.nn.Conv;
import io.fovea.nn.Conv2dTranspose;
import io.fovea.nn.Cropping2d;
import io.fovea.nn.Dense;
import io.fovea.nn.DepthwiseConv2d;
import io.fovea.nn.DepthwisePool;
import io.fovea.nn.Dropout;
import io.fovea.nn.Elementwise;
import io.fovea.nn.Flatten;
import io.fovea.nn.GaussianNoise;
import io.fovea.nn.GlobalAvgPool2d;
import io.fovea.nn.GlobalMaxPool2d;
import io.fovea.nn.GroupNorm;
import io.fovea.nn.Initializers;
import io.fovea.nn.LayerNorm;
import io.fovea.nn.LayerScale;
import io.fovea.nn.LocalResponseNorm;
import io.fovea.nn.MaxPool2d;
import io.fovea.nn.Merge;
import io.fovea.nn.Normalization;
import io.fovea.nn.PRelu;
import io.fovea.nn.Padding;
import io.fovea.nn.PartialConv2d;
import io.fovea.nn.Permute;
import io.fovea.nn.Rbf;
import io.fovea.nn.Rescaling;
import io.fovea.nn.Reshape;
import io.fovea.nn.Resizing;
import io.fovea.nn.ScaledAdd;
import io.fovea.nn.ScaledTanh;
import io.fovea.nn.SeparableConv2d;
import io.fovea.nn.Sequential;
import io.fovea.nn.Shared;
import io.fovea.nn.SqueezeExcite;
import io.fovea.nn.StoredNormalization;
import io.fovea.nn.Subsampling2d;
import io.fovea.nn.UpSampling2d;
import io.fovea.nn.ZeroPadding2d;
import io.fovea.optim.Adadelta;
import io.fovea.optim.Adagrad;
import io.fovea.optim.Adam;
import io.fovea.optim.Adamax;
import io.fovea.optim.Clipping;
import io.fovea.optim.Nadam;
import io.fovea.optim.RmsProp;
import io.fovea.optim.Schedule;
import io.fovea.optim.Sgd;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/// The types that a file may name, and nothing else.
///
/// Threads may share it.
public final class Types {
  private static final List<Class<?>> LAYERS =
      List.of(
          Activation.class,
          AvgPool2d.class,
          BatchNorm.class,
          Concatenate.class,
          Conv.class,
          Conv2dTranspose.class,
          Cropping2d.class,
          Dense.class,
          DepthwiseConv2d.class,
          DepthwisePool.class,
          Dropout.class,
          Elementwise.class,
          Flatten.class,
          GaussianNoise.class,
          GlobalAvgPool2d.class,
          GlobalMaxPool2d.class,
          GroupNorm.class,
          LayerNorm.class,
          LayerScale.class,
          LocalResponseNorm.class,
          MaxPool2d.class,
          Merge.class,
          Normalization.class,
          PRelu.class,
          PartialConv2d.class,
          Permute.class,
          Rbf.class,
          Rescaling.class,
          Reshape.class,
          Resizing.class,
          ScaledAdd.class,
          ScaledTanh.class,
          SeparableConv2d.class,
          Sequential.class,
          Shared.class,
          SqueezeExcite.class,
          StoredNormalization.class,
          Subsampling2d.class,
          UpSampling2d.class,
          ZeroPadding2d.class);

  private static final List<Class<?>> TRAINING =
      List.of(
          RandomAffine.class,
          Adadelta.class,
          Adagrad.class,
          Adam.class,
          Adamax.class,
          Nadam.class,
          RmsProp.class,
          Sgd.class,
          BinaryCrossentropy.class,
          BinaryFocal.class,
          CategoricalCrossentropy.class,
          CategoricalFocal.class,
          Huber.class,
          Overlap.class,
          SimpleLoss.class,
          SparseCategoricalCrossentropy.class,
          Accuracy.class,
          Auc.class,
          BinaryAccuracy.class,
          CategoricalAccuracy.class,
          ConfusionMatrix.class,
          F1.class,
          MeanError.class,
          MeanIou.class,
          Metric.Named.class,
          Precision.class,
          Recall.class,
          TopK.class);

  /// Types whose records are nested in them.
  private static final List<Class<?>> FAMILIES =
      List.of(
          BatchMixing.class,
          Clipping.class,
          Colors.class,
          Compositions.class,
          Crops.class,
          Damages.class,
          Distortions.class,
          Distribution.class,
          Filters.class,
          Initializers.class,
          Moves.class,
          Op.class,
          Padding.class,
          Policies.class,
          Schedule.class,
          Tones.class);

  private static final Map<String, Class<?>> BY_NAME = new ConcurrentHashMap<>();
  private static final Set<String> OWN = ConcurrentHashMap.newKeySet();

  static {
    var nested = FAMILIES.stream().flatMap(family -> Stream.of(family.getDeclaredClasses()));
    Stream.of(LAYERS.stream(), TRAINING.stream(), nested)
        .flatMap(types -> types)
        .filter(type -> type.isRecord() || type.isEnum())
        .forEach(type -> BY_NAME.put(builtInName(type), type));
  }

  private Types() {}

  /// `Conv2d`, or with its family: `Padding.Same`.
  private static String builtInName(Class<?> type) {
    String full = type.getName();
    return full.substring(full.lastIndexOf('.') + 1).replace('$', '.');
  }

  static void register(String name, Class<?> type) {
    var before = BY_NAME.putIfAbsent(name, type);
    Args.check(
        before == null || before.equals(type),
        "LayerTypes.register",
        "a name that no other type has",
        name,
        "choose another name.");
    OWN.add(name);
  }

  /// Whether a user registered it.
  public static boolean isOwn(String name) {
    return OWN.contains(name);
  }

  public static Optional<Class<?>> named(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }

  public static Optional<String> nameOf(Class<?> type) {
    return BY_NAME.entrySet().stream()
        .filter(entry -> entry.getValue().equals(type))
        .map(Map.Entry::getKey)
        .findFirst();
  }
}
