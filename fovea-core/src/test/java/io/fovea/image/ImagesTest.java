// SPDX-License-Identifier: Apache-2.0
package io.fovea.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fovea.error.DataException;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ImagesTest {
  @TempDir Path folder;

  private Path write(BufferedImage image, String format) throws IOException {
    Path file = folder.resolve("picture." + format);
    assertThat(ImageIO.write(image, format, file.toFile())).isTrue();
    return file;
  }

  private static BufferedImage filled(int type, int... rgb) {
    var image = new BufferedImage(rgb.length, 1, type);
    for (int x = 0; x < rgb.length; x++) {
      image.setRGB(x, 0, rgb[x]);
    }
    return image;
  }

  @Test
  void writtenPngsReadBackExactly() {
    for (int channels : new int[] {1, 3, 4}) {
      byte[] samples = new byte[5 * 3 * channels];
      for (int i = 0; i < samples.length; i++) {
        samples[i] = (byte) (i * 17);
      }
      Image image = Image.of(5, 3, channels, samples);
      Path file = folder.resolve("written.png");
      Images.writePng(image, file);
      assertThat(Images.read(file)).isEqualTo(image);
    }
    assertThat(folder.toFile().list()).containsExactly("written.png");
  }

  /// Formats without loss give the same samples; the writers are the JDK's.
  @ParameterizedTest
  @ValueSource(strings = {"png", "bmp", "tiff", "gif"})
  void formatsWithoutLossGiveTheSameSamples(String format) throws IOException {
    int[] rgb = {0x000000, 0xFFFFFF, 0x010203, 0xC86432, 0x00FF00, 0x0000FF, 0x7F8081};
    Image image = Images.read(write(filled(BufferedImage.TYPE_3BYTE_BGR, rgb), format));
    assertThat(image.toRgb().toBytes()).hasSize(rgb.length * 3);
    for (int x = 0; x < rgb.length; x++) {
      assertThat(image.at(x, 0, 0) << 16 | image.at(x, 0, 1) << 8 | image.at(x, 0, 2))
          .as("pixel %d of %s", x, format)
          .isEqualTo(rgb[x]);
    }
  }

  @Test
  void greyPngsKeepTheirBytes() throws IOException {
    // AWT's getRGB would brighten these
    var image = new BufferedImage(3, 1, BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setPixels(0, 0, 3, 1, new int[] {10, 100, 200});
    assertThat(Images.read(write(image, "png")))
        .isEqualTo(Image.of(3, 1, 1, new byte[] {10, 100, (byte) 200}));
  }

  @Test
  void sixteenBitsAreRoundedToEight() throws IOException {
    var image = new BufferedImage(4, 1, BufferedImage.TYPE_USHORT_GRAY);
    // 257 is one step of 8 bits; 128 and 129 lie either side of half a step
    image.getRaster().setPixels(0, 0, 4, 1, new int[] {128, 129, 257 * 77, 65535});
    assertThat(Images.read(write(image, "png")))
        .isEqualTo(Image.of(4, 1, 1, new byte[] {0, 1, 77, (byte) 255}));
  }

  @Test
  void coloursComeInTheOrderRedGreenBlue() throws IOException {
    byte[] expected = {1, 2, 3, (byte) 200, (byte) 100, 50};
    for (int type :
        new int[] {
          BufferedImage.TYPE_INT_RGB, BufferedImage.TYPE_3BYTE_BGR, BufferedImage.TYPE_INT_BGR
        }) {
      Path file = write(filled(type, 0x010203, 0xC86432), "png");
      assertThat(Images.read(file)).isEqualTo(Image.of(2, 1, 3, expected));
    }
    Path bmp = write(filled(BufferedImage.TYPE_3BYTE_BGR, 0x010203, 0xC86432), "bmp");
    assertThat(Images.read(bmp)).isEqualTo(Image.of(2, 1, 3, expected));
  }

  @Test
  void alphaIsRead() throws IOException {
    Path file = write(filled(BufferedImage.TYPE_INT_ARGB, 0x80010203, 0xFFC86432), "png");
    assertThat(Images.read(file))
        .isEqualTo(
            Image.of(2, 1, 4, new byte[] {1, 2, 3, (byte) 128, (byte) 200, 100, 50, (byte) 255}));
  }

  @Test
  void palettesAreLookedUp() throws IOException {
    byte[] red = {1, (byte) 200};
    byte[] green = {2, 100};
    byte[] blue = {3, 50};
    assertThat(Images.read(write(palette(red, green, blue), "png")))
        .isEqualTo(Image.of(2, 1, 3, new byte[] {1, 2, 3, (byte) 200, 100, 50}));
    assertThat(Images.read(write(palette(red, green, blue), "gif")))
        .isEqualTo(Image.of(2, 1, 3, new byte[] {1, 2, 3, (byte) 200, 100, 50}));
  }

  @Test
  void aGreyPaletteIsGrey() throws IOException {
    byte[] levels = {7, (byte) 200};
    assertThat(Images.read(write(palette(levels, levels, levels), "png")))
        .isEqualTo(Image.of(2, 1, 1, levels));
    var bits = filled(BufferedImage.TYPE_BYTE_BINARY, 0x000000, 0xFFFFFF, 0x000000);
    assertThat(Images.read(write(bits, "png")))
        .isEqualTo(Image.of(3, 1, 1, new byte[] {0, (byte) 255, 0}));
  }

  private static BufferedImage palette(byte[] red, byte[] green, byte[] blue) {
    var colors = new IndexColorModel(8, 2, red, green, blue);
    WritableRaster raster = colors.createCompatibleWritableRaster(2, 1);
    raster.setPixels(0, 0, 2, 1, new int[] {0, 1});
    assertThat(raster.getTransferType()).isEqualTo(DataBuffer.TYPE_BYTE);
    return new BufferedImage(colors, raster, false, null);
  }

  @Test
  void greyWithAlphaBecomesColoursWithAlpha() throws IOException {
    Path file = folder.resolve("gray-alpha.png");
    Files.write(file, png(2, 1, 8, 4, new byte[] {0, 10, 20, (byte) 200, (byte) 255}));
    assertThat(Images.read(file))
        .isEqualTo(
            Image.of(
                2,
                1,
                4,
                new byte[] {10, 10, 10, 20, (byte) 200, (byte) 200, (byte) 200, (byte) 255}));
  }

  @Test
  void jpegsAreRead() throws IOException {
    // a uniform picture survives the compression within rounding of the colour conversion
    var image = new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 256; i++) {
      image.setRGB(i % 16, i / 16, 0xC86432);
    }
    Image read = Images.read(write(image, "jpg"));
    assertThat(read.shape().toArray()).containsExactly(16, 16, 3);
    assertThat(read.at(8, 8, 0)).isBetween(197, 203);
    assertThat(read.at(8, 8, 1)).isBetween(97, 103);
    assertThat(read.at(8, 8, 2)).isBetween(47, 53);
  }

  @Test
  void greyJpegsHaveOneChannel() throws IOException {
    var image = new BufferedImage(8, 8, BufferedImage.TYPE_BYTE_GRAY);
    int[] level = new int[64];
    Arrays.fill(level, 100);
    image.getRaster().setPixels(0, 0, 8, 8, level);
    Image read = Images.read(write(image, "jpg"));
    assertThat(read.channels()).isEqualTo(1);
    assertThat(read.at(3, 3, 0)).isBetween(99, 101);
  }

  @Test
  void aMissingFileIsNamed() {
    Path file = folder.resolve("none.png");
    assertThatThrownBy(() -> Images.read(file))
        .isInstanceOf(DataException.class)
        .hasMessage(file + ": expected a picture file, got no such file.\n  Fix: check the path.");
    assertThatThrownBy(() -> Images.read(folder))
        .hasMessage(folder + ": expected a picture file, got a folder.\n  Fix: check the path.");
  }

  /// Reading one of these would wait or go on for ever.
  @Test
  void devicesAndPipesAreRefusedUnread() throws Exception {
    Path zeros = Path.of("/dev/zero");
    Assumptions.assumeTrue(Files.exists(zeros), "the system has no devices as files");
    assertThatThrownBy(() -> Images.read(zeros))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "/dev/zero: expected a picture file, got a device or a pipe.\n  Fix: check the path.");
    Path pipe = folder.resolve("pipe.png");
    Assumptions.assumeTrue(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0);
    assertThatThrownBy(() -> Images.read(pipe))
        .hasMessage(
            pipe + ": expected a picture file, got a device or a pipe.\n  Fix: check the path.");
  }

  @Test
  void aFileThatIsNoPictureIsNamed() throws IOException {
    Path file = folder.resolve("notes.png");
    Files.writeString(file, "not a picture");
    assertThatThrownBy(() -> Images.read(file))
        .isInstanceOf(DataException.class)
        .hasMessage(
            file
                + ": expected a picture (JPEG, PNG, GIF, BMP, WebP or TIFF), got a file of another"
                + " format.\n"
                + "  Fix: convert it, or leave it out.");
    Files.writeString(file, "");
    assertThatThrownBy(() -> Images.read(file))
        .hasMessage(
            file
                + ": expected a picture, got an empty file.\n"
                + "  Fix: copy it anew, or leave it out.");
  }

  @Test
  void aPixelWithoutAColorIsRefused() throws IOException {
    byte[] palette = {1, 2, 3, 4, 5, 6}; // two colors
    byte[] good = png(2, 1, 8, 3, new byte[] {0, 1, 0}, palette);
    byte[] bad = png(2, 1, 8, 3, new byte[] {0, 1, 2}, palette);

    assertThat(Images.decode(good, "good", ImageLimits.DEFAULT).samples())
        .isEqualTo(new byte[] {4, 5, 6, 1, 2, 3});
    assertThatThrownBy(() -> Images.decode(bad, "bad", ImageLimits.DEFAULT))
        .hasMessage(
            "bad: expected a readable picture, got a damaged or unsupported PNG file (color 2 of a"
                + " palette of 2).\n"
                + "  Fix: replace it, or leave it out.");
  }

  @Test
  void aJpegThatEndsBeforeItsSizeIsCutOff() throws IOException {
    byte[] whole = GoldenPicturesTest.resource("baseline.jpg");
    assertThatThrownBy(
            () -> Images.decode(Arrays.copyOf(whole, 60), "cut.jpg", ImageLimits.DEFAULT))
        .hasMessage(
            "cut.jpg: expected a complete picture, got a JPEG file that ends before its size.\n"
                + "  Fix: replace it, or leave it out.");
  }

  @Test
  void aFileThatIsCutOffIsNamed() throws IOException {
    Path file = folder.resolve("cut.png");
    byte[] whole = png(2, 1, 8, 0, new byte[] {0, 1, 2});
    Files.write(file, Arrays.copyOf(whole, 40));
    assertThatThrownBy(() -> Images.read(file))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(
            file + ": expected a readable picture, got a damaged or unsupported PNG file (")
        .hasMessageEndingWith(").\n  Fix: replace it, or leave it out.");
  }

  @Test
  void aJpegThatIsCutOffIsRefused() throws IOException {
    var image = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 64 * 64; i++) {
      image.setRGB(i % 64, i / 64, i * 7919);
    }
    Path file = write(image, "jpg");
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length / 2));
    assertThatThrownBy(() -> Images.read(file))
        .isInstanceOf(DataException.class)
        .hasMessage(
            file
                + ": expected a complete picture, got a JPEG file that is cut off.\n"
                + "  Fix: replace it, or leave it out.");
    // only the end mark is missing: nothing of the picture
    Files.write(file, Arrays.copyOf(whole, whole.length - 2));
    assertThat(Images.read(file).width()).isEqualTo(64);
  }

  @Test
  void aHugePictureIsRefusedBeforeItIsDecoded() throws IOException {
    Path file = folder.resolve("bomb.png");
    Files.write(file, png(50_000, 50_000, 8, 0, new byte[] {0}));
    assertThatThrownBy(() -> Images.read(file))
        .isInstanceOf(DataException.class)
        .hasMessage(
            file
                + ": expected at most 100 million pixels, got 50000 x 50000.\n"
                + "  Fix: make the picture smaller.");
  }

  @Test
  void aFileThatCannotBeWrittenLeavesNothing() {
    Path file = folder.resolve("none/picture.png");
    assertThatThrownBy(() -> Images.writePng(Image.of(1, 1, 1, new byte[1]), file))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(file + ": expected a file that can be written, got NoSuchFile")
        .hasMessageEndingWith("Fix: choose a folder that exists and is writable.");
    assertThat(folder).isEmptyDirectory();
  }

  /// A PNG by the book: signature, header, one data chunk, end.
  private static byte[] png(int width, int height, int bits, int colorType, byte[] scanlines)
      throws IOException {
    return png(width, height, bits, colorType, scanlines, new byte[0]);
  }

  private static byte[] png(
      int width, int height, int bits, int colorType, byte[] scanlines, byte[] palette)
      throws IOException {
    var data = new ByteArrayOutputStream();
    try (var deflate = new java.util.zip.DeflaterOutputStream(data)) {
      deflate.write(scanlines);
    }
    var out = new ByteArrayOutputStream();
    out.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'});
    ByteBuffer header = ByteBuffer.allocate(13).putInt(width).putInt(height);
    header.put((byte) bits).put((byte) colorType).put(new byte[3]);
    chunk(out, "IHDR", header.array());
    if (palette.length > 0) {
      chunk(out, "PLTE", palette);
    }
    chunk(out, "IDAT", data.toByteArray());
    chunk(out, "IEND", new byte[0]);
    return out.toByteArray();
  }

  private static void chunk(ByteArrayOutputStream out, String type, byte[] content)
      throws IOException {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    var crc = new CRC32();
    crc.update(name);
    crc.update(content);
    out.write(ByteBuffer.allocate(4).putInt(content.length).array());
    out.write(name);
    out.write(content);
    out.write(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
  }
}
