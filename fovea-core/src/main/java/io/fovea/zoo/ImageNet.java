// SPDX-License-Identifier: Apache-2.0
package io.fovea.zoo;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fovea.error.Args;
import io.fovea.error.ShapeException;
import io.fovea.file.Home;
import io.fovea.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The thousand classes of ImageNet, in the order in which published networks give them.
///
/// Weights are kept where Keras keeps its own: `$KERAS_HOME/models`, or `~/.keras/models`.
public final class ImageNet {
  /// How many there are.
  public static final int CLASSES = 1000;

  static final String KNOB = "KERAS_HOME";

  /// A line for each class: its number in WordNet and its name, as in Keras'
  /// `imagenet_class_index.json`.
  private static final String NAMES = "imagenet-classes.txt";

  private ImageNet() {}

  /// A class.
  ///
  /// @param wordnet its number in WordNet, e.g. `n01440764`
  /// @param label e.g. `tench`
  public record Label(String wordnet, String label) {}

  /// A class that a network sees in a picture.
  ///
  /// @param index from 0 to 999
  /// @param probability from 0 to 1
  public record Guess(int index, Label label, double probability) {}

  /// All classes, with the names that Keras gives them; two pairs share a name, `crane` and
  /// `maillot`.
  public static List<Label> labels() {
    return Names.ALL;
  }

  /// The names of all classes.
  public static List<String> names() {
    return labels().stream().map(Label::label).toList();
  }

  /// Read when somebody asks for the first time.
  private static final class Names {
    static final List<Label> ALL = read();

    private static List<Label> read() {
      try (InputStream in = ImageNet.class.getResourceAsStream(NAMES)) {
        var lines = new String(Objects.requireNonNull(in, NAMES).readAllBytes(), UTF_8).lines();
        return lines
            .map(line -> line.split(" "))
            .map(parts -> new Label(parts[0], parts[1]))
            .toList();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /// The most probable classes of each picture, the best first, with the names of [#labels()].
  ///
  /// @param probabilities `[N, 1000]`
  /// @param top how many, from 1 to 1000
  public static List<List<Guess>> decodePredictions(Tensor probabilities, int top) {
    return decode(probabilities, labels(), top);
  }

  /// The most probable classes of each picture, the best first.
  ///
  /// @param probabilities `[N, 1000]`
  /// @param labels as [#labels()] gives them
  /// @param top how many, from 1 to 1000
  public static List<List<Guess>> decode(Tensor probabilities, List<Label> labels, int top) {
    Args.positive("ImageNet.decode.top", top);
    var shape = probabilities.shape();
    if (shape.rank() != 2 || shape.channels() != labels.size()) {
      throw new ShapeException(
          "ImageNet.decode",
          "predictions [N, " + labels.size() + "]",
          shape.toString(),
          "pass what a network for ImageNet predicts.");
    }
    var rows = new ArrayList<List<Guess>>();
    for (int row = 0; row < shape.get(0); row++) {
      int start = row * labels.size();
      rows.add(
          IntStream.range(0, labels.size())
              .mapToObj(i -> new Guess(i, labels.get(i), probabilities.get(start + i)))
              .sorted(Comparator.comparingDouble(Guess::probability).reversed())
              .limit(top)
              .toList());
    }
    return rows;
  }

  /// Where weights are kept.
  static Path folder() {
    return folder(System.getenv(KNOB));
  }

  /// @param chosen what `KERAS_HOME` says, if anything
  static Path folder(@Nullable String chosen) {
    boolean none = chosen == null || chosen.isBlank();
    return (none ? Home.folder(KNOB).resolve(".keras") : Path.of(chosen)).resolve("models");
  }
}
