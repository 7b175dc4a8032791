// SPDX-License-Identifier: Apache-2.0
package io.fovea.formats.keras;

import io.fovea.nn.Conv;
import io.fovea.nn.Layer;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;

/// A class of Keras and a type of Fovea.
///
/// @param name Keras' class
/// @param fits which layers of the type are written as this class
/// @param read makes the layer of its config
/// @param write says what else stands in its config
/// @param module Python's, where it can be found
record KerasKind<L extends Layer>(
    String name,
    Class<L> type,
    Predicate<L> fits,
    Function<KerasConfig, Layer> read,
    BiConsumer<L, KerasFields> write,
    String module,
    Set<Trait> traits) {
  static final String EXPORTED = "keras.layers";

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
    ALSO_OPERATION,
    /// Works along an axis, which is the last one here.
    LAST_AXIS
  }

  KerasKind(
      String name,
      Class<L> type,
      Predicate<L> fits,
      Function<KerasConfig, Layer> read,
      BiConsumer<L, KerasFields> write) {
    this(name, type, fits, read, write, EXPORTED, Set.of());
  }

  static <L extends Layer> KerasKind<L> of(
      String name,
      Class<L> type,
      Function<KerasConfig, Layer> read,
      BiConsumer<L, KerasFields> write) {
    return new KerasKind<>(name, type, _ -> true, read, write);
  }

  static <L extends Layer> KerasKind<L> plain(String name, L layer, Class<L> type) {
    return new KerasKind<>(name, type, layer::equals, _ -> layer, (_, _) -> {})
        .with(Trait.ALSO_OPERATION);
  }

  /// @param axes 1 for sequences, 2 for pictures, 3 for volumes
  static KerasKind<Conv> conv(int axes) {
    return new KerasKind<>(
        "Conv" + axes + "D",
        Conv.class,
        l -> l.kernel().rank() == axes,
        c -> KerasConvolutions.conv(c, axes),
        KerasConvolutions::conv);
  }

  KerasKind<L> with(Trait... traits) {
    return new KerasKind<>(name, type, fits, read, write, module, Set.of(traits));
  }

  /// A class of a single network, which is registered under its name.
  KerasKind<L> beside(String network) {
    return new KerasKind<>(
        name, type, fits, read, write, "keras.src.applications." + network, traits);
  }

  boolean fits(Layer layer) {
    return type.isInstance(layer) && fits.test(type.cast(layer));
  }

  void write(Layer layer, KerasFields fields) {
    write.accept(type.cast(layer), fields);
  }
}
