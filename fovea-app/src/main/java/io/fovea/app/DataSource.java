package io.fovea.app;

import io.fovea.data.PictureFiles;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// What `--data` names: a well-known data set, or pictures of one's own.
///
/// @param name of the data set; else the path of a folder or table, absolute
record DataSource(String name) {
  static final DataSource MNIST10K = new DataSource(DataChoice.MNIST10K.label());

  /// @throws IllegalArgumentException if it is neither a data set nor looks like a path
  static DataSource of(String text) {
    var known = DataChoice.named(text);
    if (known.isPresent()) {
      return new DataSource(known.get().label());
    }
    try {
      var path = Path.of(text);
      boolean word = path.getNameCount() == 1 && !text.contains(".") && !text.endsWith("/");
      if (!text.isBlank() && (!word || Files.exists(path))) {
        return new DataSource(path.toAbsolutePath().normalize().toString());
      }
    } catch (InvalidPathException e) {
      // no path, so no folder
    }
    var names = Arrays.stream(DataChoice.values()).map(DataChoice::label).toList();
    throw new IllegalArgumentException(
        Problems.unknown(
            "a data set or a folder of pictures", text, names, "'fovea data list' lists all."));
  }

  /// The well-known data set, if it is one.
  Optional<DataChoice> choice() {
    return DataChoice.named(name);
  }

  /// Whether it is part of the program, so that neither network nor files are asked.
  boolean isBuiltIn() {
    return equals(MNIST10K);
  }

  /// Whether it comes as files of pictures.
  boolean isPictures() {
    return choice().map(DataChoice::isPictures).orElse(true);
  }

  /// Reads it for a network.
  ///
  /// @param console hears how far it is, and what was left out
  /// @param json whether the command's results are for machines
  /// @throws io.fovea.error.DataException if there is nothing to learn from
  DataParts read(Wanted wanted, Console console, boolean json) {
    return isPictures()
        ? new PictureData(name, files(), wanted, console, json).read()
        : DataParts.of(choice().orElseThrow(), wanted);
  }

  private Map<String, PictureFiles> files() {
    var choice = choice();
    return choice.isPresent() ? choice.get().files() : PictureFolder.of(Path.of(name)).parts();
  }

  /// Whether its pictures come in parts, so that nothing has to divide them.
  boolean isDivided() {
    return choice()
        .map(choice -> choice.test() > 0)
        .orElseGet(() -> PictureFolder.isDivided(Path.of(name)));
  }

  /// What it is called, without the folders that it lies in.
  String label() {
    var last = choice().isPresent() ? null : Path.of(name).getFileName();
    return last == null ? name : last.toString();
  }

  @Override
  public String toString() {
    return name;
  }

  /// From the command line.
  static final class Converter implements ITypeConverter<DataSource> {
    @Override
    public DataSource convert(String value) {
      try {
        return of(value);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(String.valueOf(e.getMessage()));
      }
    }
  }
}
