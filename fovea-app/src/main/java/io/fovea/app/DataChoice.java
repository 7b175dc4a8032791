package io.fovea.app;

import io.fovea.data.Datasets;
import io.fovea.data.TrainTest;
import java.util.Arrays;
import java.util.function.Supplier;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// The data sets that `--data` names.
enum DataChoice {
  /// 10,000 digits of MNIST, part of the program.
  MNIST10K("mnist10k", Datasets::mnist10k),
  /// All 70,000 digits, downloaded on first use.
  MNIST("mnist", Datasets::mnist),
  /// 70,000 pictures of clothes, downloaded on first use.
  FASHION_MNIST("fashion-mnist", Datasets::fashionMnist),
  /// 60,000 small photos, downloaded on first use.
  CIFAR10("cifar10", Datasets::cifar10);

  private final String label;
  private final Supplier<TrainTest> reader;

  DataChoice(String label, Supplier<TrainTest> reader) {
    this.label = label;
    this.reader = reader;
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
    return reader.get();
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
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "expected one of " + Arrays.toString(values()) + ", got " + value));
    }
  }
}
