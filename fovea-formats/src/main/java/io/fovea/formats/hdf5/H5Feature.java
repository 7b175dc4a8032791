// SPDX-License-Identifier: Apache-2.0
package io.fovea.formats.hdf5;

import io.fovea.error.FormatException;
import io.fovea.error.Printable;
import io.jhdf.exceptions.HdfFilterException;
import io.jhdf.exceptions.UnsupportedHdfException;
import java.util.Optional;
import java.util.regex.Pattern;

/// What an HDF5 file may have and Fovea does not read: found deep inside, where nobody knows the file.
final class H5Feature extends RuntimeException {
  private static final Pattern FILTER = Pattern.compile("filter is not available: name='([^']*)'");
  private static final int MOST_SHOWN = 40;

  private final String expected;
  private final String got;
  private final String fix;

  private H5Feature(String expected, String got, String fix) {
    super(got);
    this.expected = expected;
    this.got = got;
    this.fix = fix;
  }

  static H5Feature filter(String name) {
    return new H5Feature(
        "numbers as they are, or packed by gzip, lzf, shuffle or fletcher32",
        "the filter " + Printable.of(name, MOST_SHOWN),
        "save it in Python once more, without this filter.");
  }

  static H5Feature unwritten() {
    return new H5Feature(
        "numbers",
        "room for numbers that nobody wrote",
        "write all of them in Python, and save the file again.");
  }

  /// What an exception of the library means, if it is about a feature and no damage.
  static Optional<H5Feature> of(Throwable cause) {
    return switch (cause) {
      case H5Feature feature -> Optional.of(feature);
      case UnsupportedHdfException _ ->
          Optional.of(
              new H5Feature(
                  "HDF5 as h5py writes it",
                  "a feature of HDF5 that Fovea does not know",
                  "save it in Python once more, without filters of its own."));
      case HdfFilterException e -> {
        var name = FILTER.matcher(String.valueOf(e.getMessage()));
        yield name.find() ? Optional.of(filter(name.group(1))) : Optional.empty();
      }
      default -> Optional.empty();
    };
  }

  FormatException in(String where) {
    return new FormatException(where, expected, got, fix);
  }
}
