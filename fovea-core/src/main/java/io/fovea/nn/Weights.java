package io.fovea.nn;

import com.google.errorprone.annotations.CheckReturnValue;
import io.fovea.graph.Initializer;
import io.fovea.graph.Penalty;

/// How the parameters of a layer with kernel and bias start, and what their size costs.
///
/// @param kernel first values of the kernel
/// @param bias first values of the bias
/// @param hasBias whether there is a bias
/// @param penalty price on the kernel
@CheckReturnValue
public record Weights(Initializer kernel, Initializer bias, boolean hasBias, Penalty penalty) {
  /// Keras' defaults: glorot uniform kernel, bias from zero, no price.
  public static final Weights DEFAULT =
      new Weights(Initializers.glorotUniform(), Initializers.zeros(), true, Penalty.NONE);

  /// Other first values of the kernel.
  public Weights kernel(Initializer kernel) {
    return new Weights(kernel, bias, hasBias, penalty);
  }

  /// Other first values of the bias.
  public Weights bias(Initializer bias) {
    return new Weights(kernel, bias, true, penalty);
  }

  /// Without bias.
  public Weights noBias() {
    return new Weights(kernel, bias, false, penalty);
  }

  /// A price on the kernel.
  public Weights penalty(Penalty penalty) {
    return new Weights(kernel, bias, hasBias, penalty);
  }
}
