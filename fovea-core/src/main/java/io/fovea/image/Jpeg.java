// SPDX-License-Identifier: Apache-2.0
package io.fovea.image;

import java.awt.Rectangle;
import java.awt.image.DataBufferByte;
import java.awt.image.PixelInterleavedSampleModel;
import java.awt.image.Raster;
import java.io.IOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import javax.imageio.IIOException;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;

/// Colors of JPEG samples as libjpeg and Pillow compute them, in place.
///
/// The decoder gives the samples as the file holds them; converting them here saves a pass and does
/// not depend on embedded profiles, broken or not.
final class Jpeg {
  /// The JDK's own reader, which gives samples unconverted; plug-ins may stand before it.
  private static final String READER = "com.sun.imageio.plugins.jpeg.JPEGImageReaderSpi";

  private Jpeg() {}

  static Optional<ImageReaderSpi> reader() {
    Iterator<ImageReaderSpi> all =
        IIORegistry.getDefaultInstance().getServiceProviders(ImageReaderSpi.class, true);
    while (all.hasNext()) {
      ImageReaderSpi spi = all.next();
      if (spi.getClass().getName().equals(READER)) {
        return Optional.of(spi);
      }
    }
    return Optional.empty();
  }

  /// The file without its comments and application segments, but for the two that say how colors
  /// are coded: profiles, Exif data and thumbnails, which decoders need not stumble over.
  static byte[] withoutExtras(byte[] file) {
    byte[] bare = new byte[file.length];
    int at = 2;
    int length = 2;
    System.arraycopy(file, 0, bare, 0, 2);
    while (at + 4 <= file.length && (file[at] & 0xFF) == 0xFF) {
      int marker = file[at + 1] & 0xFF;
      int end = at + 2 + ((file[at + 2] & 0xFF) << 8 | file[at + 3] & 0xFF);
      if (marker < 0xC0 || marker == 0xDA || marker == 0xFF || end > file.length) {
        break;
      }
      boolean extra = marker > 0xE0 && marker <= 0xEF && marker != 0xEE || marker == 0xFE;
      if (!extra) {
        System.arraycopy(file, at, bare, length, end - at);
        length += end - at;
      }
      at = end;
    }
    if (length == at) {
      return file;
    }
    System.arraycopy(file, at, bare, length, file.length - at);
    return Arrays.copyOf(bare, length + file.length - at);
  }

  /// The samples of a file as it holds them, by the JDK's reader.
  ///
  /// @param bare without [extras][#withoutExtras]
  /// @param region of the picture
  /// @param warnings what the reader has to say
  static Raster raster(ImageReaderSpi spi, byte[] bare, Part region, List<String> warnings)
      throws IOException {
    ImageReader reader = spi.createReaderInstance();
    try (var stream = new MemoryStream(bare)) {
      reader.addIIOReadWarningListener((_, warning) -> warnings.add(warning));
      reader.setInput(stream, true, true);
      ImageReadParam param = reader.getDefaultReadParam();
      param.setSourceRegion(
          new Rectangle(region.left(), region.top(), region.width(), region.height()));
      return reader.readRaster(0, param);
    } catch (IllegalArgumentException | IllegalStateException | IndexOutOfBoundsException e) {
      throw new IIOException(e.getMessage(), e);
    } finally {
      reader.dispose();
    }
  }

  /// The picture of a raster of samples, whose array it takes over if it can.
  ///
  /// @param raster of the whole picture, if any component is tall
  static Image image(Raster raster, JpegHeader header) {
    int bands = raster.getNumBands();
    boolean luminance = header.luminance();
    byte[] samples = samples(raster);
    for (int band = 0; band < bands; band++) {
      if ((header.tall() >> band & 1) != 0) {
        smoothRows(samples, raster.getWidth() * bands, band, bands);
      }
    }
    if (bands >= 3 && luminance) {
      LumaRun.toRgb(samples, bands);
    }
    if (bands == 4) {
      samples = fromCmyk(samples, luminance);
    }
    return Image.ofOwned(raster.getWidth(), raster.getHeight(), bands == 4 ? 3 : bands, samples);
  }

  /// Where two rows share one sample, which the JDK's reader repeats, both get a quarter of the
  /// nearer of its neighbours, as libjpeg-turbo and with it Pillow since 2021 mix them.
  ///
  /// @param length bytes of a row
  private static void smoothRows(byte[] samples, int length, int band, int bands) {
    int rows = samples.length / length;
    int shared = Math.ceilDiv(rows, 2);
    byte[] above = new byte[length];
    byte[] here = Arrays.copyOf(samples, length);
    for (int i = 0; i < shared; i++) {
      byte[] first = i == 0 ? here : above;
      int below = Math.min(i + 1, shared - 1) * 2 * length;
      byte[] next = Arrays.copyOfRange(samples, below, below + length);
      for (int x = band; x < length; x += bands) {
        int mine = 3 * (here[x] & 0xFF);
        int at = 2 * i * length + x;
        samples[at] = (byte) (mine + (first[x] & 0xFF) + 1 >> 2);
        if (2 * i + 1 < rows) {
          samples[at + length] = (byte) (mine + (next[x] & 0xFF) + 2 >> 2);
        }
      }
      above = here;
      here = next;
    }
  }

  /// Samples row by row, in an array that may be the raster's own.
  static byte[] samples(Raster raster) {
    int width = raster.getWidth();
    int bands = raster.getNumBands();
    int length = Math.multiplyExact(width * bands, raster.getHeight());
    if (raster.getDataBuffer() instanceof DataBufferByte buffer
        && raster.getSampleModel() instanceof PixelInterleavedSampleModel model
        && model.getScanlineStride() == width * bands
        && model.getPixelStride() == bands
        && ordered(model.getBandOffsets())
        && buffer.getData().length == length) {
      return buffer.getData();
    }
    int[] row = new int[width * bands];
    byte[] samples = new byte[length];
    for (int y = 0; y < raster.getHeight(); y++) {
      raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
      for (int i = 0; i < row.length; i++) {
        samples[y * row.length + i] = (byte) row[i];
      }
    }
    return samples;
  }

  private static boolean ordered(int[] offsets) {
    for (int i = 0; i < offsets.length; i++) {
      if (offsets[i] != i) {
        return false;
      }
    }
    return true;
  }

  /// Adobe's files hold ink inverted, so color is the product of ink and black.
  ///
  /// @param complement whether the first three are 255 minus ink, as YCCK gives them
  private static byte[] fromCmyk(byte[] samples, boolean complement) {
    byte[] rgb = new byte[samples.length / 4 * 3];
    int flip = complement ? 0xFF : 0;
    for (int i = 0, at = 0; i < samples.length; i += 4) {
      int light = samples[i + 3] & 0xFF;
      for (int c = 0; c < 3; c++) {
        rgb[at++] = printed(255 - (samples[i + c] & 0xFF ^ flip), light);
      }
    }
    return rgb;
  }

  /// The color of ink over black, as Pillow computes it.
  ///
  /// @param ink 0..255
  /// @param light 255 less the black ink
  static byte printed(int ink, int light) {
    int product = ink * light + 128;
    return (byte) (light - ((product >> 8) + product >> 8));
  }
}
