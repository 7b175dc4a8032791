// SPDX-License-Identifier: Apache-2.0
package io.fovea.data;

import com.google.errorprone.annotations.CheckReturnValue;
import io.fovea.augment.Preprocessing;
import io.fovea.error.Args;
import io.fovea.error.DataException;
import io.fovea.image.ImageLimits;
import io.fovea.image.LeftOut;
import io.fovea.image.Resize;
import io.fovea.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Labelled picture files, and how they become examples; nothing is read before [#dataset].
///
/// ```java
/// Dataset flowers = Datasets.folder(Path.of("flowers")).size(224, 224).dataset();
/// ```
///
/// Pictures are read when they are needed, by the workers that fill batches, and not kept: data
/// sets may be larger than memory. Without a size they are stretched to 224 x 224. Grey becomes
/// color and alpha is dropped, as Keras' loaders do; values lie in 0..1.
///
/// @param files the files, in fixed order
/// @param classNames name of each class; empty if labels are not class numbers
/// @param resize how they come to one size
/// @param channels 1 or 3
/// @param limits what a file may cost
/// @param leftOut what was found beside these files and does not count
@CheckReturnValue
public record PictureFiles(
    List<Labelled> files,
    List<String> classNames,
    Resize resize,
    int channels,
    ImageLimits limits,
    LeftOut leftOut) {

  private static final System.Logger LOG = System.getLogger(PictureFiles.class.getName());

  /// A file and its label.
  public record Labelled(Path file, float label) {}

  /// Checks that there are files, and that names of classes hold no line breaks or other control
  /// characters.
  public PictureFiles {
    files = List.copyOf(files);
    classNames = List.copyOf(classNames);
    if (files.isEmpty()) {
      throw Labels.empty("PictureFiles", "name some picture files.");
    }
    for (String name : classNames) {
      if (name.chars().anyMatch(Character::isISOControl)) {
        throw new DataException(
            "PictureFiles",
            "names of classes without control characters",
            "'" + name + "'",
            "rename the folder or label.");
      }
    }
  }

  /// Files with class numbers as labels, or any numbers if there are no class names.
  public static PictureFiles of(List<Labelled> files, List<String> classNames) {
    var resize = Resize.to(224, 224).antialiased();
    return new PictureFiles(files, classNames, resize, 3, ImageLimits.DEFAULT, LeftOut.NOTHING);
  }

  /// Stretches pictures to this size, bilinear with antialiasing.
  public PictureFiles size(int width, int height) {
    return resize(Resize.to(width, height).antialiased());
  }

  /// Brings pictures to one size in this way.
  public PictureFiles resize(Resize resize) {
    return new PictureFiles(files, classNames, resize, channels, limits, leftOut);
  }

  /// Reads shades of grey instead of colors.
  public PictureFiles gray() {
    return new PictureFiles(files, classNames, resize, 1, limits, leftOut);
  }

  /// Reads pictures as a model takes them; its preprocessing is a [Dataset#map] of its own.
  public PictureFiles like(InputSpec spec) {
    return new PictureFiles(files, classNames, spec.resize(), spec.channels(), limits, leftOut);
  }

  /// How any picture becomes an example like these.
  public InputSpec inputSpec() {
    return new InputSpec(resize, channels, Preprocessing.UNIT, false, classNames);
  }

  /// What a file may cost.
  public PictureFiles limits(ImageLimits limits) {
    return new PictureFiles(files, classNames, resize, channels, limits, leftOut);
  }

  /// With this beside them.
  public PictureFiles leftOut(LeftOut leftOut) {
    return new PictureFiles(files, classNames, resize, channels, limits, leftOut);
  }

  /// Groups of classes whose names differ in upper and lower case alone, most likely by mistake.
  public List<List<String>> classesAlike() {
    return classNames.stream()
        .collect(
            Collectors.groupingBy(
                name -> name.toLowerCase(Locale.ROOT), TreeMap::new, Collectors.toList()))
        .values()
        .stream()
        .filter(group -> group.size() > 1)
        .toList();
  }

  /// The first `count` files, all if there are fewer.
  public PictureFiles take(int count) {
    Args.positive("PictureFiles.take", count);
    return with(files.subList(0, Math.min(count, files.size())));
  }

  private PictureFiles with(List<Labelled> chosen) {
    return new PictureFiles(chosen, classNames, resize, channels, limits, leftOut);
  }

  /// Reads all files once, with all processors, and tells what is wrong with them.
  public PictureReport check() {
    return PictureReport.of(this);
  }

  /// Leaves out the files that cannot be read, and logs how many and which.
  ///
  /// Every file is read once for it, so that training never meets one of them.
  ///
  /// @throws DataException if none is left
  public PictureFiles skipBroken() {
    List<PictureReport.Problem> broken = check().broken();
    if (broken.isEmpty()) {
      return this;
    }
    var names = broken.stream().map(PictureReport.Problem::file).collect(Collectors.toSet());
    LOG.log(
        System.Logger.Level.WARNING,
        "{0} of {1} picture files cannot be read and are left out: {2}",
        broken.size(),
        files.size(),
        String.join("; ", broken.stream().limit(20).map(PictureReport.Problem::toString).toList()));
    List<Labelled> good = new ArrayList<>();
    for (Labelled labelled : files) {
      if (!names.contains(labelled.file())) {
        good.add(labelled);
      }
    }
    return with(good);
  }

  /// Another picture, in the form of these examples: what a model that learned from them is asked
  /// about.
  ///
  /// @return `[height, width, channels]`, 0..1
  /// @throws DataException if the file cannot be read
  public Tensor read(Path file) {
    var shape = PictureSource.shape(this);
    var values = new float[Math.toIntExact(shape.elements())];
    PictureSource.read(this, file, values, 0);
    return Tensor.of(shape, values);
  }

  /// The examples: `[height, width, channels]`, 0..1, read from the files when they are needed.
  ///
  /// A file that cannot be read is skipped when it is met, and named, see [Dataset#lenient];
  /// [Dataset#strict] stops there instead, and [#skipBroken] leaves such files out from the start.
  /// What does not count as a picture is logged here, in the line of [#leftOut].
  public Dataset dataset() {
    if (!leftOut.items().isEmpty()) {
      LOG.log(System.Logger.Level.INFO, "{0} pictures; {1}", files.size(), leftOut);
    }
    return Dataset.from(new PictureSource(this)).lenient();
  }
}
