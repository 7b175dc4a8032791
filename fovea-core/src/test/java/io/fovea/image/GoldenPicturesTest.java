// SPDX-License-Identifier: Apache-2.0
package io.fovea.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fovea.error.DataException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Files coded by libjpeg-turbo and libwebp against the samples that these libraries decode.
final class GoldenPicturesTest {
  static byte[] resource(String name) {
    try (InputStream in = GoldenPicturesTest.class.getResourceAsStream(name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static Image read(byte[] file) {
    return Images.decode(file, "picture", ImageLimits.DEFAULT);
  }

  static int largestDifference(byte[] a, byte[] b) {
    assertThat(a).hasSameSizeAs(b);
    int largest = 0;
    for (int i = 0; i < a.length; i++) {
      largest = Math.max(largest, Math.abs((a[i] & 0xFF) - (b[i] & 0xFF)));
    }
    return largest;
  }

  @ParameterizedTest
  @CsvSource({
    "baseline.jpg, 3",
    "progressive.jpg, 3",
    "nomarkers.jpg, 3",
    "oddids.jpg, 3",
    "rgbids.jpg, 3",
    "adobergb.jpg, 3",
    "adobeycc.jpg, 3",
    "gray.jpg, 1",
    "lossy.webp, 3",
    "lossless.webp, 3",
    "alpha.webp, 4",
    "losslessalpha.webp, 4",
  })
  void decodesAsTheLibraryDoes(String name, int channels) {
    Image image = read(resource(name));
    byte[] expected = resource(name + ".raw");
    assertThat(image).hasToString("Image[45 x 35 x " + channels + "]");
    assertThat(image.toBytes()).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"cmyk.jpg", "ycck.jpg"})
  void inksBecomeColors(String name) {
    byte[] inks = resource(name + ".raw");
    byte[] expected = new byte[45 * 35 * 3];
    for (int i = 0; i < expected.length; i++) {
      // stored inverted: light that the ink lets through
      int light = inks[i / 3 * 4 + i % 3] & 0xFF;
      int white = inks[i / 3 * 4 + 3] & 0xFF;
      expected[i] = (byte) Math.round(light * white / 255.0);
    }
    Image image = read(resource(name));
    assertThat(image).hasToString("Image[45 x 35 x 3]");
    // Pillow's product of two bytes is rounded once from 255 - light and may be a step off
    assertThat(largestDifference(image.toBytes(), expected)).isLessThanOrEqualTo(1);
  }

  @Test
  void rareKindsOfJpegAreRefusedByName() {
    assertRefused(resource("arith.jpg"), "arithmetic coding");
    byte[] deep = resource("baseline.jpg").clone();
    for (int i = 2; i < deep.length; i++) {
      if ((deep[i] & 0xFF) == 0xFF && (deep[i + 1] & 0xFF) == 0xC0) {
        deep[i + 4] = 12;
        break;
      }
    }
    assertRefused(deep, "samples of 12 bits");
  }

  private static void assertRefused(byte[] file, String got) {
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "picture: expected a JPEG file with Huffman coding and samples of 8 bits, got "
                + got
                + ".\n  Fix: convert it, or leave it out.");
  }

  @Test
  void brokenProfilesAndCommentsAreIgnored() {
    byte[] file = resource("baseline.jpg");
    byte[] nonsense = "ICC_PROFILE\0\1\1 this is no profile".getBytes(StandardCharsets.ISO_8859_1);
    byte[] changed = with(with(file, 0xE2, nonsense), 0xFE, new byte[60_000]);
    assertThat(read(changed)).isEqualTo(read(file));
  }

  /// Row by row, the pixels of `1 2 / 3 4 / 5 6` as each orientation shows them (Exif 2.3, 4.6.4).
  @ParameterizedTest
  @CsvSource({
    "1, 2, 1 2 3 4 5 6", "2, 2, 2 1 4 3 6 5", "3, 2, 6 5 4 3 2 1", "4, 2, 5 6 3 4 1 2",
    "5, 3, 1 3 5 2 4 6", "6, 3, 5 3 1 6 4 2", "7, 3, 6 4 2 5 3 1", "8, 3, 2 4 6 1 3 5",
  })
  void picturesAreTurnedUpright(int orientation, int width, String pixels) {
    var stored = Image.of(2, 3, 1, new byte[] {1, 2, 3, 4, 5, 6});
    String[] numbers = pixels.split(" ");
    byte[] expected = new byte[6];
    for (int i = 0; i < 6; i++) {
      expected[i] = Byte.parseByte(numbers[i]);
    }
    assertThat(Exif.upright(stored, orientation))
        .isEqualTo(Image.of(width, 6 / width, 1, expected));
  }

  @Test
  void theOrientationOfAJpegIsFound() {
    byte[] file = resource("baseline.jpg");
    Image stored = read(file);
    for (int orientation = 1; orientation <= 8; orientation++) {
      Image expected = Exif.upright(stored, orientation);
      assertThat(read(with(file, 0xE1, exif(ByteOrder.BIG_ENDIAN, orientation))))
          .isEqualTo(expected);
      assertThat(read(with(file, 0xE1, exif(ByteOrder.LITTLE_ENDIAN, orientation))))
          .isEqualTo(expected);
      // as a whole number of 1 or of 4 bytes, as some writers have it
      for (int type : new int[] {1, 4}) {
        for (var order : List.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN)) {
          assertThat(read(with(file, 0xE1, exif(order, type, orientation)))).isEqualTo(expected);
        }
      }
    }
    byte[] damaged = Arrays.copyOf("Exif\0\0MM".getBytes(StandardCharsets.ISO_8859_1), 20);
    assertThat(read(with(file, 0xE1, damaged))).isEqualTo(stored);
  }

