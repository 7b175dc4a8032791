// SPDX-License-Identifier: Apache-2.0
package io.fovea.image;

import io.fovea.error.DataException;
import io.fovea.file.WholeFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/// Reads and writes picture files.
///
/// Formats are those of [PictureFormat], told apart by how files begin, not by their names. Threads may read at the same time.
public final class Images {
  /// Pictures with more pixels than this are refused before they are decoded: 100 million.
  public static final long MAX_PIXELS = ImageLimits.DEFAULT.pixels();

  /// Files larger than this are refused before they are read: 512 MiB.
  public static final long MAX_BYTES = ImageLimits.DEFAULT.bytes();

  private Images() {}

  /// Reads a picture of at most [#MAX_BYTES] and [#MAX_PIXELS].
  ///
  /// It has 1 channel if the file holds shades of grey, 4 if it has alpha, else 3; [Image#on] lays
  /// transparent parts over a color, [Image#toRgb] and all that needs fewer channels over white.
  /// Samples of 16 bits are rounded to 8; palettes are looked up; of an animation the first frame is
  /// read, on its canvas, of several pages the first. Pictures are turned as their Exif orientation
  /// says. Colour profiles are not applied, as in Keras.
  ///
  /// @throws DataException if the file is missing, too large, damaged, or not a picture
  public static Image read(Path file) {
    return read(file, ImageLimits.DEFAULT);
  }

  /// As [#read(Path)], with other limits.
  ///
  /// @throws DataException if the file is missing, too large, damaged, or not a picture
  public static Image read(Path file, ImageLimits limits) {
    return read(file, limits, Part::all);
  }

  /// A part of a picture, the same pixels as if it were cut from all of it; what lies below it in a
  /// JPEG file is not even decoded, and damage there is not noticed.
  ///
  /// @param part chosen by the size of the picture, turned upright
  /// @throws DataException if the file is missing, too large, damaged, or not a picture
  /// @throws IllegalArgumentException if the part is not inside the picture
  public static Image read(Path file, ImageLimits limits, Part.Choice part) {
    return decode(bytes(file, limits), file.toString(), limits, part);
  }

  /// The picture in the bytes of a file, as [#read(Path)] would read it.
  ///
  /// @param file all bytes, not changed
  /// @param name what errors call it
  /// @throws DataException if it is too large, damaged, or not a picture
  public static Image decode(byte[] file, String name, ImageLimits limits) {
    return decode(file, name, limits, Part::all);
  }

  /// A part of the picture in the bytes of a file, as [#read(Path, ImageLimits, Part.Choice)] would
  /// read it.
  ///
  /// @param file all bytes, not changed
  /// @param name what errors call it
  /// @param part chosen by the size of the picture, turned upright
  /// @throws DataException if it is too large, damaged, or not a picture
  /// @throws IllegalArgumentException if the part is not inside the picture
  public static Image decode(byte[] file, String name, ImageLimits limits, Part.Choice part) {
    checkLength(name, file.length, limits);
    return new Decoder(name, file, limits, part).image();
  }

  private static byte[] bytes(Path file, ImageLimits limits) {
    if (!Files.isRegularFile(file)) {
      throw new DataException(
          file.toString(),
          "a picture file",
          Files.isDirectory(file)
              ? "a folder"
              : Files.exists(file) ? "a device or a pipe" : "no such file",
          "check the path.");
    }
    try (InputStream in = Files.newInputStream(file)) {
      checkLength(file.toString(), Files.size(file), limits);
      byte[] bytes = in.readNBytes((int) Math.min(limits.bytes() + 1, Integer.MAX_VALUE - 8));
      // it may have grown meanwhile
      checkLength(file.toString(), bytes.length, limits);
      return bytes;
    } catch (IOException e) {
      throw new DataException(
          file.toString(),
          "a file that can be read",
          e.getClass().getSimpleName() + ": " + e.getMessage(),
          "check its permissions, or leave it out.",
          e);
    }
  }

  private static void checkLength(String name, long bytes, ImageLimits limits) {
    if (bytes == 0) {
      throw new DataException(name, "a picture", "an empty file", "copy it anew, or leave it out.");
    }
    if (bytes > limits.bytes()) {
      String most =
          limits.bytes() % (1 << 20) == 0
              ? (limits.bytes() >> 20) + " MiB"
              : limits.bytes() + " bytes";
      throw new DataException(
          name, "a picture file of at most " + most, bytes + " bytes", "make the picture smaller.");
    }
  }

  /// Writes a picture as PNG; a file of that name is replaced only when the new one is complete.
  ///
  /// @throws DataException if the file cannot be written
  public static void writePng(Image image, Path file) {
    try {
      WholeFile.make(
          file,
          part -> {
            try (OutputStream out = Files.newOutputStream(part)) {
              ImageIO.write(Samples.toBuffered(image), "png", out);
            }
          });
    } catch (IOException e) {
      throw new DataException(
          file.toString(),
          "a file that can be written",
          e.getClass().getSimpleName() + ": " + e.getMessage(),
          "choose a folder that exists and is writable.",
          e);
    }
  }
}
