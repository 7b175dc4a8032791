// SPDX-License-Identifier: Apache-2.0
package io.fovea.formats.hdf5;

import io.fovea.error.FormatException;
import io.fovea.error.Reason;
import io.fovea.file.RegularFile;
import io.fovea.file.WholeFile;
import io.fovea.formats.Budget;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;

/// HDF5 files on disk: read whole, written whole or not at all.
public final class H5Files {
  private H5Files() {}

  /// Opens an HDF5 file for as long as `reading` takes.
  public static <T> T read(Path path, Function<H5File, T> reading) {
    RegularFile.instead(path)
        .ifPresent(other -> {
          throw new FormatException(path.toString(), "a model file", other, "check the path.");
        });
    ByteBuffer bytes;
    try (var channel = FileChannel.open(path)) {
      if (channel.size() > Integer.MAX_VALUE) {
        throw new FormatException(
            path.toString(),
            "a file of at most 2 GB",
            channel.size() + " bytes",
            "save the weights in Python as safetensors.");
      }
      bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
    } catch (IOException e) {
      throw new FormatException(
          path.toString(), "a file that can be read", Reason.of(e), "check its permissions.");
    }
    var budget = Budget.of(path.toString(), bytes.remaining());
    return read(path.toString(), bytes, budget, reading);
  }

  /// @param budget of the file that holds the bytes
  public static <T> T read(
      String where, ByteBuffer bytes, Budget budget, Function<H5File, T> reading) {
    try (var file = H5File.of(where, bytes, budget)) {
      return reading.apply(file);
    }
  }

  public static void write(Path path, H5Group root) {
    var writer = H5Writer.of(root);
    try {
      WholeFile.make(
          path,
          part -> {
            try (var out = new BufferedOutputStream(Files.newOutputStream(part), 1 << 16)) {
              writer.writeTo(out);
            }
          });
    } catch (IOException e) {
      throw new FormatException(
          path.toString(),
          "a file that can be written",
          Reason.of(e),
          "check that the folder exists and has room.");
    }
  }
}
