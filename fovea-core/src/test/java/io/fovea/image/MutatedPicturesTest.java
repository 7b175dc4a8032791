// SPDX-License-Identifier: Apache-2.0
package io.fovea.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.fovea.error.DataException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Files that were damaged at random: each gives a picture or one sentence, and soon.
///
/// `-Dfovea.mutations=10000` damages more than the suite has time for.
final class MutatedPicturesTest {
  private static final int FILES = Integer.getInteger("fovea.mutations", 1_400);
  private static final ImageLimits LIMITS = ImageLimits.DEFAULT.pixels(4_000_000);

  private static List<byte[]> seeds() throws java.io.IOException {
    List<byte[]> seeds = new ArrayList<>();
    for (String name :
        List.of(
            "baseline.jpg",
            "progressive.jpg",
            "cmyk.jpg",
            "ycck.jpg",
            "gray.jpg",
            "lossy.webp",
            "lossless.webp",
            "alpha.webp",
            "losslessalpha.webp")) {
      seeds.add(GoldenPicturesTest.resource(name));
    }
    for (String format : List.of("png", "gif", "bmp", "tiff")) {
      seeds.add(Pictures.file(Images.decode(seeds.getFirst(), "seed", LIMITS), format));
    }
    seeds.add(Pictures.file(Images.decode(seeds.get(8), "seed", LIMITS), "png"));
    seeds.add(GoldenPicturesTest.resource("cmyk-jpeg.tif"));
    seeds.add(GoldenPicturesTest.resource("gif-offset-frame.gif"));
    seeds.add(GoldenPicturesTest.resource("webp-animation.webp"));
    seeds.add(GoldenPicturesTest.resource("jpeg-440.jpg"));
    for (String name :
        List.of(
            "tiff:rgb16-planartile-c5-p2",
            "tiff:f32-c8-p3",
            "tiff:ycc22",
            "tiff:bigtile",
            "tiff:pal4",
            "tiff:rgb8-c32773-p1",
            "tiff:bw-group4",
            "tiff:pil-ycc-jpeg",
            "lossless:graytrns4.png",
            "lossless:offtrans.gif",
            "lossless:rle8.bmp",
            "webp:f100-strong-3.webp",
            "webp:part3.webp",
            "webp:alpha-100-0-none.webp")) {
      seeds.add(PictureCasesTest.file(name));
    }
    return seeds;
  }

  @Test
  @Timeout(600)
  void everyFileGivesAPictureOrASentence() throws Exception {
    List<byte[]> seeds = seeds();
    int pictures = 0;
    int errors = 0;
    long slowest = 0;
    int slowestFile = 0;
    for (int i = 0; i < FILES; i++) {
      var random = new SplittableRandom(i);
      byte[] file = mutated(seeds.get(i % seeds.size()), random);
      String name = "file " + i;
      long start = System.nanoTime();
      try {
        Image image = Images.decode(file, name, LIMITS);
        assertThat((long) image.width() * image.height()).isLessThanOrEqualTo(LIMITS.pixels());
        pictures++;
        assertThat(Images.decode(file, name, ImageLimits.DEFAULT, MutatedPicturesTest::middle))
            .as(name)
            .isEqualTo(image.crop(middle(image.width(), image.height())));
      } catch (DataException e) {
        assertThat(e.getMessage()).startsWith(name + ": expected ").contains("\n  Fix: ");
        assertThat(e.getMessage().lines()).hasSize(2);
        errors++;
      } catch (RuntimeException | Error e) {
        throw new AssertionError(name + " of seed " + i % seeds.size(), e);
      }
      long took = System.nanoTime() - start;
      if (took > slowest) {
        slowest = took;
        slowestFile = i;
      }
    }
    // both happen often, or the mutations are not worth much
    assertThat(pictures).isGreaterThan(FILES / 20);
    assertThat(errors).isGreaterThan(FILES / 20);
    assertThat(Duration.ofNanos(slowest))
        .as("file %d", slowestFile)
        .isLessThan(Duration.ofSeconds(10));
  }

  private static Part middle(int width, int height) {
    return new Part(width / 4, height / 4, Math.ceilDiv(width, 2), Math.ceilDiv(height, 2));
  }

  private static byte[] mutated(byte[] seed, SplittableRandom random) {
    byte[] file = seed.clone();
    switch (random.nextInt(5)) {
      case 0 -> flip(file, 1 + random.nextInt(8), file.length, random);
      case 1 -> file = Arrays.copyOf(file, random.nextInt(file.length));
      case 2 -> flip(file, 1 + random.nextInt(4), Math.min(64, file.length), random);
      case 3 -> absurd(file, random);
      default -> {
        int from = random.nextInt(file.length);
        int length = Math.min(file.length - from, 1 + random.nextInt(64));
        System.arraycopy(file, random.nextInt(file.length - length + 1), file, from, length);
      }
    }
    mendChecksum(file);
    return file;
  }

  private static void flip(byte[] file, int bits, int within, SplittableRandom random) {
    for (int i = 0; i < bits; i++) {
      file[random.nextInt(within)] ^= (byte) (1 << random.nextInt(8));
    }
  }

  /// Large numbers where numbers stand: sizes, lengths, counts.
  private static void absurd(byte[] file, SplittableRandom random) {
    int at = random.nextInt(Math.min(file.length - 4, 200));
    int length = random.nextInt(1, 5);
    byte value = (byte) (random.nextBoolean() ? 0xFF : 0x7F);
    Arrays.fill(file, at, at + length, value);
  }

  /// A PNG whose header is damaged is refused for its checksum alone, so half of them get it right.
  private static void mendChecksum(byte[] file) {
    if (file.length > 33 && file[12] == 'I' && file[13] == 'H' && file[20] % 2 == 0) {
      var crc = new CRC32();
      crc.update(file, 12, 17);
      for (int i = 0; i < 4; i++) {
        file[29 + i] = (byte) (crc.getValue() >> 24 - 8 * i);
      }
    }
  }
}
