package io.fovea.app;

import io.fovea.data.Datasets;
import io.fovea.data.PictureFiles;
import io.fovea.data.TrainTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/// The data sets that Fovea knows by name.
///
/// @param name on the command line, and of its folder in the cache
/// @param classes how many kinds of pictures
/// @param train pictures to train on
/// @param test pictures to test on; 0 if the set is not divided
/// @param size of a picture, or `photos` if they are of many sizes
/// @param megabytes to download; 0 if it is part of the program
/// @param fetch brings it, if need be, and reads it
record KnownData(
    String name,
    int classes,
    int train,
    int test,
    String size,
    double megabytes,
    Supplier<Object> fetch) {
  static final List<KnownData> ALL =
      List.of(
          of("mnist10k", 10, 8_000, 2_000, "28x28x1", 0, Datasets::mnist10k),
          of("mnist", 10, 60_000, 10_000, "28x28x1", 11.6, Datasets::mnist),
          of("fashion-mnist", 10, 60_000, 10_000, "28x28x1", 30.9, Datasets::fashionMnist),
          of("cifar-10", 10, 50_000, 10_000, "32x32x3", 170.1, Datasets::cifar10),
          of("cifar-100", 100, 50_000, 10_000, "32x32x3", 169, Datasets::cifar100),
          of("tf-flowers", 5, 3_670, 0, "photos", 228.8, Datasets::tfFlowers),
          of("imagenette", 10, 9_469, 3_925, "photos", 341.7, Datasets::imagenette));

  private static KnownData of(
      String name,
      int classes,
      int train,
      int test,
      String size,
      double megabytes,
      Supplier<Object> fetch) {
    return new KnownData(name, classes, train, test, size, megabytes, fetch);
  }

  static String names() {
    return String.join(", ", ALL.stream().map(KnownData::name).toList());
  }

  /// Where its files are, or will be.
  Path folder() {
    return Datasets.cacheFolder().resolve(name);
  }

  /// `built in`, `here`, or how much there is to download.
  String state() {
    return megabytes == 0 ? "built in" : isHere() ? "here" : "to download";
  }

  private boolean isHere() {
    if (!Files.isDirectory(folder())) {
      return false;
    }
    String[] names = folder().toFile().list();
    return names != null
        && Arrays.stream(names).anyMatch(file -> !file.startsWith(".")) // not the lock alone
        && Arrays.stream(names).noneMatch(file -> file.endsWith(".part"));
  }

  /// How many pictures a fetched set holds.
  static int pictures(Object data) {
    return switch (data) {
      case TrainTest both -> both.train().size() + both.test().size();
      case PictureFiles files -> files.files().size();
      case io.fovea.data.PictureParts parts ->
          parts.train().files().size() + parts.test().files().size();
      default -> throw new IllegalStateException("KnownData: expected a data set, got " + data);
    };
  }
}
