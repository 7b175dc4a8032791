// SPDX-License-Identifier: Apache-2.0
package io.fovea.data;

import io.fovea.tensor.Shape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// A row of the table of well-known data sets, see [Datasets#entries].
///
/// @param name in small letters, e.g. `fashion-mnist`
/// @param classes how many kinds of pictures
/// @param train pictures to learn from
/// @param test pictures to measure on; 0 if the set is not divided
/// @param picture shape of one, `[H, W, C]`; empty for photos of many sizes
/// @param megabytes to download; 0 if it is part of the library
/// @param folder in the cache, as [Datasets] names it
/// @param content what is in it
public record DatasetEntry(
    String name,
    int classes,
    int train,
    int test,
    Optional<Shape> picture,
    double megabytes,
    Path folder,
    Content content) {
  /// How a data set comes; reading it may mean to download it first.
  public sealed interface Content {}

  /// Small pictures of one size, in memory.
  ///
  /// @param read brings both parts
  public record Small(Supplier<TrainTest> read) implements Content {}

  /// Files of photos.
  ///
  /// @param files brings those to learn from, and behind them those to measure on, if the set is
  ///     divided
  public record Photos(Supplier<List<PictureFiles>> files) implements Content {}

  static DatasetEntry small(
      String name,
      int classes,
      int train,
      int test,
      Shape picture,
      double megabytes,
      String folder,
      Supplier<TrainTest> read) {
    return new DatasetEntry(
        name,
        classes,
        train,
        test,
        Optional.of(picture),
        megabytes,
        CacheFolder.of(folder),
        new Small(read));
  }

  static DatasetEntry photos(
      String name,
      int classes,
      int train,
      int test,
      double megabytes,
      Supplier<List<PictureFiles>> files) {
    return new DatasetEntry(
        name,
        classes,
        train,
        test,
        Optional.empty(),
        megabytes,
        CacheFolder.of(name),
        new Photos(files));
  }

  /// Whether it is part of the library.
  public boolean isBuiltIn() {
    return megabytes == 0;
  }

  /// Whether no download is needed any more.
  public boolean isHere() {
    String[] names = Files.isDirectory(folder) ? folder.toFile().list() : null;
    return isBuiltIn()
        || names != null
            && Arrays.stream(names).anyMatch(file -> !file.startsWith(".")) // not the lock alone
            && Arrays.stream(names).noneMatch(file -> file.endsWith(".part"));
  }

  /// Brings it, if need be, reads it, and counts its pictures.
  ///
  /// @throws io.fovea.error.DataException if it is not in the cache and cannot be downloaded
  public int fetch() {
    return switch (content) {
      case Small(var read) -> {
        var both = read.get();
        yield both.train().size() + both.test().size();
      }
      case Photos(var files) -> files.get().stream().mapToInt(part -> part.files().size()).sum();
    };
  }
}
