// SPDX-License-Identifier: Apache-2.0
package io.fovea.engine.reference;

import io.fovea.graph.Variable;

/// Values of a variable in double precision.
///
/// Mutable; guarded like every storage by its [Variable].
final class DoubleStorage implements Variable.Storage {
  private double[] values = new double[0];

  /// Moves a variable to double precision; one that is there already keeps all its digits.
  static void adopt(Variable variable) {
    if (!(variable.storage() instanceof DoubleStorage)) {
      variable.moveTo(new DoubleStorage());
    }
  }

  /// A copy of what a variable holds, wherever it lies.
  static double[] read(Variable variable) {
    return variable.storage() instanceof DoubleStorage storage
        ? storage.values.clone()
        : widened(variable.read());
  }

  /// Replaces what a variable holds, wherever it lies.
  static void write(Variable variable, double[] values) {
    if (variable.storage() instanceof DoubleStorage storage) {
      storage.values = values.clone();
      variable.touched();
    } else {
      variable.write(narrowed(values));
    }
  }

  @Override
  public float[] read() {
    return narrowed(values);
  }

  @Override
  public void write(float[] newValues) {
    values = widened(newValues);
  }

  static double[] widened(float[] from) {
    var to = new double[from.length];
    for (int i = 0; i < to.length; i++) {
      to[i] = from[i];
    }
    return to;
  }

  static float[] narrowed(double[] from) {
    var to = new float[from.length];
    for (int i = 0; i < to.length; i++) {
      to[i] = (float) from[i];
    }
    return to;
  }
}
