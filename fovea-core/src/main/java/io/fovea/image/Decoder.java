// SPDX-License-Identifier: Apache-2.0
package io.fovea.image;

import io.fovea.error.DataException;
import io.fovea.turbojpeg.TurboJpeg;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import javax.imageio.IIOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.spi.ImageReaderSpi;
import org.jspecify.annotations.Nullable;

/// Turns the bytes of one file into a picture, or says in one sentence why not.
///
/// @param name of the file, for errors
/// @param file its bytes, not changed
/// @param limits what it may cost
/// @param part which part of the picture is wanted
record Decoder(String name, byte[] file, ImageLimits limits, Part.Choice part) {
  /// Heap that decoding takes per pixel: the file's samples, ours, and room for a conversion.
  private static final int BYTES_PER_PIXEL = 8;

  /// Pixels that one byte of a file can stand for, generously: an empty 8 x 8 block takes a bit of
  /// JPEG; a PNG is at least a thousandth of its samples, of which a byte holds up to eight; a code
  /// of GIF has at least 3 bits and stands for up to 4,096.
  private static final long MAX_JPEG_PIXELS = 4 * 64 * 8;

  private static final long MAX_PNG_PIXELS = 1032 * 8;
  private static final long MAX_GIF_PIXELS = 4096 * 3;

  /// Passes over a picture that a JPEG file may make, whatever its size.
  private static final int MAX_SCANS = 500;

  static {
    // files are read as a whole; ImageIO would otherwise copy each one to a temporary file
    ImageIO.setUseCache(false);
  }

  /// The reader of the JDK for JPEG, if it has one; looked for once.
  private static final Optional<ImageReaderSpi> JPEG = Jpeg.reader();

  Image image() {
    PictureFormat format =
        PictureFormat.of(file)
            .orElseThrow(() ->
                new DataException(
                    name,
                    "a picture (JPEG, PNG, GIF, BMP, WebP or TIFF)",
                    "a file of another format",
                    "convert it, or leave it out."));
    try {
      if (format == PictureFormat.TIFF) {
        return cut(tiff());
      }
      if (format != PictureFormat.JPEG) {
        return cut(Exif.upright(others(format), Exif.orientation(format, file)));
      }
      JpegHeader header = JpegHeader.of(file);
      if (header.components() == 0) {
        throw cutOff("a JPEG file that ends before its size");
      }
      checkSize(header.width(), header.height(), MAX_JPEG_PIXELS);
      checkScans(header);
      if (!header.rare().isEmpty()) {
        throw new UnsupportedPicture(
            "a JPEG file with Huffman coding and samples of 8 bits", header.rare());
      }
      return jpeg(header);
    } catch (UnsupportedPicture e) {
      throw new DataException(name, e.expected(), e.got(), "convert it, or leave it out.");
    } catch (IOException
        | IndexOutOfBoundsException
        | ArithmeticException
        | NegativeArraySizeException e) {
      throw damaged(format, e);
    } catch (OutOfMemoryError e) {
      throw tooLarge("a picture that fits into the Java heap", "one that does not", e);
    }
  }

  /// Most files by libjpeg-turbo where it is installed, else by the JDK's reader and our
  /// conversion, which is twice as fast as the reader's own and knows no profiles; rare kinds by
  /// the plug-in.
  private Image jpeg(JpegHeader header) throws IOException {
    byte[] bare = Jpeg.withoutExtras(file);
    Optional<Image> quick = turbo(header, bare);
    if (quick.isPresent()) {
      return cut(Exif.upright(quick.get(), header.orientation()));
    }
    if (!header.common() || JPEG.isEmpty() || header.components() == 2) {
      return cut(Exif.upright(plugIn(PictureFormat.JPEG, bare), header.orientation()));
    }
    if (header.orientation() != Exif.UPRIGHT || header.tall() != 0) {
      Part all = Part.all(header.width(), header.height());
      return cut(Exif.upright(raster(JPEG.get(), bare, header, all), header.orientation()));
    }
    Part wanted = part.of(header.width(), header.height());
    return raster(JPEG.get(), bare, header, wanted.inside(name, header.width(), header.height()));
  }

