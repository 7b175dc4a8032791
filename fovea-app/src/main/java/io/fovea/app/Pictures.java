package io.fovea.app;

import io.fovea.data.PictureFiles;
import io.fovea.error.DataException;
import io.fovea.image.ClassFolders;
import io.fovea.image.Image;
import io.fovea.image.Images;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Makes of any picture what a network takes: its size, its channels, values from 0 to 1.
final class Pictures {
  private Pictures() {}

  /// A picture as a network takes it.
  ///
  /// @param input `[1, H, W, C]`
  /// @param inverted whether dark and light were exchanged
  record Prepared(Tensor input, boolean inverted) {}

  /// The files that are named, and those in folders that are named.
  ///
  /// @param told hears what lies in folders and does not count
  /// @throws DataException if a folder has no pictures
  static List<Path> files(List<Path> named, PrintStream told) {
    var files = new ArrayList<Path>();
    for (var path : named) {
      if (!Files.isDirectory(path)) {
        files.add(path);
        continue;
      }
      var found = ClassFolders.asOne(path);
      var leftOut = found.leftOut().toString();
      if (found.classes().isEmpty()) {
        throw new DataException(
            path.toString(),
            "a folder with pictures in it",
            leftOut.isEmpty() ? "none" : "none (" + leftOut + ")",
            "name picture files, or a folder of them.");
      }
      if (!leftOut.isEmpty()) {
        told.println(path + ": " + leftOut);
      }
      found.classes().forEach(one -> files.addAll(one.files()));
    }
    return files;
  }

  /// The picture in a file as the network was shown pictures when it learned.
  ///
  /// @throws io.fovea.error.DataException if it cannot be read
  static Prepared read(Path file, KnownModel known) {
    var example = known.exampleShape();
    if (known.lightOnDark()) {
      return prepare(Images.read(file), example, true);
    }
    var alone = PictureFiles.of(List.of(new PictureFiles.Labelled(file, 0)), List.of());
    var sized = alone.size(example.get(1), example.get(0));
    var picture = (example.channels() == 1 ? sized.gray() : sized).read(file);
    return new Prepared(picture.reshape(Shape.of(1).then(example)), false);
  }

  /// The whole picture, squeezed or stretched to the size of the network's examples.
  ///
  /// @param example shape of one example, `[H, W, 1]` or `[H, W, 3]`
  /// @param lightOnDark whether the network knows light strokes on dark ground only; a picture
  ///     whose border is lighter than middle grey is then inverted
  static Prepared prepare(Image picture, Shape example, boolean lightOnDark) {
    int height = example.get(0);
    int width = example.get(1);
    int channels = example.get(2);
    var opaque = onWhite(picture);
    var colored = channels == 1 ? opaque.toGray() : opaque.toRgb();
    var sized =
        shrink(colored, Math.min(width, colored.width()), Math.min(height, colored.height()))
            .resize(width, height);
    boolean invert = lightOnDark && borderBrightness(sized) > 0.5;
    var tensor = (invert ? invert(sized) : sized).toUnitTensor(channels);
    return new Prepared(tensor.reshape(Shape.of(1).then(tensor.shape())), invert);
  }

  /// Mean of the outermost pixels, from 0 black to 1 white.
  static double borderBrightness(Image picture) {
    long sum = 0;
    long count = 0;
    for (int y = 0; y < picture.height(); y++) {
      boolean edge = y == 0 || y == picture.height() - 1;
      int step = edge || picture.width() == 1 ? 1 : picture.width() - 1;
      for (int x = 0; x < picture.width(); x += step) {
        for (int c = 0; c < picture.channels(); c++) {
          sum += picture.at(x, y, c);
          count++;
        }
      }
    }
    return sum / (255.0 * count);
  }

  /// Transparent parts show white paper.
  private static Image onWhite(Image picture) {
    if (picture.channels() != 4) {
      return picture;
    }
    byte[] in = picture.toBytes();
    byte[] out = new byte[picture.width() * picture.height() * 3];
    for (int pixel = 0; pixel < out.length / 3; pixel++) {
      int alpha = in[pixel * 4 + 3] & 0xFF;
      for (int c = 0; c < 3; c++) {
        int sample = in[pixel * 4 + c] & 0xFF;
        out[pixel * 3 + c] = (byte) ((sample * alpha + 255 * (255 - alpha) + 127) / 255);
      }
    }
    return Image.of(picture.width(), picture.height(), 3, out);
  }

  private static Image invert(Image picture) {
    byte[] samples = picture.toBytes();
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (byte) ~samples[i];
    }
    return Image.of(picture.width(), picture.height(), picture.channels(), samples);
  }

  /// Fewer pixels, each the mean of the area it covers: thin strokes of large pictures stay, which
  /// bilinear resizing would skip.
  private static Image shrink(Image picture, int width, int height) {
    if (width == picture.width() && height == picture.height()) {
      return picture;
    }
    int channels = picture.channels();
    double across = (double) picture.width() / width;
    double down = (double) picture.height() / height;
    byte[] out = new byte[width * height * channels];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        for (int c = 0; c < channels; c++) {
          double mean = mean(picture, c, x * across, (x + 1) * across, y * down, (y + 1) * down);
          out[(y * width + x) * channels + c] = (byte) Math.round(mean);
        }
      }
    }
    return Image.of(width, height, channels, out);
  }

  /// Mean over a rectangle whose borders may cut through pixels.
  private static double mean(
      Image picture, int channel, double left, double right, double top, double bottom) {
    double sum = 0;
    double area = 0;
    for (int y = (int) top; y < Math.min(Math.ceil(bottom), picture.height()); y++) {
      double high = Math.min(bottom, y + 1) - Math.max(top, y);
      for (int x = (int) left; x < Math.min(Math.ceil(right), picture.width()); x++) {
        double part = high * (Math.min(right, x + 1) - Math.max(left, x));
        sum += part * picture.at(x, y, channel);
        area += part;
      }
    }
    return sum / area;
  }
}
