// SPDX-License-Identifier: Apache-2.0
package io.fovea.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fovea.error.DataException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/// What is refused before anything is decoded, and how.
final class DecoderTest {
  private static void assertRefused(byte[] file, ImageLimits limits, String sentence) {
    assertThatThrownBy(() -> Images.decode(file, "photo", limits))
        .isInstanceOf(DataException.class)
        .hasMessage("photo: expected " + sentence);
  }

  /// A JPEG header that states another size.
  private static byte[] sized(int width, int height) {
    byte[] file = GoldenPicturesTest.resource("baseline.jpg").clone();
    for (int i = 2; i < file.length - 9; i++) {
      if ((file[i] & 0xFF) == 0xFF && (file[i + 1] & 0xFF) == 0xC0) {
        file[i + 5] = (byte) (height >> 8);
        file[i + 6] = (byte) height;
        file[i + 7] = (byte) (width >> 8);
        file[i + 8] = (byte) width;
        return file;
      }
    }
    throw new AssertionError("no frame header");
  }

  @Test
  void limitsHoldForBytesAndPixels() {
    byte[] file = GoldenPicturesTest.resource("baseline.jpg");
    ImageLimits exact = ImageLimits.DEFAULT.bytes(file.length).pixels(45 * 35);
    assertThat(Images.decode(file, "photo", exact).width()).isEqualTo(45);
    assertRefused(
        file,
        exact.bytes(file.length - 1),
        "a picture file of at most 1229 bytes, got 1230 bytes.\n"
            + "  Fix: make the picture smaller.");
    assertRefused(
        file,
        exact.pixels(45 * 35 - 1),
        "at most 1574 pixels, got 45 x 35.\n  Fix: make the picture smaller.");
    assertThatThrownBy(() -> ImageLimits.DEFAULT.bytes(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "ImageLimits.bytes: expected a number from 1 to 2147483647, got 0.\n"
                + "  Fix: pass e.g. 50_000_000.");
  }

  @Test
  void aHeaderThatTheFileCannotFillIsRefused() {
    assertRefused(
        sized(9000, 9000),
        ImageLimits.DEFAULT,
        "a complete picture, got a header of 9000 x 9000 in a file of 1230 bytes.\n"
            + "  Fix: replace it, or leave it out.");
    assertRefused(
        sized(0, 35),
        ImageLimits.DEFAULT,
        "a readable picture, got one of 0 x 35 pixels.\n  Fix: replace it, or leave it out.");
  }

  @Test
  void aFrameOfAnotherSizeThanItsCanvasIsRefused() {
    byte[] file = GoldenPicturesTest.resource("alpha.webp").clone();
    file[28] = 0x20;
    assertRefused(
        file,
        ImageLimits.DEFAULT,
        "a WebP file whose frame fills its canvas, got 45 x 35 on 45 x 8227.\n"
            + "  Fix: convert it, or leave it out.");
  }

  @Test
  void lossyWebpAndTiffThatAreCutOffAreRefused() throws IOException {
    byte[] webp = GoldenPicturesTest.resource("lossy.webp");
    byte[] tiff = PictureCasesTest.file("tiff:rgb8-c8-p2");
    for (int percent : new int[] {30, 60, 90}) {
      assertRefused(
          Arrays.copyOf(webp, webp.length * percent / 100),
          ImageLimits.DEFAULT,
          "a readable picture, got a damaged or unsupported WebP file (data that is cut off).\n"
              + "  Fix: replace it, or leave it out.");
      assertThatThrownBy(() ->
              Images.decode(
                  Arrays.copyOf(tiff, tiff.length * percent / 100), "photo", ImageLimits.DEFAULT))
          .isInstanceOf(DataException.class)
          .hasMessageStartingWith("photo: expected a");
    }
  }

  /// A reader that takes the end for zeros must not do so for hours.
  @Test
  void theEndOfAFileIsNotMetForEver() throws IOException {
    try (var stream = new MemoryStream(new byte[] {7})) {
      assertThat(stream.read()).isEqualTo(7);
      for (int i = 0; i < 1000; i++) {
        assertThat(stream.read()).isEqualTo(-1);
      }
      assertThatThrownBy(stream::read).hasMessage("data that is cut off");
    }
  }

  @Test
  void endingsAndBeginningsNameFormats() {
    for (String name : new String[] {"a.jpg", "a.JPEG", "a.jpe", "a.jfif"}) {
      assertThat(PictureFormat.named(name)).hasValue(PictureFormat.JPEG);
    }
    assertThat(PictureFormat.named("a.heic")).isEmpty();
    assertThat(PictureFormat.named("jpg")).isEmpty();
    assertThat(PictureFormat.of(new byte[] {'I', 'I', 43, 0, 8, 0})).hasValue(PictureFormat.TIFF);
  }

  /// Each scan of a progressive file goes over the whole picture again.
  @Test
  void thousandsOfScansAreRefused() throws IOException {
    byte[] file = GoldenPicturesTest.resource("progressive.jpg");
    int last = lastScan(file);
    var out = new ByteArrayOutputStream();
    out.write(file, 0, file.length - 2);
    for (int i = 0; i < 1000; i++) {
      out.write(file, last, file.length - 2 - last);
    }
    out.write(file, file.length - 2, 2);
    assertThatThrownBy(() -> Images.decode(out.toByteArray(), "photo", ImageLimits.DEFAULT))
        .isInstanceOf(DataException.class)
        .hasMessageMatching(
            "photo: expected a JPEG file with a few scans, got 1\\d\\d\\d scans of 45 x 35.\n"
                + "  Fix: save it again, or leave it out.");
  }

  private static int lastScan(byte[] file) {
    for (int i = file.length - 2; i > 0; i--) {
      if ((file[i] & 0xFF) == 0xFF && (file[i + 1] & 0xFF) == 0xDA) {
        return i;
      }
    }
    throw new AssertionError("no scan");
  }

  @Test
  void nothingIsLeftOfExtrasButWhatSaysHowColorsAreCoded() {
    byte[] file = GoldenPicturesTest.resource("cmyk.jpg");
    byte[] more = GoldenPicturesTest.with(file, 0xE2, new byte[100]);
    assertThat(Jpeg.withoutExtras(more)).isEqualTo(file);
    assertThat(Jpeg.withoutExtras(file)).isSameAs(file);
    byte[] cut = Arrays.copyOf(more, 60);
    assertThat(Jpeg.withoutExtras(cut)).isEqualTo(cut);
  }

  /// The JDK's reader drops a mask of alpha that belongs to pixels of 16 bits.
  @Test
  void transparencyOfABmpFileIsKeptOrRefused() {
    assertThat(Images.decode(bmp(16, 0xF00, 0xF0, 0xF, 0), "stamp", ImageLimits.DEFAULT).channels())
        .isEqualTo(3);
    assertThatThrownBy(
            () -> Images.decode(bmp(16, 0xF00, 0xF0, 0xF, 0xF000), "stamp", ImageLimits.DEFAULT))
        .hasMessage(
            "stamp: expected a BMP file with transparency in pixels of 32 bits, got transparency in"
                + " fewer bits.\n  Fix: convert it, or leave it out.");
    assertThat(
            Images.decode(bmp(32, 0xFF0000, 0xFF00, 0xFF, 0xFF000000), "stamp", ImageLimits.DEFAULT)
                .channels())
        .isEqualTo(4);
  }

  /// A picture of 2 x 1 pixels behind a header of the fifth version.
  private static byte[] bmp(int bits, int red, int green, int blue, int alpha) {
    var file = ByteBuffer.allocate(14 + 124 + 2 * 32 / 8).order(ByteOrder.LITTLE_ENDIAN);
    file.put((byte) 'B').put((byte) 'M').putInt(file.capacity()).putInt(0).putInt(14 + 124);
    file.putInt(124).putInt(2).putInt(1).putShort((short) 1).putShort((short) bits).putInt(3);
    file.putInt(0).putInt(0).putInt(0).putInt(0).putInt(0);
    file.putInt(red).putInt(green).putInt(blue).putInt(alpha).putInt(0x73524742);
    return file.array();
  }
}
