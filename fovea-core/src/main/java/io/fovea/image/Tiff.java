// SPDX-License-Identifier: Apache-2.0
package io.fovea.image;

import io.fovea.image.TiffLayout.Alpha;
import io.fovea.image.TiffLayout.Meaning;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.imageio.IIOException;
import javax.imageio.spi.ImageReaderSpi;

/// Reads the first page of a TIFF file (TIFF 6.0).
///
/// Whole numbers of n bits are scaled from `0 .. 2^n - 1` to 0..255 and rounded, fractions from 0..1;
/// fractions outside are refused, since nothing says what white is. Samples of 16 bits and more hold
/// the file's byte order.
final class Tiff {
  /// Passes over a strip that its JPEG data may make.
  private static final int MAX_SCANS = 16;

  private final byte[] file;
  private final TiffDirectory tags;
  private final Optional<ImageReaderSpi> jpeg;
  private final TiffLayout layout;
  private final TiffLevels levels;

  /// @param tags whose size was checked
  /// @param jpeg reads JPEG data
  Tiff(byte[] file, TiffDirectory tags, Optional<ImageReaderSpi> jpeg) throws IIOException {
    this.file = file;
    this.tags = tags;
    this.jpeg = jpeg;
    this.layout = TiffLayout.of(tags);
    boolean gathered = layout.predictor() == 3;
    levels =
        new TiffLevels(
            layout.bits(),
            layout.floats(),
            layout.meaning() == Meaning.PALETTE,
            gathered ? ByteOrder.BIG_ENDIAN : tags.order());
  }

  Image image() throws IOException {
    int shown = layout.shown();
    byte[] samples =
        new byte[Math.multiplyExact(Math.multiplyExact(layout.width(), layout.height()), shown)];
    int planes = layout.planar() ? shown : 1;
    boolean tiled = layout.tiled();
    long[] offsets = tags.numbers(tiled ? TiffDirectory.TILE_OFFSETS : TiffDirectory.STRIP_OFFSETS);
    long[] lengths = tags.numbers(tiled ? TiffDirectory.TILE_BYTES : TiffDirectory.STRIP_BYTES);
    int chunk = 0;
    for (int plane = 0; plane < planes; plane++) {
      for (int y = 0; y < layout.height(); y += layout.chunkHeight()) {
        int rows =
            tiled ? layout.chunkHeight() : Math.min(layout.chunkHeight(), layout.height() - y);
        for (int x = 0; x < layout.width(); x += layout.chunkWidth(), chunk++) {
          if (chunk >= offsets.length) {
            throw TiffCodec.cutOff();
          }
          long length = chunk < lengths.length ? lengths[chunk] : file.length;
          byte[] data = unpacked(packed(offsets[chunk], length), rows);
          put(data, rows, x, y, plane, samples);
        }
      }
    }
    return colors(samples);
  }

  private byte[] packed(long offset, long length) throws IIOException {
    if (offset < 0 || offset >= file.length || length < 0) {
      throw TiffCodec.cutOff();
    }
    int from = (int) offset;
    byte[] packed =
        Arrays.copyOfRange(file, from, from + (int) Math.min(length, file.length - offset));
    if (tags.number(TiffDirectory.FILL_ORDER, 1) == 2) {
      TiffCodec.reverseBits(packed);
    }
    return packed;
  }

  private byte[] unpacked(byte[] packed, int rows) throws IOException {
    if (layout.compression() == TiffLayout.JPEG) {
      return decoded(packed, rows);
    }
    long rowBytes = layout.rowBytes();
    long needed = rowBytes * Math.ceilDiv(rows, layout.downChroma());
    if (needed > Math.min(Integer.MAX_VALUE - 8, Runtime.getRuntime().maxMemory() / 4)) {
      throw new UnsupportedPicture(
          "TIFF strips that fit into a quarter of the Java heap", needed + " bytes");
    }
    byte[] data = new byte[(int) needed];
    switch (layout.compression()) {
      case 1 -> {
        if (packed.length < needed) {
          throw TiffCodec.cutOff();
        }
        data = packed;
      }
      case 2, 3, 4 ->
          Fax.unpack(
              packed,
              Fax.Scheme.of(layout.compression()),
              tags.small(TiffDirectory.T4_OPTIONS, 0),
              layout.chunkWidth(),
              data);
      case 5 -> TiffCodec.lzw(packed, data);
      case 32773 -> TiffCodec.packBits(packed, data);
      default -> TiffCodec.inflate(packed, data);
    }
    if (layout.predictor() != 1) {
      int size = layout.bits() / 8;
      for (int y = 0; y < rows; y++) {
        int from = (int) (y * rowBytes);
        int to = (int) (from + rowBytes);
        if (layout.predictor() == 3) {
          TiffCodec.gatherFloats(data, from, to, size, layout.together());
        } else {
          boolean little = tags.order() == ByteOrder.LITTLE_ENDIAN;
          TiffCodec.addLeft(data, from, to, size, layout.together(), little);
        }
      }
    }
    return data;
  }

