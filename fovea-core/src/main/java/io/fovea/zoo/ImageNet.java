package io.fovea.zoo;

import io.fovea.error.Args;
import io.fovea.error.DataException;
import io.fovea.error.ShapeException;
import io.fovea.file.Download;
import io.fovea.file.RemoteFile;
import io.fovea.tensor.Tensor;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The thousand classes of ImageNet, in the order in which published networks give them.
///
/// Files are kept where Keras keeps its own: `$KERAS_HOME/models`, or `~/.keras/models`.
public final class ImageNet {
  /// How many there are.
  public static final int CLASSES = 1000;

  static final String KNOB = "KERAS_HOME";

  private static final int MOST_BYTES = 1 << 20; // there are 35 kB

  private static final RemoteFile INDEX =
      new RemoteFile(
          "imagenet_class_index.json",
          List.of(
              URI.create(
                  "https://storage.googleapis.com/download.tensorflow.org/data/"
                      + "imagenet_class_index.json")),
          "c2c37ea517e94d9795004a39431a14cb");

  // "0": ["n01440764", "tench"]
  private static final Pattern ENTRY =
      Pattern.compile("\"(\\d{1,3})\"\\s*:\\s*\\[\\s*\"([^\"]*)\"\\s*,\\s*\"([^\"]*)\"\\s*]");

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

  /// All classes, downloaded when asked for the first time and kept.
  ///
  /// @throws DataException if they cannot be had
  public static List<Label> labels() {
    return labels(Download.fetch(INDEX, folder(), Download.Settings.of(KNOB)));
  }

  /// All classes, from a file of the form of Keras' `imagenet_class_index.json`.
  ///
  /// @throws DataException if the file is something else
  public static List<Label> labels(Path file) {
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw wrong(file, Files.size(file) + " bytes");
      }
      var labels = new Label[CLASSES];
      int found = 0;
      var entries = ENTRY.matcher(Files.readString(file, StandardCharsets.UTF_8));
      while (entries.find()) {
        int index = Integer.parseInt(entries.group(1));
        if (index < CLASSES && labels[index] == null) {
          labels[index] = new Label(entries.group(2), entries.group(3));
          found++;
        }
      }
      if (found != CLASSES) {
        throw wrong(file, found + " names");
      }
      return List.of(labels);
    } catch (IOException e) {
      throw wrong(file, e.toString());
    }
  }

  private static DataException wrong(Path file, String got) {
    return new DataException(
        file.toString(),
        "the names of 1000 classes",
        got,
        "give Keras' imagenet_class_index.json; where it was damaged, delete it and run again.");
  }

  /// The most probable classes of each picture, the best first, with the names of [#labels()].
  ///
  /// @param probabilities `[N, 1000]`
  /// @param top how many, from 1 to 1000
  /// @throws DataException if the names cannot be had
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

  /// Where weights and names of classes are kept.
  static Path folder() {
    return folder(System.getenv(KNOB), System.getProperty("user.home"));
  }

  /// @param chosen what `KERAS_HOME` says, if anything
  static Path folder(@Nullable String chosen, String home) {
    boolean none = chosen == null || chosen.isBlank();
    return (none ? Path.of(home, ".keras") : Path.of(chosen)).resolve("models");
  }
}
