// SPDX-License-Identifier: Apache-2.0
package io.fovea.formats;

import io.fovea.Internal;
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
import io.fovea.nn.Initializers;
import io.fovea.nn.Lambda;
import io.fovea.nn.Layer;
import io.fovea.nn.Layers;
import io.fovea.nn.Padding;
import io.fovea.optim.Adadelta;
import io.fovea.optim.Adagrad;
import io.fovea.optim.Adam;
import io.fovea.optim.Adamax;
import io.fovea.optim.Clipping;
import io.fovea.optim.Nadam;
import io.fovea.optim.RmsProp;
import io.fovea.optim.Schedule;
import io.fovea.optim.Sgd;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/// The types that a file may name, and nothing else.
///
/// Threads may share it.
@Internal
public final class Types {
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

  /// Types whose records are nested in them, or permitted by them in files of their own.
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
    FAMILIES.stream().filter(Class::isSealed).forEach(Types::putPermitted);
    // every layer has a factory
    var layers =
        Stream.of(Layers.class.getMethods())
            .<Class<?>>map(Method::getReturnType)
            .filter(Layer.class::isAssignableFrom)
            .filter(type -> type != Lambda.class); // which is code
    Stream.of(layers, TRAINING.stream(), nested)
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

  /// Records in files of their own bear the name of their family, too: `Tones.Invert`.
  private static void putPermitted(Class<?> family) {
    for (Class<?> type : family.getPermittedSubclasses()) {
      if (type.isRecord() && type.getEnclosingClass() == null) {
        BY_NAME.put(family.getSimpleName() + "." + type.getSimpleName(), type);
      }
    }
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
