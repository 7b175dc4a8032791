// SPDX-License-Identifier: Apache-2.0
package io.fovea.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fovea.error.DataException;
import io.fovea.tensor.Shape;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Archives of the real layout, with fewer records, written here byte by byte.
final class CifarTest {
  private static final Cifar SMALL =
      new Cifar("bin/", List.of("a.bin", "b.bin"), "test.bin", "names.txt", 2, 2, 1);

  @TempDir Path folder;

  private final ByteArrayOutputStream tar = new ByteArrayOutputStream();

  /// A record whose red is `first`, `first + 1`, ..., and whose green and blue are constant.
  private static byte[] record(int label, int first) {
    byte[] bytes = new byte[2 + 3072];
    bytes[0] = 99;
    bytes[1] = (byte) label;
    for (int i = 0; i < 1024; i++) {
      bytes[2 + i] = (byte) (first + i);
      bytes[2 + 1024 + i] = 51;
      bytes[2 + 2048 + i] = (byte) 255;
    }
    return bytes;
  }

  private static byte[] join(byte[]... parts) {
    var out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  private void add(String name, char type, byte[] content) {
    byte[] header = new byte[512];
    put(header, 0, name);
    put(header, 100, "0000644\0");
    put(header, 124, "%011o".formatted(content.length));
    put(header, 148, "        ");
    header[156] = (byte) type;
    put(header, 257, "ustar\00000");
    int sum = 0;
    for (byte b : header) {
      sum += b & 0xFF;
    }
    put(header, 148, "%06o\0 ".formatted(sum));
    tar.writeBytes(header);
    tar.writeBytes(Arrays.copyOf(content, Math.ceilDiv(content.length, 512) * 512));
  }

  private static void put(byte[] header, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }

  private void addAll() {
    add("bin/", '5', new byte[0]);
    add("bin/names.txt", '0', "cat\ndog \n\n".getBytes(StandardCharsets.UTF_8));
    add("bin/readme.html", '0', new byte[700]);
    add("bin/b.bin", '0', join(record(0, 10), record(1, 20)));
    add("bin/a.bin", '0', join(record(1, 0), record(0, 5)));
    add("bin/test.bin", '0', record(1, 30));
  }

  private Path packed(byte[] bytes) throws IOException {
    Path file = folder.resolve("small.tar.gz");
    try (var out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(bytes);
    }
    return file;
  }

  @Test
  void readsBothPartsInTheOrderOfTheFiles() throws IOException {
    addAll();
    TrainTest data = SMALL.read(packed(join(tar.toByteArray(), new byte[1024])));
    assertThat(data.train().size()).isEqualTo(4);
    assertThat(data.train().exampleShape()).isEqualTo(Shape.of(32, 32, 3));
    assertThat(data.train().classNames()).containsExactly("cat", "dog");
    float[] labels = new float[4];
    float[] firstReds = new float[4];
    for (int i = 0; i < 4; i++) {
      labels[i] = data.train().label(i);
      firstReds[i] = data.train().example(i).at(0, 0, 0) * 255;
    }
    assertThat(labels).containsExactly(1, 0, 0, 1);
    assertThat(firstReds).containsExactly(0, 5, 10, 20);
    assertThat(data.test().size()).isEqualTo(1);
    assertThat(data.test().label(0)).isEqualTo(1);
  }

  @Test
  void planesBecomeChannels() throws IOException {
    addAll();
    var example = SMALL.read(packed(tar.toByteArray())).test().example(0);
    // row 1, column 2 is the 35th pixel: red 30 + 34
    assertThat(example.at(1, 2, 0)).isEqualTo(64 / 255f);
    assertThat(example.at(1, 2, 1)).isEqualTo(51 / 255f);
    assertThat(example.at(1, 2, 2)).isEqualTo(1);
  }

  @Test
  void namesTheFileThatIsMissing() throws IOException {
    add("bin/a.bin", '0', join(record(1, 0), record(0, 5)));
    Path file = packed(tar.toByteArray());
    assertThatThrownBy(() -> SMALL.read(file))
        .isInstanceOf(DataException.class)
        .hasMessage(
            file
                + ": expected the file bin/b.bin in it, got no such file.\n"
                + "  Fix: delete the archive and get it again.");
  }

  @Test
  void namesTheFileThatIsTooShort() throws IOException {
    add("bin/a.bin", '0', record(1, 0));
    Path file = packed(tar.toByteArray());
    assertThatThrownBy(() -> SMALL.read(file))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "bin/a.bin: expected 2 records of 3074 bytes, got 3074 bytes.\n"
                + "  Fix: delete the archive and get it again.");
  }

  @Test
  void rejectsLabelsBeyondTheClasses() throws IOException {
    add("bin/names.txt", '0', "cat\n".getBytes(StandardCharsets.UTF_8));
    add("bin/a.bin", '0', join(record(0, 0), record(0, 0)));
    add("bin/b.bin", '0', join(record(0, 0), record(3, 0)));
    add("bin/test.bin", '0', record(0, 0));
    Path file = packed(tar.toByteArray());
    assertThatThrownBy(() -> SMALL.read(file))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(
            "Dataset example 3: expected a class number from 0 to 0, got label 3.");
  }

  @Test
  void rejectsArchivesThatAreCutOffOrDamaged() throws IOException {
    addAll();
    byte[] whole = tar.toByteArray();
    Path cut = packed(Arrays.copyOf(whole, whole.length - 3000));
    assertThatThrownBy(() -> SMALL.read(cut))
        .isInstanceOf(DataException.class)
        .hasMessage(
            cut
                + ": expected a complete tar.gz archive, got a damaged one "
                + "(a file in it is cut off).\n  Fix: delete the file and get it again.");
    whole[0] ^= 1;
    Path flipped = packed(whole);
    assertThatThrownBy(() -> SMALL.read(flipped))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(flipped + ": expected a tar archive with header sum ");
    Path none = Files.writeString(folder.resolve("none.tar.gz"), "hello");
    assertThatThrownBy(() -> SMALL.read(none))
        .hasMessage(
            none
                + ": expected a complete tar.gz archive, got a damaged one "
                + "(Not in GZIP format).\n  Fix: delete the file and get it again.");
  }

  @Test
  void theLayoutsAreThePublishedOnes() {
    assertThat(Cifar.CIFAR10.train()).hasSize(5);
    assertThat(Cifar.CIFAR10.train().size() * Cifar.CIFAR10.trainRecords()).isEqualTo(50_000);
    assertThat(Cifar.CIFAR100.labelBytes()).isEqualTo(2);
    assertThat(Cifar.CIFAR100.trainRecords()).isEqualTo(50_000);
  }
}