  private Image others(PictureFormat format) throws IOException {
    if (format == PictureFormat.GIF) {
      Gif gif = Gif.of(file);
      checkSize(gif.width(), gif.height(), MAX_GIF_PIXELS);
      return gif.onCanvas(plugIn(format, file));
    }
    if (format == PictureFormat.WEBP) {
      Webp webp = Webp.of(file);
      checkSize(webp.width(), webp.height(), perByte(format));
      return Canvas.with(frame(webp), webp.left(), webp.top(), webp.width(), webp.height());
    }
    if (format == PictureFormat.PNG) {
      var transparent = PngTransparency.of(file);
      return transparent.isEmpty()
          ? plugIn(format, file)
          : transparent.get().on(plugIn(format, transparent.get().without(file)));
    }
    Image image = plugIn(format, file);
    if (format == PictureFormat.BMP) {
      BmpAlpha.require(file, image);
    }
    return image;
  }

  /// Lossless pixels by the plug-in, lossy ones by our own decoder.
  private Image frame(Webp webp) throws IOException {
    int from = webp.frame().from();
    int to = webp.frame().to();
    checkSize(webp.frameWidth(file), webp.frameHeight(file), perByte(PictureFormat.WEBP));
    WebpAlpha.Lossless plugIn = bytes -> plugIn(PictureFormat.WEBP, bytes);
    if (webp.frame().name().equals("VP8L")) {
      return plugIn.read(Webp.lossless(new byte[0], file, from, to));
    }
    Image colors = Vp8.image(file, from, to);
    return webp.alpha().isEmpty() ? colors : WebpAlpha.on(colors, file, webp.alpha().get(), plugIn);
  }

  private Image tiff() throws IOException {
    TiffDirectory tags = TiffDirectory.of(file);
    int width = tags.small(TiffDirectory.WIDTH, 0);
    checkSize(width, tags.small(TiffDirectory.HEIGHT, 0), perByte(PictureFormat.TIFF));
    Image image = new Tiff(file, tags, JPEG).image();
    int orientation = tags.small(TiffDirectory.ORIENTATION, Exif.UPRIGHT);
    return Exif.upright(image, Exif.known(orientation));
  }

  private Image cut(Image image) {
    return image.crop(part.of(image.width(), image.height()));
  }

  private Image raster(ImageReaderSpi spi, byte[] bare, JpegHeader header, Part region)
      throws IOException {
    List<String> warnings = new ArrayList<>();
    Image image = Jpeg.image(Jpeg.raster(spi, bare, region, warnings), header);
    checkComplete(warnings);
    return image;
  }

  private static Optional<Image> turbo(JpegHeader header, byte[] bare) {
    int channels = header.components();
    // releases differ in what they make of tall components
    if (!header.common() || header.tall() != 0 || channels != 1 && channels != 3) {
      return Optional.empty();
    }
    return TurboJpeg.installed()
        .flatMap(turbo -> turbo.decode(bare, header.width(), header.height(), channels))
        .map(samples -> Image.ofOwned(header.width(), header.height(), channels, samples));
  }

  /// Lets each reader that claims the file try; the first one's problem is the one reported.
  private Image plugIn(PictureFormat format, byte[] bytes) throws IOException {
    List<ImageReader> readers = readers(bytes);
    List<Exception> problems = new ArrayList<>();
    try {
      for (ImageReader reader : readers) {
        List<String> warnings = new ArrayList<>();
        try (var stream = new MemoryStream(bytes)) {
          reader.addIIOReadWarningListener((_, warning) -> warnings.add(warning));
          reader.setInput(stream, true, true);
          checkSize(reader.getWidth(0), reader.getHeight(0), perByte(format));
          var decoded = reader.read(0);
          Palette.check(format, bytes, decoded);
          Image image = Samples.of(decoded);
          checkComplete(warnings);
          return image;
        } catch (DataException e) {
          throw e;
        } catch (IOException | RuntimeException e) {
          // plug-ins meet damaged files with all kinds of runtime exceptions
          problems.add(e);
        }
      }
    } finally {
      readers.forEach(ImageReader::dispose);
    }
    throw problems.isEmpty()
        ? new IIOException("no reader on the class path")
        : new IIOException(reason(problems.getFirst()), problems.getFirst());
  }

