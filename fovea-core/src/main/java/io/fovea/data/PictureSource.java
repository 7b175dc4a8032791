// SPDX-License-Identifier: Apache-2.0
package io.fovea.data;

import io.fovea.augment.Cut;
import io.fovea.image.Image;
import io.fovea.image.Images;
import io.fovea.image.Part;
import io.fovea.image.Pixels;
import io.fovea.image.Resize;
import io.fovea.tensor.Rng;
import io.fovea.tensor.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Examples decoded from files each time they are read; keeps none of them.
final class PictureSource implements Source {
  private final PictureFiles pictures;
  private final Shape shape;

  PictureSource(PictureFiles pictures) {
    this.pictures = pictures;
    this.shape = shape(pictures);
  }

  @Override
  public int size() {
    return pictures.files().size();
  }

  @Override
  public Shape exampleShape() {
    return shape;
  }

  @Override
  public List<String> classNames() {
    return pictures.classNames();
  }

  @Override
  public Optional<InputSpec> inputSpec() {
    return Optional.of(pictures.inputSpec());
  }

  @Override
  public float label(int example) {
    return pictures.files().get(example).label();
  }

  @Override
  public void read(int example, float[] target, int at) {
    read(pictures, pictures.files().get(example).file(), target, at);
  }

  /// Reads any file as these examples are read.
  static void read(PictureFiles pictures, Path file, float[] target, int at) {
    fill(picture(pictures, file, Part::all), pictures.resize(), target, at);
  }

  /// Writes a resized picture, 0..1.
  static void fill(Image picture, Resize resize, float[] target, int at) {
    var shape = Shape.of(resize.height(), resize.width(), picture.channels());
    Pixels pixels = Pixels.of(shape, target, at);
    resize.on(picture, pixels);
    int end = at + pixels.elements();
    for (int i = at; i < end; i++) {
      // kernels with negative parts overshoot
      target[i] = Math.clamp(target[i], 0f, 255f) / 255f;
    }
  }

  @Override
  public boolean readCut(int example, Cut cut, Rng rng, Pixels target) {
    Path file = pictures.files().get(example).file();
    cut.resize(picture(pictures, file, (w, h) -> cut.part(w, h, rng)), target);
    return true;
  }

  @Override
  public String identity() throws IOException {
    var text = new StringBuilder().append(pictures.resize());
    for (PictureFiles.Labelled labelled : pictures.files()) {
      Path path = labelled.file();
      text.append(path.toAbsolutePath());
      if (Files.exists(path)) {
        text.append(Files.size(path)).append(Files.getLastModifiedTime(path));
      }
    }
    return text.toString();
  }

  private static Image picture(PictureFiles pictures, Path file, Part.Choice part) {
    Image image = Images.read(file, pictures.limits(), part);
    return pictures.channels() == 1 ? image.toGray() : image.toRgb();
  }

  /// `[H, W, C]` of one example.
  static Shape shape(PictureFiles pictures) {
    var size = pictures.resize();
    return Shape.of(size.height(), size.width(), pictures.channels());
  }
}
