// SPDX-License-Identifier: Apache-2.0
package io.fovea.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fovea.error.DataException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A small picture for each feature of each format, against what other decoders make of it, or why
/// it is refused; the README beside the files says where both are from.
final class PictureCasesTest {
  @ParameterizedTest
  @CsvSource({"tiff, 150", "lossless, 110", "jpeg, 50", "webp, 150", "fax, 200"})
  void eachCaseIsReadOrRefusedAsRecorded(String archive, int atLeast) throws IOException {
    Map<String, byte[]> entries = entries(GoldenPicturesTest.resource(archive + ".zip"));
    List<String> wrong = new ArrayList<>();
    int cases = 0;
    for (String name : new TreeSet<>(entries.keySet())) {
      if (name.endsWith(".txt") || name.endsWith(".raw")) {
        continue;
      }
      cases++;
      String text = new String(entries.get(name + ".txt"), StandardCharsets.UTF_8);
      String found = found(entries.get(name), text, entries.get(name + ".raw"));
      if (!found.equals(text)) {
        wrong.add(name + ": expected " + text + ", got " + found);
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(cases).isGreaterThanOrEqualTo(atLeast);
  }

  /// In the words of the record, as long as nothing differs.
  private static String found(byte[] file, String record, byte[] samples) {
    try {
      Image image = Images.decode(file, "picture", ImageLimits.DEFAULT);
      String size = image.width() + " " + image.height() + " " + image.channels();
      if (samples == null) {
        var sum = new CRC32();
        sum.update(image.samples());
        return size + " within 0 crc %08x".formatted(sum.getValue());
      }
      int largest = GoldenPicturesTest.largestDifference(image.samples(), samples);
      return largest <= 1 && record.startsWith(size + " within 1 ") ? record : size + " " + largest;
    } catch (DataException e) {
      String message = e.getMessage();
      return "refused: "
          + message.substring("picture: expected ".length(), message.indexOf("\n  Fix: "));
    }
  }

  /// @param name of an archive and one of its files, as in `tiff:pal4` or `webp:m0.webp`
  static byte[] file(String name) throws IOException {
    String[] parts = name.split(":");
    String file = parts[0].equals("tiff") ? parts[1] + ".tif" : parts[1];
    return entries(GoldenPicturesTest.resource(parts[0] + ".zip")).get(file);
  }

  static Map<String, byte[]> entries(byte[] archive) throws IOException {
    Map<String, byte[]> entries = new HashMap<>();
    try (var zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        entries.put(entry.getName(), zip.readAllBytes());
      }
    }
    return entries;
  }

  /// The samples that Pillow 9.4 decodes, by their sum; of fractions, `255 * x` rounded by numpy.
  @ParameterizedTest
  @CsvSource({
    "float32.tif, 64 48 1, 7ecb9c4f",
    "double.tif, 64 48 1, 7ecb9c4f",
    "cmyk.tif, 64 48 3, 148bc906",
    "cmyk-jpeg.tif, 64 48 3, 639d3fc9",
    "rgb16-lzw-predictor2.tif, 64 48 3, 148bc906",
    "jpeg-440.jpg, 64 48 3, 5bd79bcc",
    "webp-method0.webp, 64 48 3, ad1fd0b4",
    "webp-method1.webp, 64 48 3, 6b15f734",
    "webp-animation.webp, 64 48 3, ad1fd0b4"
  })
  void filesThatOnceFailedAreRead(String name, String size, String sum) {
    String record = size + " within 0 crc " + sum;
    assertThat(found(GoldenPicturesTest.resource(name), record, null)).isEqualTo(record);
  }

  @ParameterizedTest
  @CsvSource({
    "int16.tif, signed samples of 16 bits",
    "lab.tif, Lab colors",
    "five-bands.tif, 5 bands where 1 are colors"
  })
  void filesThatOnceGaveOtherColorsAreRefused(String name, String got) {
    assertThatThrownBy(
            () -> Images.decode(GoldenPicturesTest.resource(name), "picture", ImageLimits.DEFAULT))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "picture: expected a TIFF file of grey, RGB, palette, CMYK or YCbCr samples, unsigned"
                + " or fractions, got "
                + got
                + ".\n  Fix: convert it, or leave it out.");
  }

  /// 30 x 20 pixels at column 20, row 10, as Pillow decodes them.
  @Test
  void aFrameLiesAtItsPlaceOnTheCanvas() {
    Image image =
        Images.decode(
            GoldenPicturesTest.resource("gif-offset-frame.gif"), "gif", ImageLimits.DEFAULT);
    assertThat(image).hasToString("Image[64 x 48 x 4]");
    var sum = new CRC32();
    sum.update(image.crop(20, 10, 30, 20).toRgb().samples());
    assertThat(sum.getValue()).isEqualTo(0x56b2e91aL);
    for (int[] outside : new int[][] {{0, 0}, {19, 15}, {50, 15}, {25, 9}, {25, 30}, {63, 47}}) {
      assertThat(image.at(outside[0], outside[1], 3)).isZero();
      assertThat(image.toRgb().at(outside[0], outside[1], 0)).isEqualTo(255);
    }
  }
}