  private static List<ImageReader> readers(byte[] bytes) throws IOException {
    List<ImageReader> readers = new ArrayList<>();
    try (var stream = new MemoryStream(bytes)) {
      for (Iterator<ImageReader> i = ImageIO.getImageReaders(stream); i.hasNext(); ) {
        readers.add(i.next());
      }
    }
    return readers;
  }

  private static long perByte(PictureFormat format) {
    return switch (format) {
      case JPEG -> MAX_JPEG_PIXELS;
      case PNG -> MAX_PNG_PIXELS;
      case GIF -> MAX_GIF_PIXELS;
      case BMP, WEBP, TIFF -> Long.MAX_VALUE / Integer.MAX_VALUE;
    };
  }

  /// @param perByte how many pixels a byte of the file may stand for
  private void checkSize(int width, int height, long perByte) {
    String size = width + " x " + height;
    if (width < 1 || height < 1) {
      throw new DataException(
          name, "a readable picture", "one of " + size + " pixels", "replace it, or leave it out.");
    }
    long pixels = (long) width * height;
    if (pixels > limits.pixels()) {
      String most =
          limits.pixels() % 1_000_000 == 0
              ? limits.pixels() / 1_000_000 + " million"
              : String.valueOf(limits.pixels());
      throw new DataException(
          name, "at most " + most + " pixels", size, "make the picture smaller.");
    }
    if (pixels / perByte > file.length) {
      throw new DataException(
          name,
          "a complete picture",
          "a header of " + size + " in a file of " + file.length + " bytes",
          "replace it, or leave it out.");
    }
    long heap = Runtime.getRuntime().maxMemory();
    if (pixels * BYTES_PER_PIXEL > heap / 2) {
      throw tooLarge(
          "a picture that fits into half of the Java heap of " + (heap >> 20) + " MiB", size, null);
    }
  }

  private void checkScans(JpegHeader header) {
    long pixels = (long) header.width() * header.height();
    if (header.scans() > MAX_SCANS || header.scans() * pixels > 16 * limits.pixels()) {
      throw new DataException(
          name,
          "a JPEG file with a few scans",
          header.scans() + " scans of " + header.width() + " x " + header.height(),
          "save it again, or leave it out.");
    }
  }

  /// The JPEG reader fills what is missing with grey and only warns: once for the missing end, once
  /// for missing data. A file that lacks the end mark alone is complete enough.
  private void checkComplete(List<String> warnings) {
    boolean noEnd = warnings.stream().anyMatch(warning -> warning.contains("Missing EOI"));
    boolean noData = warnings.stream().anyMatch(warning -> warning.contains("premature end"));
    if (noEnd && noData) {
      throw cutOff("a JPEG file that is cut off");
    }
  }

  private DataException cutOff(String got) {
    return new DataException(name, "a complete picture", got, "replace it, or leave it out.");
  }

  private DataException damaged(PictureFormat format, Exception problem) {
    return new DataException(
        name,
        "a readable picture",
        "a damaged or unsupported " + format.label() + " file (" + reason(problem) + ")",
        "replace it, or leave it out.",
        problem);
  }

  private DataException tooLarge(String expected, String got, @Nullable Throwable cause) {
    return new DataException(
        name, expected, got, "make the picture smaller, or the heap larger with -Xmx.", cause);
  }

  private static String reason(Exception problem) {
    String message = problem.getMessage();
    return message == null || message.isBlank()
        ? problem.getClass().getSimpleName()
        : message.strip().lines().findFirst().orElse("");
  }
}
