// SPDX-License-Identifier: Apache-2.0
package io.fovea.data;

import com.google.errorprone.annotations.CheckReturnValue;
import io.fovea.augment.Preprocessing;
import io.fovea.error.Args;
import io.fovea.image.Image;
import io.fovea.image.ImageLimits;
import io.fovea.image.Images;
import io.fovea.image.Resize;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a model for pictures has to know about them, as one value: how any picture becomes an
/// example as the model takes it, and what the classes are called. It is saved with the model, in
/// every format, as the entry [#METADATA] of what belongs to it.
///
/// ```java
/// InputSpec spec = InputSpec.of(Shape.of(224, 224, 3))
///     .resize(Resize.to(224, 224).antialiased().crop())
///     .preprocessing(Preprocessing.SIGNED)
///     .labels("daisy", "rose");
/// Tensor example = spec.read(Path.of("rose.jpg"));        // [224, 224, 3]
/// ```
///
/// @param resize how pictures come to one size, and what happens to those of other proportions
/// @param channels 1 for shades of grey, 3 for red, green and blue
/// @param preprocessing of the numbers from 0 to 1
/// @param lightOnDark whether the model knows light strokes on dark ground alone, as those of MNIST:
///     shrinking then takes means of areas, so that thin strokes stay, and a picture whose border is
///     lighter than middle grey is inverted
/// @param labels name of each class, in the order of their numbers; empty if nobody said
@CheckReturnValue
public record InputSpec(
    Resize resize,
    int channels,
    Preprocessing preprocessing,
    boolean lightOnDark,
    List<String> labels) {
  /// Where a model's metadata holds it.
  public static final String METADATA = "input_spec";

  private static final Shape DIGITS = Shape.of(28, 28, 1);

  /// Checks the channels and copies the list.
  public InputSpec {
    Args.check(
        channels == 1 || channels == 3,
        "InputSpec.channels",
        "1 (grey) or 3 (red, green, blue)",
        channels,
        "pass 1 or 3.");
    labels = List.copyOf(labels);
  }

  /// What holds where nobody said otherwise: pictures are stretched, bilinear with antialiasing, to
  /// numbers from 0 to 1; a model for `[28, 28, 1]` knows light strokes on dark ground.
  ///
  /// @param picture `[H, W, 1]` or `[H, W, 3]`
  public static InputSpec of(Shape picture) {
    Args.check(
        isPicture(picture),
        "InputSpec.of",
        "pictures [H, W, 1] or [H, W, 3]",
        picture,
        "pass the shape of one picture.");
    return new InputSpec(
        stretched(picture),
        picture.channels(),
        Preprocessing.UNIT,
        picture.equals(DIGITS),
        List.of());
  }

  private static Resize stretched(Shape picture) {
    return Resize.to(picture.get(1), picture.get(0)).antialiased();
  }

  /// What a model's metadata says, and where it says nothing, as [#of(Shape)]. Entries of earlier
  /// versions are understood: `preprocessing`, `classes` (a name in each line) and `pictures`.
  ///
  /// @param picture `[H, W, 1]` or `[H, W, 3]`
  /// @throws io.fovea.error.FormatException if it is damaged, or says another size than `picture`
  public static InputSpec of(Map<String, String> metadata, Shape picture) {
    return of(metadata, of(picture));
  }

  /// What metadata says, and where it says nothing, the usual.
  ///
  /// @throws io.fovea.error.FormatException if it is damaged, or says another size than the usual
  public static InputSpec of(Map<String, String> metadata, InputSpec usual) {
    return InputNotes.read(metadata, usual);
  }

  /// The shape `[H, W, C]` of the pictures that metadata names; empty if it names none.
  ///
  /// @throws io.fovea.error.FormatException if it is damaged
  public static Optional<Shape> shape(Map<String, String> metadata) {
    return InputNotes.shape(metadata);
  }

  /// Whether examples of this shape are pictures, `[H, W, 1]` or `[H, W, 3]`.
  public static boolean isPicture(Shape example) {
    return example.rank() == 3 && (example.channels() == 1 || example.channels() == 3);
  }

  /// Whether a model's metadata says anything about its pictures.
  public static boolean isNoted(Map<String, String> metadata) {
    return InputNotes.KEYS.stream().anyMatch(metadata::containsKey);
  }

  /// The preprocessing that a model's metadata names, whatever the model takes.
  public static Optional<Preprocessing> preprocessing(Map<String, String> metadata) {
    return InputNotes.preprocessing(metadata);
  }

  /// The names of classes in a model's metadata, whatever the model takes; empty if it has none.
  public static List<String> labels(Map<String, String> metadata) {
    return InputNotes.labels(metadata);
  }

  /// The metadata with this in it, instead of what it said about pictures before.
  public Map<String, String> notedIn(Map<String, String> metadata) {
    var entries = new HashMap<>(metadata);
    entries.keySet().removeAll(InputNotes.KEYS);
    entries.put(METADATA, InputNotes.text(this));
    return entries;
  }

  /// The metadata of a model that takes something else than pictures, with its preprocessing in it.
  public static Map<String, String> noted(
      Preprocessing preprocessing, Map<String, String> metadata) {
    var entries = new HashMap<>(metadata);
    entries.put(InputNotes.PREPROCESSING, preprocessing.label());
    return entries;
  }

  /// Rows of an example.
  public int height() {
    return resize.height();
  }

  /// Columns of an example.
  public int width() {
    return resize.width();
  }

  /// Shape of an example, `[H, W, C]`.
  public Shape shape() {
    return Shape.of(height(), width(), channels);
  }

  /// Brings pictures to one size in this way.
  public InputSpec resize(Resize resize) {
    return new InputSpec(resize, channels, preprocessing, lightOnDark, labels);
  }

  /// With other numbers of colors.
  public InputSpec channels(int channels) {
    return new InputSpec(resize, channels, preprocessing, lightOnDark, labels);
  }

  /// With another preprocessing.
  public InputSpec preprocessing(Preprocessing preprocessing) {
    return new InputSpec(resize, channels, preprocessing, lightOnDark, labels);
  }

  /// With light strokes on dark ground, or with pictures as they are.
  public InputSpec lightOnDark(boolean lightOnDark) {
    return new InputSpec(resize, channels, preprocessing, lightOnDark, labels);
  }

  /// With names of the classes.
  public InputSpec labels(String... names) {
    return labels(List.of(names));
  }

  /// With names of the classes.
  public InputSpec labels(List<String> names) {
    return new InputSpec(resize, channels, preprocessing, lightOnDark, names);
  }

  /// What class number `index` is called; its number if nobody said.
  public String label(int index) {
    return index < labels.size() ? labels.get(index) : String.valueOf(index);
  }

  // ---- pictures --------------------------------------------------------------------------------

  /// The picture in a file as the model takes it.
  ///
  /// @return `[H, W, C]`
  /// @throws io.fovea.error.DataException if the file cannot be read
  public Tensor read(Path file) {
    return example(Images.read(file, ImageLimits.DEFAULT));
  }

  /// A picture as the model takes it: the same numbers as if it had learned from it.
  ///
  /// @param picture of any size; grey becomes color and color grey, transparent parts lie over white
  /// @return `[H, W, C]`
  public Tensor example(Image picture) {
    var values = new float[Math.toIntExact(shape().elements())];
    if (lightOnDark) {
      var strokes = LightStrokes.of(picture, this);
      strokes.toUnitTensor(channels).copyTo(0, values, 0, values.length);
    } else {
      PictureSource.fill(channels == 1 ? picture.toGray() : picture.toRgb(), resize, values, 0);
    }
    var example = Tensor.of(shape(), values);
    return preprocessing == Preprocessing.UNIT ? example : preprocessing.apply(example);
  }

  /// Whether [#example] exchanges dark and light of this picture.
  public boolean inverts(Image picture) {
    return lightOnDark && LightStrokes.inverts(picture, this);
  }
}
