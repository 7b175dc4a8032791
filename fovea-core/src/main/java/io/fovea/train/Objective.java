// SPDX-License-Identifier: Apache-2.0
package io.fovea.train;

import com.google.errorprone.annotations.CheckReturnValue;
import io.fovea.error.Args;
import io.fovea.loss.Loss;
import io.fovea.metric.Metric;
import java.util.List;

/// What one of several outputs is to learn.
///
/// ```java
/// model.compile(
///     adam(1e-3),
///     output("digit", sparseCategoricalCrossentropy(), accuracy()),
///     output("side", meanSquaredError()).weight(0.2));
/// ```
///
/// @param output name of the layer that makes the output, see [io.fovea.nn.Network#outputNames]
/// @param loss how far its predictions are from its labels
/// @param weight of its loss in the total, which is the sum of weight times loss
/// @param metrics what else is said about its predictions
@CheckReturnValue
public record Objective(String output, Loss loss, double weight, List<Metric> metrics) {
  /// Copies and checks.
  public Objective {
    Args.check(
        weight >= 0 && weight < Double.POSITIVE_INFINITY,
        "output(\"" + output + "\").weight",
        "a finite weight of at least 0",
        weight,
        "pass e.g. 0.2.");
    metrics = List.copyOf(metrics);
  }

  /// An output, by the name of the layer that makes it, with its loss and metrics; its loss weighs
  /// 1.
  public static Objective output(String name, Loss loss, Metric... metrics) {
    return new Objective(name, loss, 1, List.of(metrics));
  }

  /// Weight of its loss in the total.
  public Objective weight(double weight) {
    return new Objective(output, loss, weight, metrics);
  }

  Objective metrics(List<Metric> metrics) {
    return new Objective(output, loss, weight, metrics);
  }
}
