package io.fovea.app;

import io.fovea.data.Datasets;
import io.fovea.data.PictureFiles;
import io.fovea.data.PictureParts;
import io.fovea.data.TrainTest;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The well-known data sets that `--data` names.
enum DataChoice {
  /// 10,000 digits of MNIST, part of the program.
  MNIST10K("mnist10k"),
  /// All 70,000 digits, downloaded on first use.
  MNIST("mnist"),
  /// 70,000 pictures of clothes, downloaded on first use.
  FASHION_MNIST("fashion-mnist"),
  /// 60,000 small photos, downloaded on first use.
  CIFAR10("cifar10"),
  /// 60,000 small photos of a hundred kinds, downloaded on first use.
  CIFAR100("cifar100"),
  /// 3,670 photos of flowers, downloaded on first use.
  TF_FLOWERS("tf-flowers"),
  /// 13,394 photos of ten kinds of things, downloaded on first use.
  IMAGENETTE("imagenette");

  private final String label;

  DataChoice(String label) {
    this.label = label;
  }

  /// The data set of this name.
  static Optional<DataChoice> named(String label) {
    return Arrays.stream(values()).filter(choice -> choice.label.equals(label)).findFirst();
  }

  /// Its name on the command line.
  String label() {
    return label;
  }

  /// Whether it shows handwritten digits.
  boolean isDigits() {
    return this == MNIST10K || this == MNIST;
  }

  /// Whether it comes as files of pictures of many sizes.
  boolean isPictures() {
    return this == TF_FLOWERS || this == IMAGENETTE;
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
      parts.put("train", both.train());
      parts.put("test", both.test());
    }
    return parts;
  }

  @Override
  public String toString() {
    return label;
  }
}
