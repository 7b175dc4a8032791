// SPDX-License-Identifier: Apache-2.0
package io.fovea.augment.keras;

import com.google.errorprone.annotations.CheckReturnValue;
import io.fovea.error.Args;
import io.fovea.error.DataException;
import io.fovea.image.ClassFolders;
import io.fovea.image.Interpolation;
import io.fovea.image.LeftOut;
import io.fovea.image.Resize;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/// Pictures in a folder per class, as Keras' `flow_from_directory` reads them.
///
/// ```java
/// var directory = generator.flowFromDirectory(Path.of("flowers")).targetSize(150, 150);
/// var batches = directory.flow().training().batchSize(20).seed(1).open();
/// ```
///
/// An immutable description; 256 x 256 pixels, RGB, rows of zeros and a one as labels, and the
/// nearest pixel when resizing, unless chosen otherwise. Which folders are classes and which files
/// are pictures is said by [ClassFolders]; [#leftOut] tells what does not count. Keras makes classes
/// of hidden and of empty folders, too, enters links to folders only with `follow_links`, and lists
/// ppm files but neither gif nor webp. Files are sorted by folder and name. Of each class,
/// `validationSplit` holds back the first files.
@CheckReturnValue
public final class KerasDirectory {
  private static final System.Logger LOG = System.getLogger(KerasDirectory.class.getName());

  private final ImageDataGenerator generator;
  private final Path directory;

  // assigned while a copy is made, never after
  private Resize resize = Resize.to(256, 256).interpolation(Interpolation.NEAREST).antialiased();
  private ColorMode colorMode = ColorMode.RGB;
  private List<String> classes = List.of();
  private ClassMode classMode = ClassMode.CATEGORICAL;

  /// What pictures are turned into.
  public enum ColorMode {
    /// One channel.
    GRAYSCALE(1),
    /// Three channels, alpha dropped.
    RGB(3),
    /// Four channels.
    RGBA(4);

    private final int channels;

    ColorMode(int channels) {
      this.channels = channels;
    }
  }

  /// Form of the labels.
  public enum ClassMode {
    /// Rows of zeros and a one, `[N, classes]`.
    CATEGORICAL,
    /// Numbers 0 and 1, `[N]`; for two classes.
    BINARY,
    /// Class numbers, `[N]`.
    SPARSE,
    /// The changed pictures themselves, for autoencoders.
    INPUT,
    /// None, `[N, 0]`.
    NONE
  }

  KerasDirectory(ImageDataGenerator generator, Path directory) {
    this.generator = generator;
    this.directory = directory;
  }

  private KerasDirectory with(Consumer<KerasDirectory> change) {
    var copy = new KerasDirectory(generator, directory);
    copy.resize = resize;
    copy.colorMode = colorMode;
    copy.classes = classes;
    copy.classMode = classMode;
    change.accept(copy);
    return copy;
  }

  /// Rows and columns of each picture.
  public KerasDirectory targetSize(int height, int width) {
    return with(d ->
        d.resize =
            new Resize(width, height, resize.interpolation(), resize.antialias(), resize.fit()));
  }

  /// What pictures are turned into.
  public KerasDirectory colorMode(ColorMode colorMode) {
    return with(d -> d.colorMode = colorMode);
  }

  /// Reads these folders only, and numbers them in this order.
  public KerasDirectory classes(String... classes) {
    return with(d -> d.classes = List.of(classes));
  }

  /// Form of the labels.
  public KerasDirectory classMode(ClassMode classMode) {
    return with(d -> d.classMode = classMode);
  }

  /// How pictures are resized; kernels other than nearest look at all pixels, as Pillow's do.
  public KerasDirectory interpolation(Interpolation interpolation) {
    return with(d -> d.resize = resize.interpolation(interpolation));
  }

  /// Cuts out the largest middle part of the target's proportions instead of squeezing.
  public KerasDirectory keepAspectRatio() {
    return with(d -> d.resize = resize.crop());
  }

  /// Names of the classes in the order of their numbers; Keras' `class_indices`.
  ///
  /// @throws DataException if the folder cannot be read
  public List<String> classNames() {
    return classNames(ClassFolders.of(directory));
  }

  private List<String> classNames(ClassFolders found) {
    return classes.isEmpty()
        ? found.classes().stream().map(ClassFolders.ClassFolder::name).toList()
        : classes;
  }

  /// The files in the order of their numbers; Keras' `filepaths`.
  ///
  /// @throws DataException if a folder cannot be read, or if a chosen class has no pictures
  public List<Path> files() {
    var found = ClassFolders.of(directory);
    return classNames(found).stream().flatMap(name -> filesOf(name, found).stream()).toList();
  }

  /// What lies in the folder and does not count.
  ///
  /// @throws DataException if a folder cannot be read
  public LeftOut leftOut() {
    return ClassFolders.of(directory).leftOut();
  }

  private List<Path> filesOf(String name, ClassFolders found) {
    return found.classes().stream()
        .filter(one -> one.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new DataException(
                directory.toString(),
                "a folder " + name + " with pictures in it",
                "none",
                "check the names given to classes(...)."))
        .files()
        .stream()
        .sorted(
            Comparator.comparing((Path file) -> String.valueOf(file.getParent()))
                .thenComparing(file -> String.valueOf(file.getFileName())))
        .toList();
  }

  /// The pictures in batches, read when they are delivered; what does not count as a picture is
  /// logged.
  ///
  /// @throws DataException if there are no pictures
  public KerasFlow flow() {
    var found = ClassFolders.of(directory);
    List<String> names = classNames(found);
    Args.check(
        classMode != ClassMode.BINARY || names.size() == 2,
        "KerasDirectory.classMode",
        "two classes for BINARY",
        names.size(),
        "choose SPARSE or CATEGORICAL.");
    var files = new ArrayList<KerasExamples.File>();
    for (int label = 0; label < names.size(); label++) {
      List<Path> paths = filesOf(names.get(label), found);
      int held = (int) (paths.size() * generator.validationFraction());
      for (int i = 0; i < paths.size(); i++) {
        files.add(new KerasExamples.File(paths.get(i), label, i < held));
      }
    }
    if (files.isEmpty()) {
      throw new DataException(
          directory.toString(),
          "pictures in folders named as their classes",
          found.leftOut().items().isEmpty() ? "none" : "none (" + found.leftOut() + ")",
          "put the pictures of each class into a folder of its name.");
    }
    if (!found.leftOut().items().isEmpty()) {
      LOG.log(System.Logger.Level.INFO, "{0} pictures; {1}", files.size(), found.leftOut());
    }
    return new KerasFlow(
        generator,
        new KerasExamples.OnDisk(files, names.size(), resize, colorMode.channels, classMode));
  }
}
