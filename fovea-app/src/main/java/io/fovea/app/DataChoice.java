package io.fovea.app;

import io.fovea.data.Datasets;
import io.fovea.data.TrainTest;
import java.util.Arrays;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// The data sets that `--data` names.
enum DataChoice {
  /// 10,000 digits of MNIST, part of the program.
  MNIST10K("mnist10k"),
  /// All 70,000 digits, downloaded on first use.
  MNIST("mnist"),
  /// 70,000 pictures of clothes, downloaded on first use.
  FASHION_MNIST("fashion-mnist"),
  /// 60,000 small photos, downloaded on first use.
  CIFAR10("cifar10");

  private final String label;

  DataChoice(String label) {
    this.label = label;
  }

  /// Its name on the command line.
  String label() {
    return label;
  }

  /// Whether it shows handwritten digits.
  boolean isDigits() {
    return this == MNIST10K || this == MNIST;
  }

  /// Reads it, which may mean to download it first.
  TrainTest read() {
    return switch (this) {
      case MNIST10K -> Datasets.mnist10k();
      case MNIST -> Datasets.mnist();
      case FASHION_MNIST -> Datasets.fashionMnist();
      case CIFAR10 -> Datasets.cifar10();
    };
  }

  @Override
  public String toString() {
    return label;
  }

  /// From the command line.
  static final class Converter implements ITypeConverter<DataChoice> {
    @Override
    public DataChoice convert(String value) {
      return Arrays.stream(values())
          .filter(choice -> choice.label.equals(value))
          .findFirst()
          .orElseThrow(() ->
              new TypeConversionException(
                  "expected one of " + Arrays.toString(values()) + ", got " + value));
    }
  }
}