  /// A directory with one entry: the orientation, a short.
  private static byte[] exif(ByteOrder order, int orientation) {
    return exif(order, 3, orientation);
  }

  private static byte[] exif(ByteOrder order, int type, int orientation) {
    ByteBuffer block = ByteBuffer.allocate(32).put("Exif\0\0".getBytes(StandardCharsets.US_ASCII));
    block.put((order == ByteOrder.BIG_ENDIAN ? "MM" : "II").getBytes(StandardCharsets.US_ASCII));
    block.order(order).putShort((short) 42).putInt(8).putShort((short) 1);
    block.putShort((short) 0x0112).putShort((short) type).putInt(1);
    switch (type) {
      case 1 -> block.put((byte) orientation);
      case 3 -> block.putShort((short) orientation);
      default -> block.putInt(orientation);
    }
    return block.array();
  }

  /// Chroma is spread over neighbours, across the borders of blocks and of parts.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "baseline.jpg",
        "progressive.jpg",
        "rgbids.jpg",
        "gray.jpg",
        "cmyk.jpg",
        "ycck.jpg",
        "lossless.webp",
        "alpha.webp"
      })
  void aPartIsTheSameAsCutFromTheWhole(String name) {
    byte[] file = resource(name);
    assertPartsAreCut(file);
    if (name.endsWith("jpg")) {
      assertPartsAreCut(with(file, 0xE1, exif(ByteOrder.BIG_ENDIAN, 6)));
    }
  }

  private static void assertPartsAreCut(byte[] file) {
    Image whole = read(file);
    var random = new SplittableRandom(file.length);
    for (int i = 0; i < 40; i++) {
      int left = random.nextInt(whole.width());
      int top = random.nextInt(whole.height());
      int width = 1 + random.nextInt(whole.width() - left);
      var part = new Part(left, top, width, 1 + random.nextInt(whole.height() - top));
      assertThat(Images.decode(file, "picture", ImageLimits.DEFAULT, (_, _) -> part))
          .as(part.toString())
          .isEqualTo(whole.crop(part));
    }
  }

  @Test
  void aPartOutsideThePictureIsRefused() {
    for (String name : List.of("baseline.jpg", "alpha.webp")) {
      assertThatThrownBy(() ->
              Images.decode(
                  resource(name), "picture", ImageLimits.DEFAULT, (w, h) -> new Part(1, 0, w, h)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageEndingWith(
              ": expected a part of a picture of 45 x 35, got 45 x 35 from column 1, row 0.\n"
                  + "  Fix: choose a part inside the picture.");
    }
  }

  /// The file with one more segment behind its first two bytes.
  static byte[] with(byte[] file, int marker, byte[] content) {
    var out = new ByteArrayOutputStream();
    out.write(file, 0, 2);
    out.write(0xFF);
    out.write(marker);
    out.write(content.length + 2 >> 8);
    out.write(content.length + 2);
    out.write(content, 0, content.length);
    out.write(file, 2, file.length - 2);
    return out.toByteArray();
  }
}
