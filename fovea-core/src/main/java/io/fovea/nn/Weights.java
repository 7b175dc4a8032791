// SPDX-License-Identifier: Apache-2.0
package io.fovea.nn;

import com.google.errorprone.annotations.CheckReturnValue;
import io.fovea.error.Args;
import io.fovea.graph.Initializer;
import io.fovea.graph.Op;
import io.fovea.graph.Penalty;

/// How the parameters of a layer with kernel and bias start, and what their size costs.
///
/// @param kernel first values of the kernel
/// @param bias first values of the bias
/// @param hasBias whether there is a bias
/// @param penalty price on the kernel
@CheckReturnValue
public record Weights(Initializer kernel, Initializer bias, boolean hasBias, Penalty penalty) {
  /// Refuses null.
  public Weights {
    Args.given("weights.kernel", kernel);
    Args.given("weights.bias", bias);
    Args.given("weights.penalty", penalty);
  }

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

  /// Declares the kernel of a window, `[window..., inputs, outputs]`.
  Node kernel(Node x, String name, Size window, int inputs, int outputs) {
    return x.param(name, kernel, penalty, window.with(inputs, outputs));
  }

  /// Convolves `x` with kernels, and with the bias if there is one.
  Node biased(Node x, Op.Conv op, Node kernels) {
    return hasBias
        ? x.op(op, kernels, x.param("bias", bias, kernels.channels()))
        : x.op(op, kernels);
  }

  /// Adds the bias to a result that comes without, if there is one.
  Node biased(Node y) {
    return hasBias ? y.plus(y.param("bias", bias, y.channels())) : y;
  }
}
