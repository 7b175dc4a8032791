// SPDX-License-Identifier: Apache-2.0
package io.fovea.data;

import io.fovea.augment.Preprocessing;
import io.fovea.error.FormatException;
import io.fovea.error.Printable;
import io.fovea.image.Interpolation;
import io.fovea.image.Resize;
import io.fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// An [InputSpec] as the text that model files hold: a line for each property, one more for each
/// class.
///
/// ```
/// size=224x224x3
/// fit=crop
/// interpolation=bilinear
/// antialias=true
/// preprocessing=signed
/// ground=any
/// label=daisy
/// label=rose
/// ```
///
/// The size is height, width and channels. In labels, `\n`, `\r` and `\\` stand for what breaks lines.
final class InputNotes {
  /// Entries of earlier versions.
  private static final String CLASSES = "classes";

  private static final String PICTURES = "pictures";
  static final String PREPROCESSING = "preprocessing"; // of both

  /// All entries that say something about pictures.
  static final Set<String> KEYS = Set.of(InputSpec.METADATA, PREPROCESSING, CLASSES, PICTURES);

  private static final String SIZE = "size";
  private static final String FIT = "fit";
  private static final String INTERPOLATION = "interpolation";
  private static final String ANTIALIAS = "antialias";
  private static final String GROUND = "ground";
  private static final String DARK = "dark";
  private static final String LABEL = "label";
  private static final int SHOWN = 60;

  private InputNotes() {}

  static String text(InputSpec spec) {
    var resize = spec.resize();
    var lines = new ArrayList<String>();
    lines.add(line(SIZE, size(spec)));
    lines.add(line(FIT, word(resize.fit())));
    lines.add(line(INTERPOLATION, word(resize.interpolation())));
    lines.add(line(ANTIALIAS, String.valueOf(resize.antialias())));
    lines.add(line(PREPROCESSING, spec.preprocessing().label()));
    lines.add(line(GROUND, spec.lightOnDark() ? DARK : "any"));
    spec.labels().forEach(label -> lines.add(line(LABEL, escaped(label))));
    return String.join("\n", lines);
  }

  /// @param usual what holds where nobody said otherwise
  static InputSpec read(Map<String, String> metadata, InputSpec usual) {
    String text = metadata.get(InputSpec.METADATA);
    if (text == null) {
      return usual
          .preprocessing(preprocessing(metadata).orElse(usual.preprocessing()))
          .labels(labels(metadata))
          .lightOnDark(usual.lightOnDark() && !metadata.containsKey(PICTURES));
    }
    var size = first(text, SIZE);
    if (!size.equals(size(usual))) {
      throw damaged("the size that the network takes, " + size(usual), size);
    }
    return new InputSpec(
        new Resize(
            usual.width(),
            usual.height(),
            named(Interpolation.class, text, INTERPOLATION),
            first(text, ANTIALIAS).equals("true"),
            named(Resize.Fit.class, text, FIT)),
        usual.channels(),
        named(Preprocessing.class, text, PREPROCESSING),
        first(text, GROUND).equals(DARK),
        labels(metadata));
  }

  static Optional<Shape> shape(Map<String, String> metadata) {
    return Optional.ofNullable(metadata.get(InputSpec.METADATA))
        .map(text -> shape(first(text, SIZE)));
  }

  private static Shape shape(String size) {
    if (!size.matches("[1-9][0-9]{0,5}x[1-9][0-9]{0,5}x[13]")) {
      throw damaged("a size such as 224x224x3", size);
    }
    return Shape.of(Arrays.stream(size.split("x")).mapToInt(Integer::parseInt).toArray());
  }

  static Optional<Preprocessing> preprocessing(Map<String, String> metadata) {
    String text = metadata.get(InputSpec.METADATA);
    return text == null
        ? Optional.ofNullable(metadata.get(PREPROCESSING)).map(Preprocessing::named)
        : Optional.of(named(Preprocessing.class, text, PREPROCESSING));
  }

  static List<String> labels(Map<String, String> metadata) {
    String text = metadata.get(InputSpec.METADATA);
    return text == null
        ? metadata.getOrDefault(CLASSES, "").lines().toList()
        : all(text, LABEL).stream().map(InputNotes::unescaped).toList();
  }

  private static String size(InputSpec spec) {
    return spec.shape().sizes().stream().map(String::valueOf).collect(Collectors.joining("x"));
  }

  private static String line(String key, String value) {
    return key + "=" + value;
  }

  private static List<String> all(String text, String key) {
    return text.lines()
        .filter(line -> line.startsWith(key + "="))
        .map(line -> line.substring(key.length() + 1))
        .toList();
  }

  private static String first(String text, String key) {
    var values = all(text, key);
    if (values.isEmpty()) {
      throw damaged("a line '" + key + "=...'", "none");
    }
    return values.getFirst();
  }

  private static <E extends Enum<E>> E named(Class<E> type, String text, String key) {
    var word = first(text, key);
    return Arrays.stream(type.getEnumConstants())
        .filter(value -> word(value).equals(word))
        .findFirst()
        .orElseThrow(() -> damaged("a known " + key, word));
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static String escaped(String label) {
    return label.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
  }

  private static String unescaped(String label) {
    try {
      return label.translateEscapes();
    } catch (IllegalArgumentException e) {
      throw damaged("a label with \\n, \\r and \\\\ as its only escapes", label);
    }
  }

  private static FormatException damaged(String expected, String got) {
    return new FormatException(
        InputSpec.METADATA,
        expected,
        Printable.of(got, SHOWN),
        "note it anew with Model.noteInput(...), or train the model again; its notes are damaged.");
  }
}
