package io.fovea.image;

import io.fovea.error.DataException;
import io.fovea.file.WholeFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/// Reads and writes picture files.
///
/// Formats are those of ImageIO and of its plug-ins on the class path: JPEG (also CMYK), PNG, GIF,
/// BMP, WebP. Threads may read at the same time.
public final class Images {
  /// Pictures with more pixels than this are refused before they are decoded: 100 million.
  public static final long MAX_PIXELS = 100_000_000;

  /// Files larger than this are refused before they are read: 512 MiB.
  public static final long MAX_BYTES = 512L << 20;

  static {
    // files are read as a whole; ImageIO would otherwise copy each one to a temporary file
    ImageIO.setUseCache(false);
  }

  private Images() {}

  /// Reads a picture: 1 channel if the file holds shades of grey, 4 if it has alpha, else 3.
  ///
  /// 16-bit samples are rounded to 8 bits; palettes are looked up; of an animation the first frame
  /// is read. Colour profiles are not applied, as in Keras.
  ///
  /// @throws DataException if the file is missing, too large, damaged, or not a picture
  public static Image read(Path file) {
    List<ImageReader> readers = new ArrayList<>();
    try {
      byte[] bytes = bytes(file);
      try (ImageInputStream stream = open(bytes)) {
        for (Iterator<ImageReader> i = ImageIO.getImageReaders(stream); i.hasNext(); ) {
          readers.add(i.next());
        }
      }
      if (readers.isEmpty()) {
        throw new DataException(
            file.toString(),
            "a picture (JPEG, PNG, GIF, BMP or WebP)",
            "a file of another format",
            "convert it, or leave it out.");
      }
      return decode(file, bytes, readers);
    } catch (IOException e) {
      throw damaged(file, e);
    } finally {
      readers.forEach(ImageReader::dispose);
    }
  }

  private static byte[] bytes(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new DataException(
          file.toString(),
          "a picture file",
          Files.exists(file) ? "a folder" : "no such file",
          "check the path.");
    }
    long size = Files.size(file);
    if (size == 0 || size > MAX_BYTES) {
      throw new DataException(
          file.toString(),
          "a picture file of at most " + (MAX_BYTES >> 20) + " MiB",
          size == 0 ? "an empty file" : (size >> 20) + " MiB",
          size == 0 ? "replace it, or leave it out." : "make the picture smaller.");
    }
    return Files.readAllBytes(file);
  }

  private static ImageInputStream open(byte[] bytes) throws IOException {
    return ImageIO.createImageInputStream(new ByteArrayInputStream(bytes));
  }

  /// Lets each reader that claims the file try; the first one's problem is the one reported.
  private static Image decode(Path file, byte[] bytes, List<ImageReader> readers) {
    List<Exception> problems = new ArrayList<>();
    for (ImageReader reader : readers) {
      try (ImageInputStream stream = open(bytes)) {
        List<String> warnings = new ArrayList<>();
        reader.addIIOReadWarningListener((_, warning) -> warnings.add(warning));
        reader.setInput(stream, true, true);
        checkSize(file, reader.getWidth(0), reader.getHeight(0));
        Image image = Samples.of(reader.read(0));
        checkComplete(file, warnings);
        return image;
      } catch (DataException e) {
        throw e;
      } catch (IOException | RuntimeException e) {
        // plug-ins meet damaged files with all kinds of runtime exceptions
        problems.add(e);
      }
    }
    throw damaged(file, problems.getFirst());
  }

  private static void checkSize(Path file, int width, int height) {
    if ((long) width * height > MAX_PIXELS) {
      throw new DataException(
          file.toString(),
          "at most " + MAX_PIXELS / 1_000_000 + " million pixels",
          width + " x " + height,
          "make the picture smaller.");
    }
  }

  /// The JPEG reader fills what is missing with grey and only warns: once for the missing end, once
  /// for missing data. A file that lacks the end mark alone is complete enough.
  private static void checkComplete(Path file, List<String> warnings) {
    boolean noEnd = warnings.stream().anyMatch(warning -> warning.contains("Missing EOI"));
    boolean noData = warnings.stream().anyMatch(warning -> warning.contains("premature end"));
    if (noEnd && noData) {
      throw new DataException(
          file.toString(),
          "a complete picture",
          "a JPEG file that is cut off",
          "replace it, or leave it out.");
    }
  }

  private static DataException damaged(Path file, Exception problem) {
    String message = problem.getMessage();
    String reason =
        message == null || message.isBlank()
            ? problem.getClass().getSimpleName()
            : message.strip().lines().findFirst().orElse("");
    var error =
        new DataException(
            file.toString(),
            "a readable picture",
            "a damaged or unsupported one (" + reason + ")",
            "replace it, or leave it out.");
    error.initCause(problem);
    return error;
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
      var error =
          new DataException(
              file.toString(),
              "a file that can be written",
              e.getClass().getSimpleName() + ": " + e.getMessage(),
              "choose a folder that exists and is writable.");
      error.initCause(e);
      throw error;
    }
  }
}
