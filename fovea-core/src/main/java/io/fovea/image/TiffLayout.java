// SPDX-License-Identifier: Apache-2.0
package io.fovea.image;

import java.util.Arrays;
import javax.imageio.IIOException;

/// How the samples of a TIFF file are laid out and what they mean; what we do not read is refused
/// here, by name.
///
/// @param width columns
/// @param height rows
/// @param bands samples per pixel
/// @param bits per sample
/// @param floats whether samples are fractions instead of unsigned whole numbers
/// @param meaning of the samples
/// @param compression a number of the standard
/// @param predictor 1 none, 2 differences, 3 differences of floating-point bytes
/// @param planar whether each band lies by itself
/// @param chunkWidth columns of a strip or tile
/// @param chunkHeight rows of a strip or tile
/// @param tiled whether chunks have their full size at the borders, too
/// @param alpha what the band behind the colors is
/// @param acrossChroma columns that share a chroma sample
/// @param downChroma rows that share a chroma sample
record TiffLayout(
    int width,
    int height,
    int bands,
    int bits,
    boolean floats,
    Meaning meaning,
    int compression,
    int predictor,
    boolean planar,
    int chunkWidth,
    int chunkHeight,
    boolean tiled,
    Alpha alpha,
    int acrossChroma,
    int downChroma) {

  /// What a file's first bands are.
  enum Meaning {
    WHITE_IS_ZERO(1),
    BLACK_IS_ZERO(1),
    RGB(3),
    PALETTE(1),
    INKS(4),
    LUMA(3);

    final int bands;

    Meaning(int bands) {
      this.bands = bands;
    }
  }

  /// What the first band behind the colors is.
  enum Alpha {
    NONE,
    /// Colors do not depend on it.
    APART,
    /// Colors were multiplied by it.
    MULTIPLIED
  }

  static final int JPEG = 7;

  private static final String READABLE =
      "a TIFF file of grey, RGB, palette, CMYK or YCbCr samples, unsigned or fractions";

  static TiffLayout of(TiffDirectory tags) throws IIOException {
    if ((tags.number(TiffDirectory.KIND, 0) & 1) != 0) {
      throw new UnsupportedPicture(
          "a TIFF file whose first page is a picture", "the preview of another one");
    }
    int width = tags.small(TiffDirectory.WIDTH, 0);
    int height = tags.small(TiffDirectory.HEIGHT, 0);
    int bands = tags.small(TiffDirectory.SAMPLES, 1);
    int compression = tags.small(TiffDirectory.COMPRESSION, 1);
    Meaning meaning = meaning(tags);
    checkCompression(compression);
    int bits = (int) same(tags, TiffDirectory.BITS, 1, bands, "bits per sample");
    int format = (int) same(tags, TiffDirectory.SAMPLE_FORMAT, 1, bands, "kinds of samples");
    checkSamples(bits, format, meaning);
    int predictor = tags.small(TiffDirectory.PREDICTOR, 1);
    checkPredictor(predictor, bits, format == 3);
    boolean tiled = tags.has(TiffDirectory.TILE_WIDTH);
    int rows = Math.min(tags.small(TiffDirectory.STRIP_ROWS, Integer.MAX_VALUE), height);
    boolean shared = meaning == Meaning.LUMA && compression != JPEG;
    if (meaning == Meaning.LUMA) {
      checkLuma(tags);
    }
    long[] sampling = tags.numbers(TiffDirectory.YCC_SUBSAMPLING);
    boolean given = sampling.length == 2;
    var layout =
        new TiffLayout(
            width,
            height,
            bands,
            bits,
            format == 3,
            meaning,
            compression,
            predictor,
            tags.number(TiffDirectory.PLANAR, 1) == 2 && bands > 1,
            tiled ? tags.small(TiffDirectory.TILE_WIDTH, 0) : width,
            tiled ? tags.small(TiffDirectory.TILE_HEIGHT, 0) : rows,
            tiled,
            alpha(tags, bands, meaning),
            shared ? (int) (given ? sampling[0] : 2) : 1,
            shared ? (int) (given ? sampling[1] : 2) : 1);
    layout.check();
    return layout;
  }

  private static Meaning meaning(TiffDirectory tags) throws IIOException {
    int number = tags.small(TiffDirectory.PHOTOMETRIC, Integer.MAX_VALUE);
    return switch (number) {
      case 0 -> Meaning.WHITE_IS_ZERO;
      case 1 -> Meaning.BLACK_IS_ZERO;
      case 2 -> Meaning.RGB;
      case 3 -> Meaning.PALETTE;
      case 5 -> {
        if (tags.number(TiffDirectory.INK_SET, 1) != 1) {
          throw new UnsupportedPicture(READABLE, "inks other than CMYK");
        }
        yield Meaning.INKS;
      }
      case 6 -> Meaning.LUMA;
      case 8, 9, 10 -> throw new UnsupportedPicture(READABLE, "Lab colors");
      case 4 -> throw new UnsupportedPicture(READABLE, "a transparency mask");
      case 32803, 34892 -> throw new UnsupportedPicture(READABLE, "the raw data of a camera");
      case Integer.MAX_VALUE -> throw new IIOException("no color model");
      default -> throw new UnsupportedPicture(READABLE, "color model " + number);
    };
  }

  private static void checkCompression(int compression) throws IIOException {
    String name =
        switch (compression) {
          case 1, 2, 3, 4, 5, 7, 8, 32773, 32946 -> "";
          case 6 -> "JPEG of the old kind";
          case 34661 -> "JBIG";
          case 34712 -> "JPEG 2000";
          case 34925 -> "LZMA";
          case 50000, 34926 -> "Zstandard";
          case 50001, 34927 -> "WebP";
          default -> "method " + compression;
        };
    if (!name.isEmpty()) {
      throw new UnsupportedPicture(
          "a TIFF file without compression or with LZW, deflate, PackBits, CCITT or JPEG",
          name.startsWith("method") ? "compression " + name : name);
    }
  }

  private static void checkSamples(int bits, int format, Meaning meaning) throws IIOException {
    if (format == 2) {
      throw new UnsupportedPicture(READABLE, "signed samples of " + bits + " bits");
    }
    if (format != 1 && format != 3 && format != 4) {
      throw new UnsupportedPicture(READABLE, "complex samples");
    }
    boolean good = format == 3 ? bits == 16 || bits == 32 || bits == 64 : bits >= 1 && bits <= 32;
    boolean bytes = meaning == Meaning.PALETTE ? bits <= 8 : meaning != Meaning.LUMA || bits == 8;
    if (!good || !bytes || format == 3 && meaning == Meaning.PALETTE) {
      throw new UnsupportedPicture(
          READABLE, (format == 3 ? "fractions of " : "samples of ") + bits + " bits");
    }
  }

  private static void checkPredictor(int predictor, int bits, boolean floats) throws IIOException {
    boolean good =
        predictor == 1
            || predictor == 2 && (bits == 8 || bits == 16 || bits == 32 || bits == 64)
            || predictor == 3 && floats;
    if (!good) {
      throw new UnsupportedPicture(
          "a TIFF file with predictor 1, 2 or 3",
          "predictor " + predictor + " of samples of " + bits + " bits");
    }
  }

  private static void checkLuma(TiffDirectory tags) throws IIOException {
    if (!tags.isAbout(TiffDirectory.YCC_COEFFICIENTS, 0.299, 0.587, 0.114)
        || !tags.isAbout(TiffDirectory.REFERENCE_LEVELS, 0, 255, 128, 255, 128, 255)) {
      throw new UnsupportedPicture(
          "YCbCr samples of ITU-R BT.601 from 0 to 255", "other coefficients or levels");
    }
  }

  /// Behind the colors at most one band: alpha, or one that is not said to be, which is left out, as
  /// Pillow does. Four bands without a word are RGB with alpha.
  private static Alpha alpha(TiffDirectory tags, int bands, Meaning meaning) throws IIOException {
    int more = bands - meaning.bands;
    long[] extra = tags.numbers(TiffDirectory.EXTRA_SAMPLES);
    boolean told = extra.length >= 1;
    if (more < 0
        || more > 1
        || more == 1 && (meaning == Meaning.PALETTE || meaning == Meaning.LUMA)
        || more == 1 && !told && meaning != Meaning.RGB) {
      throw new UnsupportedPicture(
          READABLE,
          bands + (bands == 1 ? " band" : " bands") + " where " + meaning.bands + " are colors");
    }
    if (more == 0 || told && extra[0] != 1 && extra[0] != 2) {
      return Alpha.NONE;
    }
    return told && extra[0] == 1 ? Alpha.MULTIPLIED : Alpha.APART;
  }

  private static long same(TiffDirectory tags, int tag, long otherwise, int bands, String what)
      throws IIOException {
    long[] values = tags.numbers(tag);
    if (values.length == 0) {
      return otherwise;
    }
    long[] used = Arrays.copyOf(values, Math.min(values.length, Math.max(bands, 1)));
    if (Arrays.stream(used).anyMatch(value -> value != used[0])) {
      throw new UnsupportedPicture(READABLE, "several " + what);
    }
    return used[0];
  }

  private void check() throws IIOException {
    if (chunkWidth < 1 || chunkHeight < 1 || paddedPixels() > 16L * width * height + (1 << 24)) {
      throw new IIOException("strips or tiles of " + chunkWidth + " x " + chunkHeight);
    }
    if (meaning == Meaning.LUMA && planar) {
      throw new UnsupportedPicture(READABLE, "YCbCr planes");
    }
    boolean fax = compression >= 2 && compression <= 4;
    if (fax && (bits != 1 || bands != 1 || predictor != 1)) {
      throw new UnsupportedPicture(READABLE, "CCITT data of " + bands + " x " + bits + " bits");
    }
    if (compression == JPEG && (bits != 8 || planar)) {
      throw new UnsupportedPicture(READABLE, "JPEG planes, or JPEG of " + bits + " bits");
    }
    boolean chroma =
        (acrossChroma == 1 || acrossChroma == 2 || acrossChroma == 4)
            && (downChroma == 1 || downChroma == 2 || downChroma == 4);
    if (!chroma || predictor != 1 && acrossChroma * downChroma > 1) {
      throw new UnsupportedPicture(
          READABLE, "a chroma sample for " + acrossChroma + " x " + downChroma);
    }
  }

  /// Bands that a picture shows: colors, and alpha if there is any.
  int shown() {
    return meaning.bands + (alpha == Alpha.NONE ? 0 : 1);
  }

  /// Bands that lie together in a chunk.
  int together() {
    return planar ? 1 : bands;
  }

  /// Bytes of a row of a chunk; of a row of blocks, if chroma samples are shared.
  long rowBytes() {
    if (acrossChroma * downChroma > 1) {
      return (long) Math.ceilDiv(chunkWidth, acrossChroma) * (acrossChroma * downChroma + 2);
    }
    return ((long) chunkWidth * together() * bits + 7) / 8;
  }

  private double paddedPixels() {
    return (double) chunksAcross() * chunkWidth * chunksDown() * chunkHeight;
  }

  int chunksAcross() {
    return Math.ceilDiv(width, chunkWidth);
  }

  int chunksDown() {
    return Math.ceilDiv(height, chunkHeight);
  }
}
