package io.fovea.augment;

/// What [ImageDataGenerator#fit] found: mean and deviation per channel, and the whitening matrix.
///
/// Immutable by agreement: nobody changes the arrays.
///
/// @param whitening `[H W C, H W C]`; empty without ZCA
@SuppressWarnings("ArrayRecordComponent") // large, and never compared
record KerasStatistics(float[] mean, float[] deviation, float[] whitening) {
  static final KerasStatistics NONE = new KerasStatistics(new float[0], new float[0], new float[0]);

  /// @param pictures `[N, H, W, C]`, row-major; changed
  static KerasStatistics of(
      float[] pictures, int count, int channels, boolean center, boolean scale) {
    float[] mean = new float[channels];
    float[] deviation = new float[channels];
    int pixels = pictures.length / channels;
    for (int c = 0; c < channels; c++) {
      double sum = 0;
      for (int i = c; i < pictures.length; i += channels) {
        sum += pictures[i];
      }
      mean[c] = (float) (sum / pixels);
      double squares = 0;
      for (int i = c; i < pictures.length; i += channels) {
        if (center) {
          pictures[i] -= mean[c];
        }
        double distance = center ? pictures[i] : pictures[i] - sum / pixels;
        squares += distance * distance;
      }
      deviation[c] = (float) Math.sqrt(squares / pixels);
      for (int i = c; scale && i < pictures.length; i += channels) {
        pictures[i] /= deviation[c] + 1e-6f;
      }
    }
    return new KerasStatistics(mean, deviation, new float[0]);
  }

  /// Adds the whitening matrix of pictures that this has standardized.
  KerasStatistics whitening(float[] pictures, int count, double epsilon, boolean ofCovariance) {
    int features = pictures.length / count;
    double[][] rows = new double[count][features];
    for (int i = 0; i < pictures.length; i++) {
      rows[i / features][i % features] = pictures[i];
    }
    return new KerasStatistics(mean, deviation, Whitening.matrix(rows, epsilon, ofCovariance));
  }
}
