// SPDX-License-Identifier: Apache-2.0
package io.fovea.augment;

import io.fovea.image.Pixels;

/// Rounds a picture as the JPEG format does; mutable scratch inside, for one picture.
final class JpegLoss {
  private static final int[] LIGHT = {
    16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56,
    14, 17, 22, 29, 51, 87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113,
    92, 49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99
  };
  private static final int[] COLOR = {
    17, 18, 24, 47, 99, 99, 99, 99, 18, 21, 26, 66, 99, 99, 99, 99, 24, 26, 56, 99, 99, 99, 99, 99,
    47, 66, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
    99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99
  };

  /// Row `u` holds the cosines of frequency `u`, orthonormal.
  private static final float[] COSINES = new float[64];

  static {
    for (int u = 0; u < 8; u++) {
      for (int x = 0; x < 8; x++) {
        COSINES[u * 8 + x] =
            (float) (Math.cos((2 * x + 1) * u * Math.PI / 16) * (u == 0 ? Math.sqrt(0.125) : 0.5));
      }
    }
  }

  private final int scale;
  private final float[] block = new float[64];
  private final float[] scratch = new float[64];

  /// @param quality 1..100, scaled as in libjpeg
  JpegLoss(int quality) {
    scale = quality < 50 ? 5000 / quality : 200 - 2 * quality;
  }

  void apply(Pixels source, Pixels target) {
    boolean colored = source.channels() == 3;
    Pixels planes = Pixels.allocate(source.shape());
    float[] in = planes.values();
    for (int i = 0; i < source.elements(); i++) {
      in[i] = 255 * Values.unit(source.values()[source.offset() + i]);
    }
    for (int i = 0; colored && i < in.length; i += 3) {
      float light = Values.gray(in[i], in[i + 1], in[i + 2]);
      float blue = 0.564f * (in[i + 2] - light) + 128;
      float red = 0.713f * (in[i] - light) + 128;
      in[i] = light;
      in[i + 1] = blue;
      in[i + 2] = red;
    }
    for (int c = 0; c < source.channels(); c++) {
      int[] table = colored && c > 0 ? COLOR : LIGHT;
      for (int y = 0; y < source.height(); y += 8) {
        for (int x = 0; x < source.width(); x += 8) {
          round(planes, c, y, x, table);
        }
      }
    }
    for (int i = 0; colored && i < in.length; i += 3) {
      float light = in[i];
      float blue = in[i + 1] - 128;
      float red = in[i + 2] - 128;
      in[i] = light + 1.402f * red;
      in[i + 1] = light - 0.344136f * blue - 0.714136f * red;
      in[i + 2] = light + 1.772f * blue;
    }
    for (int i = 0; i < in.length; i++) {
      target.values()[target.offset() + i] = Values.level(in[i] / 255) / 255f;
    }
  }

  private void round(Pixels planes, int channel, int top, int left, int[] table) {
    for (int i = 0; i < 64; i++) {
      int y = Math.min(top + i / 8, planes.height() - 1);
      int x = Math.min(left + i % 8, planes.width() - 1);
      block[i] = planes.values()[planes.index(y, x) + channel] - 128;
    }
    transform(false);
    for (int i = 0; i < 64; i++) {
      int step = Math.clamp((table[i] * scale + 50) / 100, 1, 255);
      block[i] = (float) Math.rint(block[i] / step) * step;
    }
    transform(true);
    for (int i = 0; i < 64; i++) {
      int y = top + i / 8;
      int x = left + i % 8;
      if (y < planes.height() && x < planes.width()) {
        planes.values()[planes.index(y, x) + channel] = block[i] + 128;
      }
    }
  }

  /// Both axes of the block, each pass transposing it.
  private void transform(boolean back) {
    pass(block, scratch, back);
    pass(scratch, block, back);
  }

  private static void pass(float[] in, float[] out, boolean back) {
    for (int row = 0; row < 8; row++) {
      for (int k = 0; k < 8; k++) {
        float sum = 0;
        for (int i = 0; i < 8; i++) {
          sum += in[row * 8 + i] * (back ? COSINES[i * 8 + k] : COSINES[k * 8 + i]);
        }
        out[k * 8 + row] = sum;
      }
    }
  }
}