  /// A strip or tile that is a JPEG file of its own, but for tables that all share.
  private byte[] decoded(byte[] packed, int rows) throws IOException {
    byte[] tables = tags.bytes(TiffDirectory.JPEG_TABLES);
    byte[] whole = packed;
    if (tables.length > 4 && packed.length > 2) {
      // without the end of the one and the beginning of the other
      whole = Arrays.copyOf(tables, tables.length - 2 + packed.length - 2);
      System.arraycopy(packed, 2, whole, tables.length - 2, packed.length - 2);
    }
    JpegHeader header = JpegHeader.of(whole);
    if (!header.common() || header.scans() > MAX_SCANS || jpeg.isEmpty()) {
      throw new UnsupportedPicture(
          "JPEG data of 8 bits with a few scans", "another kind inside a TIFF file");
    }
    int columns = layout.chunkWidth();
    if (header.width() != columns
        || header.height() < rows
        || header.height() > layout.chunkHeight()
        || header.components() != layout.bands()) {
      throw new IIOException("JPEG data of another size");
    }
    List<String> warnings = new ArrayList<>();
    var region = new Part(0, 0, columns, rows);
    byte[] samples =
        Jpeg.samples(Jpeg.raster(jpeg.get(), Jpeg.withoutExtras(whole), region, warnings));
    if (warnings.stream().anyMatch(warning -> warning.contains("premature end"))) {
      throw TiffCodec.cutOff();
    }
    return samples;
  }

  /// Puts the samples of a chunk into the picture, as bytes.
  private void put(byte[] data, int rows, int left, int top, int plane, byte[] samples)
      throws IIOException {
    int shown = layout.shown();
    int columns = Math.min(layout.chunkWidth(), layout.width() - left);
    int kept = Math.min(rows, layout.height() - top);
    boolean shared = layout.acrossChroma() * layout.downChroma() > 1;
    long rowBytes =
        layout.compression() == TiffLayout.JPEG
            ? (long) layout.chunkWidth() * layout.bands()
            : layout.rowBytes();
    for (int y = 0; y < kept; y++) {
      int at = ((top + y) * layout.width() + left) * shown + (layout.planar() ? plane : 0);
      if (shared) {
        putLuma(data, y, columns, samples, at);
      } else if (layout.planar()) {
        levels.copy(data, (int) (y * rowBytes), columns, 1, 1, samples, at, shown);
      } else {
        levels.copy(data, (int) (y * rowBytes), columns, layout.bands(), shown, samples, at, shown);
      }
    }
  }

  /// Blocks of luma samples, each followed by the two chroma samples that they share.
  private void putLuma(byte[] data, int y, int columns, byte[] samples, int at) {
    int across = layout.acrossChroma();
    int block = across * layout.downChroma() + 2;
    int row = (int) (y / layout.downChroma() * layout.rowBytes());
    for (int x = 0; x < columns; x++, at += 3) {
      int from = row + x / across * block;
      samples[at] = data[from + y % layout.downChroma() * across + x % across];
      samples[at + 1] = data[from + block - 2];
      samples[at + 2] = data[from + block - 1];
    }
  }

  private Image colors(byte[] samples) throws IIOException {
    int shown = layout.shown();
    int colors = layout.meaning().bands;
    if (layout.alpha() == Alpha.MULTIPLIED) {
      divideByAlpha(samples, shown);
    }
    switch (layout.meaning()) {
      case WHITE_IS_ZERO -> {
        for (int i = 0; i < samples.length; i += shown) {
          samples[i] = (byte) ~samples[i];
        }
      }
      case LUMA -> LumaRun.toRgb(samples, 3);
      case PALETTE -> {
        return TiffLevels.lookUp(
            tags.numbers(TiffDirectory.COLOR_MAP), layout.bits(), layout.width(), samples);
      }
      default -> {}
    }
    if (shown == colors && layout.meaning() != Meaning.INKS) {
      return Image.ofOwned(layout.width(), layout.height(), shown, samples);
    }
    return separate(samples, shown, colors);
  }

  /// Inks to colors, grey with alpha to colors with alpha.
  private Image separate(byte[] samples, int shown, int colors) {
    int channels = shown == colors ? 3 : 4;
    ByteBuffer out = ByteBuffer.allocate(samples.length / shown * channels);
    for (int i = 0; i < samples.length; i += shown) {
      for (int c = 0; c < 3; c++) {
        out.put(
            layout.meaning() == Meaning.INKS
                ? Jpeg.printed(samples[i + c] & 0xFF, 255 - (samples[i + 3] & 0xFF))
                : samples[colors == 1 ? i : i + c]);
      }
      if (channels == 4) {
        out.put(samples[i + colors]);
      }
    }
    return Image.ofOwned(layout.width(), layout.height(), channels, out.array());
  }

  private static void divideByAlpha(byte[] samples, int shown) {
    for (int i = 0; i < samples.length; i += shown) {
      int alpha = samples[i + shown - 1] & 0xFF;
      for (int c = 0; c < shown - 1; c++) {
        int color = samples[i + c] & 0xFF;
        samples[i + c] = (byte) (alpha == 0 ? 0 : Math.min(255, (color * 255 + alpha / 2) / alpha));
      }
    }
  }
}
