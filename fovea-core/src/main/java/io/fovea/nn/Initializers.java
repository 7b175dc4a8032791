// SPDX-License-Identifier: Apache-2.0
package io.fovea.nn;

import io.fovea.error.Args;
import io.fovea.error.FoveaException;
import io.fovea.graph.Initializer;
import io.fovea.tensor.Rng;
import io.fovea.tensor.Shape;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;

/// First values of parameters, with Keras' names and formulas.
///
/// All are values: they print, compare and can be saved. Element `i` (row-major) depends on the key
/// and on `i` alone, so the same seed gives the same parameters everywhere.
///
/// The *fans* of a shape, on which the width of most distributions depends: a vector `[n]` has fan
/// in and fan out `n`; a matrix `[in, out]` has these two; a convolution kernel `[kernel..., in,
/// out]` has both times the number of cells of the kernel.
///
/// ```java
/// conv2d(64, 3).kernelInitializer(heNormal()).relu()
/// ```
public final class Initializers {
  // deviation of a standard normal distribution that is cut off at -2 and 2
  private static final double DEVIATION_WITHIN_2 = 0.87962566103423978;

  private Initializers() {}

  /// Uniform within `± sqrt(6 / (in + out))`, the default of every kernel (Glorot and Bengio 2010).
  public static VarianceScaling glorotUniform() {
    return varianceScaling(1, Fan.AVERAGE, Draw.UNIFORM);
  }

  /// Truncated normal with deviation `sqrt(2 / (in + out))` (Glorot and Bengio 2010).
  public static VarianceScaling glorotNormal() {
    return varianceScaling(1, Fan.AVERAGE, Draw.TRUNCATED_NORMAL);
  }

  /// Uniform within `± sqrt(6 / in)`; suits relu (He et al. 2015).
  public static VarianceScaling heUniform() {
    return varianceScaling(2, Fan.IN, Draw.UNIFORM);
  }

  /// Truncated normal with deviation `sqrt(2 / in)`; suits relu (He et al. 2015).
  public static VarianceScaling heNormal() {
    return varianceScaling(2, Fan.IN, Draw.TRUNCATED_NORMAL);
  }

  /// Uniform within `± sqrt(3 / in)` (LeCun et al. 1998, "Efficient BackProp").
  public static VarianceScaling lecunUniform() {
    return varianceScaling(1, Fan.IN, Draw.UNIFORM);
  }

  /// Truncated normal with deviation `sqrt(1 / in)`; suits selu (LeCun et al. 1998).
  public static VarianceScaling lecunNormal() {
    return varianceScaling(1, Fan.IN, Draw.TRUNCATED_NORMAL);
  }

  /// Mean 0 and variance `scale / fan`.
  ///
  /// @param scale above 0
  public static VarianceScaling varianceScaling(double scale, Fan fan, Draw draw) {
    return new VarianceScaling(scale, fan, draw);
  }

  /// Normal with mean 0 and deviation 0.05.
  public static Normal randomNormal() {
    return randomNormal(0, 0.05);
  }

  /// Normal.
  public static Normal randomNormal(double mean, double deviation) {
    return new Normal(mean, deviation);
  }

  /// Normal with mean 0 and deviation 0.05 before values beyond two deviations are drawn anew.
  public static TruncatedNormal truncatedNormal() {
    return truncatedNormal(0, 0.05);
  }

  /// Normal; values beyond two deviations are drawn anew.
  ///
  /// @param deviation before that; what remains is 12 % narrower
  public static TruncatedNormal truncatedNormal(double mean, double deviation) {
    return new TruncatedNormal(mean, deviation);
  }

  /// Uniform in [-0.05, 0.05).
  public static Uniform randomUniform() {
    return randomUniform(-0.05, 0.05);
  }

  /// Uniform in [low, high).
  public static Uniform randomUniform(double low, double high) {
    return new Uniform(low, high);
  }

  /// 0 everywhere.
  public static Constant zeros() {
    return constant(0);
  }

  /// 1 everywhere.
  public static Constant ones() {
    return constant(1);
  }

