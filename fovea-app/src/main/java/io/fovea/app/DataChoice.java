package io.fovea.app;

import io.fovea.data.Datasets;
import io.fovea.data.PictureFiles;
import io.fovea.data.PictureParts;
import io.fovea.data.TrainTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The data sets that Fovea knows by name: the one table for `--data`, `data list` and `data fetch`.
enum DataChoice {
  /// Digits, part of the program.
  MNIST10K("mnist10k", "mnist10k", 10, 8_000, 2_000, "28x28x1", 0),
  /// All digits.
  MNIST("mnist", "mnist", 10, 60_000, 10_000, "28x28x1", 11.6),
  /// Pictures of clothes.
  FASHION_MNIST("fashion-mnist", "fashion-mnist", 10, 60_000, 10_000, "28x28x1", 30.9),
  /// Small photos.
  CIFAR10("cifar10", "cifar-10", 10, 50_000, 10_000, "32x32x3", 170.1),
  /// Small photos of a hundred kinds.
  CIFAR100("cifar100", "cifar-100", 100, 50_000, 10_000, "32x32x3", 169),
  /// Photos of flowers.
  TF_FLOWERS("tf-flowers", "tf-flowers", 5, 3_670, 0, DataChoice.PHOTOS, 228.8),
  /// Photos of ten kinds of things.
  IMAGENETTE("imagenette", "imagenette", 10, 9_469, 3_925, DataChoice.PHOTOS, 341.7);

  private static final String PHOTOS = "photos";

  private final String label;
  private final String folder;
  private final int classes;
  private final int train;
  private final int test;
  private final String size;
  private final double megabytes;

  DataChoice(
      String label,
      String folder,
      int classes,
      int train,
      int test,
      String size,
      double megabytes) {
    this.label = label;
    this.folder = folder;
    this.classes = classes;
    this.train = train;
    this.test = test;
    this.size = size;
    this.megabytes = megabytes;
  }

  /// The data set of this name, in any case, with or without hyphens: `cifar-10` is `cifar10`.
  static Optional<DataChoice> named(String name) {
    return Arrays.stream(values()).filter(one -> plain(one.label).equals(plain(name))).findFirst();
  }

  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[-_]", "");
  }

  /// All names.
  static List<String> names() {
    return Arrays.stream(values()).map(DataChoice::label).toList();
  }

  /// Its name on the command line.
  String label() {
    return label;
  }

  /// How many kinds of pictures.
  int classes() {
    return classes;
  }

  /// Pictures to train on.
  int train() {
    return train;
  }

  /// Pictures to test on; 0 if the set is not divided.
  int test() {
    return test;
  }

  /// Size of a picture, or `photos` if they are of many sizes.
  String size() {
    return size;
  }

  /// How much there is to download; 0 if it is part of the program.
  double megabytes() {
    return megabytes;
  }

  /// Where its files are, or will be.
  Path folder() {
    return Datasets.cacheFolder().resolve(folder);
  }

  /// `built in`, `here` or `to download`.
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

  /// Whether it shows handwritten digits.
  boolean isDigits() {
    return this == MNIST10K || this == MNIST;
  }

  /// Whether it comes as files of pictures of many sizes.
  boolean isPictures() {
    return size.equals(PHOTOS);
  }

  /// Brings it, if need be, reads it, and counts its pictures.
  int fetch() {
    if (isPictures()) {
      return files().values().stream().mapToInt(part -> part.files().size()).sum();
    }
    var both = read();
    return both.train().size() + both.test().size();
  }

  /// Reads one of small pictures, which may mean to download it first.
  TrainTest read() {
    return switch (this) {
      case MNIST10K -> Datasets.mnist10k();
      case MNIST -> Datasets.mnist();
      case FASHION_MNIST -> Datasets.fashionMnist();
      case CIFAR10 -> Datasets.cifar10();
      case CIFAR100 -> Datasets.cifar100();
      case TF_FLOWERS, IMAGENETTE -> throw new IllegalStateException(label + " is files");
    };
  }

  /// The files of one of pictures, by part, which may mean to download them first.
  Map<String, PictureFiles> files() {
    Map<String, PictureFiles> parts = new LinkedHashMap<>();
    if (this == TF_FLOWERS) {
      parts.put(PictureFolder.ALL, Datasets.tfFlowers());
    } else {
      PictureParts both = Datasets.imagenette();
      parts.put(PictureFolder.TRAIN, both.train());
      parts.put(PictureFolder.TEST, both.test());
    }
    return parts;
  }

  @Override
  public String toString() {
    return label;
  }
}
