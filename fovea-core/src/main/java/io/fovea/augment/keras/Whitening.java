// SPDX-License-Identifier: Apache-2.0
package io.fovea.augment.keras;

/// ZCA whitening: the symmetric matrix that makes features uncorrelated.
final class Whitening {
  private static final int SWEEPS = 60;

  private Whitening() {}

  /// @param rows one example per row, centred
  /// @param epsilon added to the singular values, or to the variances if `ofCovariance`
  /// @return `[features, features]`, row-major
  static float[] matrix(double[][] rows, double epsilon, boolean ofCovariance) {
    int count = rows.length;
    int features = rows[0].length;
    double[][] products = new double[features][features];
    for (double[] row : rows) {
      for (int i = 0; i < features; i++) {
        for (int j = 0; j < features; j++) {
          products[i][j] += row[i] * row[j];
        }
      }
    }
    double[][] vectors = eigen(products);
    double[] scales = new double[features];
    for (int k = 0; k < features; k++) {
      double square = Math.max(products[k][k], 0);
      scales[k] =
          ofCovariance
              ? 1 / Math.sqrt(square / count + epsilon)
              : Math.sqrt(count) / (Math.sqrt(square) + epsilon);
    }
    float[] matrix = new float[features * features];
    for (int i = 0; i < features; i++) {
      for (int j = 0; j < features; j++) {
        double sum = 0;
        for (int k = 0; k < features; k++) {
          sum += vectors[i][k] * scales[k] * vectors[j][k];
        }
        matrix[i * features + j] = (float) sum;
      }
    }
    return matrix;
  }

  /// Jacobi's rotations: leaves the eigenvalues on the diagonal of `a`; columns are the vectors.
  private static double[][] eigen(double[][] a) {
    int n = a.length;
    double[][] vectors = new double[n][n];
    for (int i = 0; i < n; i++) {
      vectors[i][i] = 1;
    }
    double all = 0;
    for (double[] row : a) {
      for (double value : row) {
        all += value * value;
      }
    }
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      double off = 0;
      for (int p = 0; p < n; p++) {
        for (int q = p + 1; q < n; q++) {
          off += a[p][q] * a[p][q];
          rotate(a, vectors, p, q);
        }
      }
      if (off <= 1e-30 * all) {
        break;
      }
    }
    return vectors;
  }

  private static void rotate(double[][] a, double[][] vectors, int p, int q) {
    if (a[p][q] == 0) {
      return;
    }
    double theta = (a[q][q] - a[p][p]) / (2 * a[p][q]);
    double t = Math.copySign(1, theta) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
    double cos = 1 / Math.sqrt(t * t + 1);
    double sin = t * cos;
    for (int k = 0; k < a.length; k++) {
      double first = a[k][p];
      double second = a[k][q];
      a[k][p] = cos * first - sin * second;
      a[k][q] = sin * first + cos * second;
    }
    for (int k = 0; k < a.length; k++) {
      double first = a[p][k];
      double second = a[q][k];
      a[p][k] = cos * first - sin * second;
      a[q][k] = sin * first + cos * second;
      double left = vectors[k][p];
      double right = vectors[k][q];
      vectors[k][p] = cos * left - sin * right;
      vectors[k][q] = sin * left + cos * right;
    }
  }
}