  /// The same number everywhere.
  public static Constant constant(double value) {
    return new Constant(value);
  }

  /// The identity matrix.
  public static Identity identity() {
    return identity(1);
  }

  /// A number times the identity matrix.
  public static Identity identity(double gain) {
    return new Identity(gain);
  }

  /// A random orthogonal matrix.
  public static Orthogonal orthogonal() {
    return orthogonal(1);
  }

  /// A number times a random orthogonal matrix (Saxe et al. 2014, "Exact solutions to the nonlinear
  /// dynamics of learning in deep linear neural networks").
  public static Orthogonal orthogonal(double gain) {
    return new Orthogonal(gain);
  }

  /// Which number of connections a variance is divided by; at least 1.
  public enum Fan {
    /// How many inputs an output sees.
    IN,
    /// How many outputs an input reaches.
    OUT,
    /// The mean of both.
    AVERAGE;

    /// The number for a shape.
    double of(Shape shape) {
      int rank = shape.rank();
      long cells = rank > 2 ? shape.slice(0, rank - 2).elements() : 1;
      double in = rank == 0 ? 1 : (double) cells * shape.get(Math.max(0, rank - 2));
      double out = rank == 0 ? 1 : (double) cells * shape.get(rank - 1);
      return Math.max(
          1,
          switch (this) {
            case IN -> in;
            case OUT -> out;
            case AVERAGE -> (in + out) / 2;
          });
    }
  }

  /// What [VarianceScaling] draws from.
  public enum Draw {
    /// Uniform around 0.
    UNIFORM,
    /// Normal.
    NORMAL,
    /// Normal; values beyond two deviations are drawn anew, and the whole is widened so that the
    /// variance is right again.
    TRUNCATED_NORMAL
  }

  /// Mean 0 and variance `scale / fan`.
  ///
  /// @param scale above 0
  public record VarianceScaling(double scale, Fan fan, Draw draw) implements Initializer {
    /// Checks the scale.
    public VarianceScaling {
      Args.given("varianceScaling.fan", fan);
      Args.given("varianceScaling.draw", draw);
      Args.positive("varianceScaling.scale", scale);
    }

    @Override
    public float[] values(Shape shape, Rng rng) {
      double variance = scale / fan.of(shape);
      Initializer source =
          switch (draw) {
            case UNIFORM -> new Uniform(-Math.sqrt(3 * variance), Math.sqrt(3 * variance));
            case NORMAL -> new Normal(0, Math.sqrt(variance));
            case TRUNCATED_NORMAL ->
                new TruncatedNormal(0, Math.sqrt(variance) / DEVIATION_WITHIN_2);
          };
      return source.values(shape, rng);
    }
  }

  /// Normal.
  ///
  /// @param deviation at least 0
  public record Normal(double mean, double deviation) implements Initializer {
    /// Checks both numbers.
    public Normal {
      checkNormal("randomNormal", mean, deviation);
    }

    @Override
    public float[] values(Shape shape, Rng rng) {
      return fill(shape, i -> mean + deviation * rng.normal(i));
    }
  }

  /// Normal; values beyond two deviations are drawn anew.
  ///
  /// @param deviation at least 0
  public record TruncatedNormal(double mean, double deviation) implements Initializer {
    /// Checks both numbers.
    public TruncatedNormal {
      checkNormal("truncatedNormal", mean, deviation);
    }

    @Override
    public float[] values(Shape shape, Rng rng) {
      return fill(shape, i -> mean + deviation * within2(rng, i));
    }

    private static double within2(Rng rng, int index) {
      double z = rng.normal(index);
      for (int attempt = 1; Math.abs(z) > 2; attempt++) {
        z = rng.at(attempt).normal(index);
      }
      return z;
    }
  }

  /// Uniform in [low, high).
  public record Uniform(double low, double high) implements Initializer {
    /// Checks the order.
    public Uniform {
      Args.check(
          Double.isFinite(low) && Double.isFinite(high) && low <= high,
          "randomUniform",
          "finite bounds in rising order",
          low + " and " + high,
          "pass the lower bound first.");
    }

