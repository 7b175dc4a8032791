// SPDX-License-Identifier: Apache-2.0
package io.fovea.app;

import io.fovea.data.DatasetEntry;
import io.fovea.data.Datasets;
import io.fovea.data.PictureFiles;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// What `--data` names: a well-known data set, or pictures of one's own.
///
/// @param name of the data set; else the path of a folder or table, absolute
record DataSource(String name) {
  static final DataSource MNIST10K = new DataSource("mnist10k");

  /// @throws IllegalArgumentException if it is neither a data set nor looks like a path
  static DataSource of(String text) {
    var known = Datasets.entry(text);
    if (known.isPresent()) {
      return new DataSource(known.get().name());
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
    throw new IllegalArgumentException(
        Problems.unknown(
            "a data set or a folder of pictures", text, names(), "'fovea data list' lists all."));
  }

  /// The names of all well-known data sets.
  static List<String> names() {
    return Datasets.entries().stream().map(DatasetEntry::name).toList();
  }

  /// The well-known data set, if it is one.
  Optional<DatasetEntry> entry() {
    return Datasets.entry(name);
  }

  /// Whether it is part of the program, so that neither network nor files are asked.
  boolean isBuiltIn() {
    return equals(MNIST10K);
  }

  /// Whether it comes as files of pictures.
  boolean isPictures() {
    return entry().flatMap(DatasetEntry::picture).isEmpty();
  }

  /// Reads it for a network.
  ///
  /// @param console hears how far it is, and what was left out
  /// @param json whether the command's results are for machines
  /// @throws io.fovea.error.DataException if there is nothing to learn from
  DataParts read(Wanted wanted, Console console, boolean json) {
    var content = entry().map(DatasetEntry::content);
    return content.isPresent() && content.get() instanceof DatasetEntry.Small(var read)
        ? DataParts.of(name, read.get(), wanted)
        : new PictureData(name, files(), wanted, console, json).read();
  }

  private Map<String, PictureFiles> files() {
    var content = entry().map(DatasetEntry::content);
    if (content.isEmpty() || !(content.get() instanceof DatasetEntry.Photos(var files))) {
      return PictureFolder.of(Path.of(name)).parts();
    }
    var published = files.get();
    var parts = new LinkedHashMap<String, PictureFiles>();
    parts.put(
        published.size() == 1 ? PictureFolder.ALL : PictureFolder.TRAIN, published.getFirst());
    published.stream().skip(1).forEach(test -> parts.put(PictureFolder.TEST, test));
    return parts;
  }

  /// Whether its pictures come in parts, so that nothing has to divide them.
  boolean isDivided() {
    return entry()
        .map(known -> known.test() > 0)
        .orElseGet(() -> PictureFolder.isDivided(Path.of(name)));
  }

  /// Whether one of its parts is there to choose the best epoch by.
  boolean isValidated() {
    return entry().isEmpty() && PictureFolder.isValidated(Path.of(name));
  }

  /// What it is called, without the folders that it lies in.
  String label() {
    var last = entry().isPresent() ? null : Path.of(name).getFileName();
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
