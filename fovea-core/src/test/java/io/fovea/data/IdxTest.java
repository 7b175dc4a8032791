// SPDX-License-Identifier: Apache-2.0
package io.fovea.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fovea.error.DataException;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class IdxTest {
  /// Two pictures of 2 rows and 1 column.
  private static final byte[] IMAGES = {
    0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 1, 1, 2, 3, (byte) 255
  };

  private static final byte[] LABELS = {0, 0, 8, 1, 0, 0, 0, 2, 7, 0};

  private static Idx read(byte[] bytes, int rank) {
    return Idx.read(new ByteArrayInputStream(bytes), "digits", bytes.length, rank);
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }

  @Test
  void readsPlainAndPackedFiles() throws IOException {
    for (byte[] file : new byte[][] {IMAGES, gzip(IMAGES)}) {
      Idx idx = read(file, 3);
      assertThat(idx.shape()).isEqualTo(Shape.of(2, 2, 1));
      assertThat(idx.values()).containsExactly(1, 2, 3, 255);
    }
  }

  @Test
  void readsAPairOfFiles(@TempDir Path folder) throws IOException {
    Path images = Files.write(folder.resolve("images.gz"), gzip(IMAGES));
    Path labels = Files.write(folder.resolve("labels"), LABELS);
    Dataset data = Datasets.idx(images, labels);
    assertThat(data.size()).isEqualTo(2);
    assertThat(data.classes()).isZero();
    assertThat(data.label(0)).isEqualTo(7);
    assertThat(data.example(1)).isEqualTo(Tensor.of(Shape.of(2, 1, 1), 3 / 255f, 1));
    assertThatThrownBy(() -> Datasets.idx(folder.resolve("none"), labels))
        .isInstanceOf(DataException.class)
        .hasMessage(
            folder.resolve("none")
                + ": expected an IDX file, got no such file.\n"
                + "  Fix: check the path.");
  }

  @Test
  void rejectsAnotherKindOfFile() {
    assertThatThrownBy(() -> read(LABELS, 3))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "digits: expected the IDX magic number 2051 (bytes, 3 axes), got 2049.\n"
                + "  Fix: pass the file of pictures here.");
    assertThatThrownBy(() -> read(IMAGES, 1))
        .hasMessage(
            "digits: expected the IDX magic number 2049 (bytes, 1 axes), got 2051.\n"
                + "  Fix: pass the file of labels here.");
  }

  @Test
  void rejectsFilesThatAreCutOff() throws IOException {
    assertThatThrownBy(() -> read(Arrays.copyOf(IMAGES, 18), 3))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "digits: expected 4 values, as the header says, got 2 values.\n"
                + "  Fix: get the file again; it is damaged.");
    String cut =
        "digits: expected a complete IDX file, got a file that is cut off.\n"
            + "  Fix: get the file again; a part of it is missing.";
    assertThatThrownBy(() -> read(new byte[0], 3)).hasMessage(cut);
    assertThatThrownBy(() -> read(Arrays.copyOf(IMAGES, 11), 3)).hasMessage(cut);
    byte[] packed = gzip(IMAGES);
    assertThatThrownBy(() -> read(Arrays.copyOf(packed, packed.length - 9), 3)).hasMessage(cut);
  }

  @Test
  void rejectsDamagedFiles() throws IOException {
    byte[] packed = gzip(IMAGES);
    packed[packed.length - 6] ^= 1;
    assertThatThrownBy(() -> read(packed, 3))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith("digits: expected a complete IDX file, got a damaged file (");
    assertThatThrownBy(() -> read(Arrays.copyOf(IMAGES, 21), 3))
        .hasMessage(
            "digits: expected 4 values, as the header says, got more.\n"
                + "  Fix: get the file again; it is damaged.");
  }

  @Test
  void absurdHeadersAskForNoMemory() {
    byte[] huge = IMAGES.clone();
    huge[8] = 0x7F;
    huge[12] = 0x7F;
    assertThatThrownBy(() -> read(huge, 3))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(
            "digits: expected sizes of at least 1 and at most 2 GB in all, got [2, 2130706434]");
    byte[] large = IMAGES.clone();
    large[4] = 0x1F;
    assertThatThrownBy(() -> read(large, 3))
        .hasMessage(
            "digits: expected 1040187396 values, as the header says, got a file of 20 bytes.\n"
                + "  Fix: get the file again; it is damaged.");
    byte[] empty = IMAGES.clone();
    empty[7] = 0;
    assertThatThrownBy(() -> read(empty, 3))
        .hasMessageStartingWith(
            "digits: expected sizes of at least 1 and at most 2 GB in all, got [0]");
  }

  @Test
  void rejectsPicturesAndLabelsOfDifferentCounts() {
    Idx images = read(IMAGES, 3);
    Idx labels = read(new byte[] {0, 0, 8, 1, 0, 0, 0, 1, 7}, 1);
    assertThatThrownBy(() -> Idx.dataset(images, labels))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "digits: expected 2 labels, as many as digits has pictures, got 1 labels.\n"
                + "  Fix: take both files from the same set.");
  }

  @Test
  void whatMemoryCannotHoldIsRefusedBeforeItIsRead() {
    int megabytes = (int) (Runtime.getRuntime().maxMemory() / 2 >> 20) + 1;
    Assumptions.assumeTrue(megabytes < 2047, "a heap that holds any file");
    byte[] header = {
      0, 0, 8, 3, 0, 0, (byte) (megabytes >> 8), (byte) megabytes, 0, 0, 4, 0, 0, 0, 4, 0
    };
    assertThatThrownBy(() -> Idx.read(new ByteArrayInputStream(header), "big", 1L << 40, 3))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith("big: expected values that fit in half of the memory, which is ")
        .hasMessageContaining("got " + megabytes + " MB.\n  Fix: give Java more memory with -Xmx");
  }

  @Test
  void whatUnpacksBeyondItsHeaderIsRefused() throws IOException {
    byte[] bomb = gzip(Arrays.copyOf(IMAGES, 1 << 24));
    assertThatThrownBy(() -> read(bomb, 3))
        .hasMessageStartingWith("digits: expected 4 values, as the header says, got more.");
  }
}
