// SPDX-License-Identifier: Apache-2.0
package io.fovea.data;

import io.fovea.error.DataException;
import io.fovea.error.Reason;
import io.fovea.tensor.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The binary version of CIFAR-10 and CIFAR-100: a tar.gz with files of fixed records.
///
/// A record is the label bytes, of which the last counts (CIFAR-100 puts the superclass first), and
/// 3,072 bytes of a 32 x 32 picture: all red, then all green, then all blue, row by row.
///
/// @param folder folder of the files within the archive, ending in a slash
/// @param train files of the training part
/// @param test file of the test part
/// @param names file with one class name per line
/// @param labelBytes bytes before each picture
/// @param trainRecords records in each training file
/// @param testRecords records in the test file
record Cifar(
    String folder,
    List<String> train,
    String test,
    String names,
    int labelBytes,
    int trainRecords,
    int testRecords) {

  static final Cifar CIFAR10 =
      new Cifar(
          "cifar-10-batches-bin/",
          List.of(
              "data_batch_1.bin",
              "data_batch_2.bin",
              "data_batch_3.bin",
              "data_batch_4.bin",
              "data_batch_5.bin"),
          "test_batch.bin",
          "batches.meta.txt",
          1,
          10_000,
          10_000);

  static final Cifar CIFAR100 =
      new Cifar(
          "cifar-100-binary/",
          List.of("train.bin"),
          "test.bin",
          "fine_label_names.txt",
          2,
          50_000,
          10_000);

  private static final Shape EXAMPLE = Shape.of(32, 32, 3);
  private static final int PLANE = 32 * 32;
  private static final int PICTURE = 3 * PLANE;

  /// Reads both parts.
  ///
  /// @throws DataException if the archive is damaged or lacks a file
  TrainTest read(Path archive) {
    try (InputStream in = Inflated.open(archive)) {
      return read(new Tar(in, archive.toString()), archive);
    } catch (IOException e) {
      throw new DataException(
          archive.toString(),
          "a complete tar.gz archive",
          "a damaged one (" + Reason.of(e) + ")",
          "delete the file and get it again.",
          e);
    }
  }

  private TrainTest read(Tar tar, Path archive) throws IOException {
    var trainPart = new Part(train.size() * trainRecords);
    var testPart = new Part(testRecords);
    boolean[] found = new boolean[train.size() + 2];
    List<String> classNames = List.of();
    for (Optional<Tar.Entry> next = tar.next(); next.isPresent(); next = tar.next()) {
      Tar.Entry entry = next.get();
      String name = entry.name().startsWith(folder) ? entry.name().substring(folder.length()) : "";
      int batch = train.indexOf(name);
      if (batch >= 0) {
        trainPart.read(tar, entry, batch * trainRecords, trainRecords);
        found[batch] = true;
      } else if (name.equals(test)) {
        testPart.read(tar, entry, 0, testRecords);
        found[train.size()] = true;
      } else if (name.equals(names)) {
        byte[] text = new byte[Math.toIntExact(Math.min(entry.size(), 1 << 16))];
        tar.read(text, 0, text.length);
        classNames =
            new String(text, StandardCharsets.UTF_8)
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
        found[train.size() + 1] = true;
      }
    }
    for (int i = 0; i < found.length; i++) {
      if (!found[i]) {
        String name = i < train.size() ? train.get(i) : i == train.size() ? test : names;
        throw new DataException(
            archive.toString(),
            "the file " + folder + name + " in it",
            "no such file",
            "delete the archive and get it again.");
      }
    }
    String[] array = classNames.toArray(String[]::new);
    return new TrainTest(trainPart.dataset(array), testPart.dataset(array));
  }

  /// Pictures and labels of one part, filled file by file.
  private final class Part {
    final byte[] images;
    final byte[] labels;

    Part(int records) {
      images = new byte[records * PICTURE];
      labels = new byte[records];
    }

    void read(Tar tar, Tar.Entry entry, int first, int records) throws IOException {
      byte[] bytes = new byte[labelBytes + PICTURE];
      if (entry.size() != (long) records * bytes.length) {
        throw new DataException(
            entry.name(),
            records + " records of " + bytes.length + " bytes",
            entry.size() + " bytes",
            "delete the archive and get it again.");
      }
      for (int i = first; i < first + records; i++) {
        tar.read(bytes, 0, bytes.length);
        labels[i] = bytes[labelBytes - 1];
        int at = i * PICTURE;
        for (int pixel = 0; pixel < PLANE; pixel++) {
          images[at++] = bytes[labelBytes + pixel];
          images[at++] = bytes[labelBytes + PLANE + pixel];
          images[at++] = bytes[labelBytes + 2 * PLANE + pixel];
        }
      }
    }

    Dataset dataset(String[] classNames) {
      return Dataset.from(new InMemory.Bytes(EXAMPLE, images, labels)).classNames(classNames);
    }
  }
}
