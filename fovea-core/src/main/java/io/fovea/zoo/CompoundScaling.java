// SPDX-License-Identifier: Apache-2.0
package io.fovea.zoo;

import com.google.errorprone.annotations.CheckReturnValue;
import io.fovea.error.Args;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Compound scaling (Tan and Le 2019, "EfficientNet", equation 3): depth, width and resolution grow
/// together, by `alpha^phi`, `beta^phi` and `gamma^phi`. Multiply-adds grow with
/// `(alpha beta^2 gamma^2)^phi`, which is about `2^phi` if that product is about 2.
///
/// ```java
/// EfficientNet larger = CompoundScaling.PAPER.scaled(EfficientNet.B0, 2);
/// ```
///
/// @param alpha growth of depth, at least 1
/// @param beta growth of width, at least 1
/// @param gamma growth of resolution, at least 1
@CheckReturnValue
public record CompoundScaling(double alpha, double beta, double gamma) {
  /// What the paper's search found for B0.
  public static final CompoundScaling PAPER = new CompoundScaling(1.2, 1.1, 1.15);

  private static final int RESOLUTION_STEP = 8;
  private static final double LARGEST = 2;
  private static final double PHI_STEP = 0.125;
  private static final double LARGEST_PHI = 16;

  /// Steps of phi that are taken at once as long as the network is within the budget.
  private static final int COARSE = 8;

  /// Checks the factors.
  public CompoundScaling {
    for (double factor : List.of(alpha, beta, gamma)) {
      Args.check(
          factor >= 1 && factor <= LARGEST,
          "CompoundScaling",
          "factors alpha, beta and gamma from 1 to 2",
          alpha + ", " + beta + " and " + gamma,
          "pass e.g. 1.2, 1.1 and 1.15.");
    }
  }

  /// Growth of the multiply-adds per unit of phi, but for rounding.
  public double growth() {
    return alpha * beta * beta * gamma * gamma;
  }

  /// A larger network; its resolution is a multiple of 8.
  ///
  /// @param phi how much larger, at least 0
  public EfficientNet scaled(EfficientNet base, double phi) {
    Args.check(
        phi >= 0 && phi <= LARGEST_PHI,
        "CompoundScaling.scaled",
        "phi from 0 to 16",
        String.valueOf(phi),
        "pass e.g. 1.");
    double resolution = base.resolution() * Math.pow(gamma, phi);
    return new EfficientNet(
        base.width() * Math.pow(beta, phi),
        base.depth() * Math.pow(alpha, phi),
        RESOLUTION_STEP * (int) Math.round(resolution / RESOLUTION_STEP),
        base.topDropout(),
        base.top());
  }

  /// The largest phi, in steps of 1/8, whose network costs no more than a budget.
  ///
  /// @param cost of a network, e.g. its multiply-adds or bytes; grows with the network
  /// @throws IllegalArgumentException if even the base costs more
  public double largestPhi(EfficientNet base, ToDoubleFunction<EfficientNet> cost, double budget) {
    double least = cost.applyAsDouble(base);
    Args.check(
        least <= budget,
        "CompoundScaling.largestPhi",
        "a budget of at least what the base costs, " + least,
        String.valueOf(budget),
        "choose a larger budget or a smaller base.");
    // few networks, none much too large: each takes time to describe, and the largest ones most
    int most = (int) (LARGEST_PHI / PHI_STEP);
    int exceeds = COARSE;
    while (exceeds <= most && cost.applyAsDouble(scaled(base, exceeds * PHI_STEP)) <= budget) {
      exceeds += COARSE;
    }
    int fits = exceeds - COARSE;
    while (exceeds - fits > 1) {
      int middle = (fits + exceeds) / 2;
      boolean holds = cost.applyAsDouble(scaled(base, middle * PHI_STEP)) <= budget;
      fits = holds ? middle : fits;
      exceeds = holds ? exceeds : middle;
    }
    return fits * PHI_STEP;
  }

  /// All factors on a grid whose [#growth] is 2 within a tolerance: the candidates of the paper's
  /// search, of which the one that learns best is taken.
  ///
  /// @param step of the grid, from 0.01 to 1; the paper's numbers lie on 0.05
  /// @param tolerance e.g. 0.1
  public static List<CompoundScaling> candidates(double step, double tolerance) {
    Args.check(
        step >= 0.01 && step <= 1,
        "CompoundScaling.candidates",
        "a step from 0.01 to 1",
        String.valueOf(step),
        "pass e.g. 0.05.");
    int count = (int) Math.floor((LARGEST - 1) / step + 1e-9) + 1;
    return grid(step, count)
        .boxed()
        .flatMap(a -> grid(step, count).boxed().flatMap(b -> row(a, b, grid(step, count))))
        .filter(candidate -> Math.abs(candidate.growth() - 2) <= tolerance)
        .toList();
  }

  private static Stream<CompoundScaling> row(double alpha, double beta, DoubleStream gammas) {
    return gammas.mapToObj(gamma -> new CompoundScaling(alpha, beta, gamma));
  }

  private static DoubleStream grid(double step, int count) {
    // rounded to what was meant: 1.15, not 1.1500000000000001
    return IntStream.range(0, count).mapToDouble(i -> Math.round((1 + i * step) * 1e6) / 1e6);
  }
}
