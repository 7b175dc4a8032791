// SPDX-License-Identifier: Apache-2.0
package io.fovea.image;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;

/// Carries samples between AWT's pictures, with their dozens of layouts, and ours.
final class Samples {
  private Samples() {}

  static Image of(BufferedImage picture) {
    ColorModel colors = picture.getColorModel();
    int bands = picture.getRaster().getNumBands();
    int colorBands = bands - (colors.hasAlpha() ? 1 : 0);
    int type = colors.getColorSpace().getType();
    if (colors instanceof IndexColorModel palette) {
      return fromPalette(picture.getRaster(), palette);
    }
    // not by getRGB: it takes grey for linear light and brightens it, and it applies profiles
    if (type == ColorSpace.TYPE_GRAY && colorBands == 1
        || type == ColorSpace.TYPE_RGB && colorBands == 3) {
      if (colors.isAlphaPremultiplied()) {
        picture.coerceData(false);
      }
      return fromBands(picture.getRaster());
    }
    return fromOther(picture);
  }

  /// Bands in the order grey or red, green, blue, then alpha, of any depth.
  private static Image fromBands(Raster raster) {
    int width = raster.getWidth();
    int height = raster.getHeight();
    int bands = raster.getNumBands();
    int channels = bands == 2 ? 4 : bands;
    long[] max = new long[bands];
    for (int b = 0; b < bands; b++) {
      max[b] = (1L << raster.getSampleModel().getSampleSize(b)) - 1;
    }
    byte[] samples = new byte[Math.multiplyExact(width * height, channels)];
    int[] row = new int[width * bands];
    int at = 0;
    for (int y = 0; y < height; y++) {
      raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
      for (int i = 0; i < width * bands; i += bands) {
        for (int c = 0; c < channels; c++) {
          // grey with alpha becomes grey, grey, grey, alpha
          int b = bands == 2 ? c / 3 : c;
          samples[at++] = to8Bits(row[i + b], max[b]);
        }
      }
    }
    return Image.ofOwned(width, height, channels, samples);
  }

  private static byte to8Bits(int sample, long max) {
    return (byte) (max == 255 ? sample : ((sample & 0xFFFFFFFFL) * 255 + max / 2) / max);
  }

  /// One channel if the palette is grey and opaque: 1-bit and 4-bit grey PNGs come as palettes.
  private static Image fromPalette(Raster raster, IndexColorModel palette) {
    int[] argb = new int[palette.getMapSize()];
    palette.getRGBs(argb);
    boolean gray = true;
    boolean opaque = true;
    for (int color : argb) {
      int red = color >> 16 & 0xFF;
      gray &= red == (color >> 8 & 0xFF) && red == (color & 0xFF);
      opaque &= color >>> 24 == 0xFF;
    }
    int channels = !opaque ? 4 : gray ? 1 : 3;
    int width = raster.getWidth();
    int height = raster.getHeight();
    byte[] samples = new byte[Math.multiplyExact(width * height, channels)];
    int[] row = new int[width];
    int at = 0;
    for (int y = 0; y < height; y++) {
      raster.getSamples(raster.getMinX(), raster.getMinY() + y, width, 1, 0, row);
      for (int index : row) {
        // an index beyond the palette of a damaged file is black, as in libpng
        at = put(index < argb.length ? argb[index] : 0xFF000000, channels, samples, at);
      }
    }
    return Image.ofOwned(width, height, channels, samples);
  }

  /// Rare colour spaces (CMYK, Lab): AWT converts to sRGB.
  private static Image fromOther(BufferedImage picture) {
    int width = picture.getWidth();
    int height = picture.getHeight();
    int channels = picture.getColorModel().hasAlpha() ? 4 : 3;
    byte[] samples = new byte[Math.multiplyExact(width * height, channels)];
    int[] row = new int[width];
    int at = 0;
    for (int y = 0; y < height; y++) {
      picture.getRGB(0, y, width, 1, row, 0, width);
      for (int argb : row) {
        at = put(argb, channels, samples, at);
      }
    }
    return Image.ofOwned(width, height, channels, samples);
  }

  private static int put(int argb, int channels, byte[] samples, int at) {
    samples[at] = (byte) (argb >> 16);
    if (channels > 1) {
      samples[at + 1] = (byte) (argb >> 8);
      samples[at + 2] = (byte) argb;
    }
    if (channels == 4) {
      samples[at + 3] = (byte) (argb >>> 24);
    }
    return at + channels;
  }

  static BufferedImage toBuffered(Image image) {
    int type =
        switch (image.channels()) {
          case 1 -> BufferedImage.TYPE_BYTE_GRAY;
          case 3 -> BufferedImage.TYPE_3BYTE_BGR;
          default -> BufferedImage.TYPE_4BYTE_ABGR;
        };
    var picture = new BufferedImage(image.width(), image.height(), type);
    int[] row = new int[image.width() * image.channels()];
    for (int y = 0; y < image.height(); y++) {
      for (int i = 0; i < row.length; i++) {
        row[i] = image.samples()[y * row.length + i] & 0xFF;
      }
      picture.getRaster().setPixels(0, y, image.width(), 1, row);
    }
    return picture;
  }
}
