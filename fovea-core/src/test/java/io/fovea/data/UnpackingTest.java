// SPDX-License-Identifier: Apache-2.0
package io.fovea.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fovea.error.DataException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class UnpackingTest {
  @TempDir Path folder;

  private final ByteArrayOutputStream tar = new ByteArrayOutputStream();

  private void add(String name, String content) {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    byte[] header = new byte[512];
    put(header, 0, name);
    put(header, 124, "%011o".formatted(bytes.length));
    put(header, 148, "        ");
    header[156] = '0';
    int sum = 0;
    for (byte b : header) {
      sum += b & 0xFF;
    }
    put(header, 148, "%06o\0 ".formatted(sum));
    tar.writeBytes(header);
    tar.writeBytes(Arrays.copyOf(bytes, Math.ceilDiv(bytes.length, 512) * 512));
  }

  private static void put(byte[] header, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }

  private Path archive(int cut) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(out)) {
      gzip.write(tar.toByteArray());
    }
    Path file = folder.resolve("photos.tgz");
    Files.write(file, Arrays.copyOf(out.toByteArray(), out.size() - cut));
    return file;
  }

  @Test
  void filesAppearInTheirFolders() throws IOException {
    add("photos/cat/1.jpg", "meow");
    add("photos/dog/1.jpg", "x".repeat(1000));
    Path files = Unpacking.unpack(archive(0), folder.resolve("files"));
    assertThat(files.resolve("photos/cat/1.jpg")).hasContent("meow");
    assertThat(files.resolve("photos/dog/1.jpg")).hasContent("x".repeat(1000));
    assertThat(folder.toFile().list()).containsExactlyInAnyOrder(".lock", "photos.tgz", "files");
  }

  @Test
  void aDamagedArchiveLeavesNothing() throws IOException {
    add("photos/cat/1.jpg", "meow");
    Path archive = archive(20);
    assertThatThrownBy(() -> Unpacking.unpack(archive, folder.resolve("files")))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(
            archive
                + ": expected to unpack it into "
                + folder.resolve("files")
                + ", got an end in the middle")
        .hasMessageEndingWith("Fix: make room, or delete the archive and get it again.");
    assertThat(folder.toFile().list()).containsExactlyInAnyOrder(".lock", "photos.tgz");
  }

  @Test
  void aFileOutsideIsRefused() throws IOException {
    add("../evil.jpg", "meow");
    Path archive = archive(0);
    assertThatThrownBy(() -> Unpacking.unpack(archive, folder.resolve("files")))
        .isInstanceOf(DataException.class)
        .hasMessage(
            archive
                + ": expected an archive whose files lie below one folder, got the file"
                + " ../evil.jpg.\n  Fix: do not use this archive.");
    assertThat(folder.toFile().list()).containsExactlyInAnyOrder(".lock", "photos.tgz");
  }

  @Test
  void whatAStoppedProcessLeftIsCleared() throws IOException {
    add("photos/cat/1.jpg", "meow");
    Files.createDirectories(folder.resolve("files.part/photos/cow"));
    Path files = Unpacking.unpack(archive(0), folder.resolve("files"));
    assertThat(files.resolve("photos").toFile().list()).containsExactly("cat");
    assertThat(folder.toFile().list()).containsExactlyInAnyOrder(".lock", "photos.tgz", "files");
  }

  @Test
  void threadsThatUnpackTheSameArchiveAllGetTheFolder() throws Exception {
    for (int i = 0; i < 200; i++) {
      add("photos/cat/" + i + ".jpg", "meow");
    }
    Path archive = archive(0);
    try (var pool = Executors.newFixedThreadPool(4)) {
      var start = new CyclicBarrier(4);
      var unpacked = new ArrayList<Future<Integer>>();
      for (int i = 0; i < 4; i++) {
        unpacked.add(
            pool.submit(() -> {
              start.await();
              Path files = Unpacking.unpack(archive, folder.resolve("files"));
              return files.resolve("photos/cat").toFile().list().length;
            }));
      }
      for (var files : unpacked) {
        assertThat(files.get()).isEqualTo(200);
      }
    }
    assertThat(folder.toFile().list()).containsExactlyInAnyOrder(".lock", "photos.tgz", "files");
  }

  @Test
  void anArchiveThatUnpacksToAHundredTimesItsSizeIsRefused() throws IOException {
    add("photos/zeros.jpg", "\0".repeat(20 << 20));
    Path archive = archive(0);
    assertThatThrownBy(() -> Unpacking.unpack(archive, folder.resolve("files")))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("it unpacks to more than ")
        .hasMessageContaining(" bytes");
    assertThat(folder.resolve("files")).doesNotExist();
    assertThat(folder.resolve("files.part")).doesNotExist();
  }
}