    @Override
    public float[] values(Shape shape, Rng rng) {
      return fill(shape, i -> rng.uniform(i, low, high));
    }
  }

  /// The same number everywhere.
  public record Constant(double value) implements Initializer {
    /// Checks the number.
    public Constant {
      Args.finite("constant", value);
    }

    @Override
    public float[] values(Shape shape, Rng rng) {
      var values = new float[Math.toIntExact(shape.elements())];
      Arrays.fill(values, (float) value);
      return values;
    }
  }

  /// `gain` where row and column are equal, else 0; for matrices.
  public record Identity(double gain) implements Initializer {
    /// Checks the number.
    public Identity {
      Args.finite("identity.gain", gain);
    }

    @Override
    public float[] values(Shape shape, Rng rng) {
      if (shape.rank() != 2) {
        throw new IllegalArgumentException(
            FoveaException.format(
                "identity",
                "a matrix [rows, columns]",
                "shape " + shape,
                "use another initializer for this parameter."));
      }
      return fill(shape, i -> i / shape.get(1) == i % shape.get(1) ? gain : 0);
    }
  }

  /// `gain` times a matrix with orthonormal rows or columns, whichever are fewer; all axes but the
  /// last count as rows.
  ///
  /// The Q of the QR decomposition of a matrix of normal numbers, with the signs that make the
  /// diagonal of R positive: uniformly distributed among all such matrices.
  public record Orthogonal(double gain) implements Initializer {
    /// Checks the number.
    public Orthogonal {
      Args.finite("orthogonal.gain", gain);
    }

    @Override
    public float[] values(Shape shape, Rng rng) {
      if (shape.rank() < 2) {
        throw new IllegalArgumentException(
            FoveaException.format(
                "orthogonal",
                "at least 2 axes [..., rows, columns]",
                "shape " + shape,
                "use another initializer for this parameter."));
      }
      int columns = shape.channels();
      int rows = Math.toIntExact(shape.slice(0, shape.rank() - 1).elements());
      int count = Math.min(rows, columns);
      int length = Math.max(rows, columns);
      double[][] basis = new double[count][length];
      for (int v = 0; v < count; v++) {
        for (int i = 0; i < length; i++) {
          basis[v][i] = rng.normal((long) i * count + v);
        }
      }
      orthonormalize(basis);
      return fill(
          shape,
          i -> {
            int row = i / columns;
            int column = i % columns;
            return gain * (rows < columns ? basis[row][column] : basis[column][row]);
          });
    }

    // Gram and Schmidt, each vector twice: that is enough for orthogonality to the last digits
    private static void orthonormalize(double[][] vectors) {
      for (int v = 0; v < vectors.length; v++) {
        for (int pass = 0; pass < 2; pass++) {
          for (int u = 0; u < v; u++) {
            add(vectors[v], vectors[u], -dot(vectors[v], vectors[u]));
          }
        }
        double norm = Math.sqrt(dot(vectors[v], vectors[v]));
        for (int i = 0; i < vectors[v].length; i++) {
          vectors[v][i] /= norm;
        }
      }
    }

    private static double dot(double[] a, double[] b) {
      double sum = 0;
      for (int i = 0; i < a.length; i++) {
        sum += a[i] * b[i];
      }
      return sum;
    }

    private static void add(double[] target, double[] other, double factor) {
      for (int i = 0; i < target.length; i++) {
        target[i] += factor * other[i];
      }
    }
  }

  private static void checkNormal(String where, double mean, double deviation) {
    Args.check(
        Double.isFinite(mean) && deviation >= 0 && Double.isFinite(deviation),
        where,
        "a finite mean and a deviation of at least 0",
        "mean " + mean + " and deviation " + deviation,
        "pass e.g. " + where + "(0, 0.05).");
  }

  private static float[] fill(Shape shape, IntToDoubleFunction value) {
    var values = new float[Math.toIntExact(shape.elements())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) value.applyAsDouble(i);
    }
    return values;
  }
}
