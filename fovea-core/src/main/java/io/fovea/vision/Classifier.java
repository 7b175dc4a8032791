// SPDX-License-Identifier: Apache-2.0
package io.fovea.vision;

import com.google.errorprone.annotations.CheckReturnValue;
import io.fovea.data.InputSpec;
import io.fovea.error.Args;
import io.fovea.error.ShapeException;
import io.fovea.image.Image;
import io.fovea.image.Images;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import io.fovea.train.Model;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// A model that reads pictures and says what they show.
///
/// ```java
/// Classifier flowers = Classifier.load(Path.of("flowers.keras"));
/// List<Guess> best = flowers.top(3, Path.of("photo.jpg"));       // rose 98.13 %, tulip 1.20 %, ...
/// ```
///
/// Pictures may have any size and color; they are prepared as the model noted when it was trained, see
/// [InputSpec]. Probabilities are what the last layer gives if it is a softmax or a sigmoid; scores
/// go through a softmax. A single output with a sigmoid is the probability of class 1.
///
/// Threads may share it; they take turns in running the network, and read pictures side by side.
///
/// @param model a network of one picture `[H, W, 1]` or `[H, W, 3]` and one row of outputs
/// @param spec how pictures are brought to it, and what its classes are called
@CheckReturnValue
public record Classifier(Model model, InputSpec spec) {
  private static final int BATCH = 32;

  /// Checks that both are for the same pictures, and that the outputs say what a picture shows.
  public Classifier {
    var shape = model.inputSpec().shape();
    if (!spec.shape().equals(shape)) {
      throw new ShapeException(
          model.name(),
          "pictures of shape " + shape,
          spec.shape().toString(),
          "resize pictures to what the network takes, or build it with another input.");
    }
    Probabilities.requireClasses(model, spec);
  }

  /// The classifier in a file of any format that is read.
  ///
  /// @throws io.fovea.error.FoveaException if there is none, or a model of something else
  public static Classifier load(Path file) {
    return of(Model.load(file));
  }

  /// A model with what it noted about pictures itself.
  ///
  /// @throws ShapeException if it takes no pictures, or does not tell classes apart
  public static Classifier of(Model model) {
    return new Classifier(model, model.inputSpec());
  }

  /// A model with another way of preparing pictures, or other names of classes.
  ///
  /// @throws ShapeException if it takes other pictures, or does not tell classes apart
  public static Classifier of(Model model, InputSpec spec) {
    return new Classifier(model, spec);
  }

  /// How many classes it tells apart.
  public int classes() {
    return Probabilities.classes(model);
  }

  /// The most probable classes of the picture in a file, the best first.
  ///
  /// @param count how many, at least 1; all if there are fewer
  /// @throws io.fovea.error.DataException if the file cannot be read
  public List<Guess> top(int count, Path picture) {
    return top(count, Images.read(picture));
  }

  /// The most probable classes of a picture, the best first.
  ///
  /// @param count how many, at least 1; all if there are fewer
  public List<Guess> top(int count, Image picture) {
    Args.positive("Classifier.top", count);
    var all = classify(batched(spec.example(picture))).getFirst();
    return all.subList(0, Math.min(count, all.size()));
  }

  /// All classes of the pictures in files, for each picture the most probable first.
  ///
  /// @throws io.fovea.error.DataException that names a file that cannot be read
  public List<List<Guess>> classify(List<Path> pictures) {
    var guesses = new ArrayList<List<Guess>>();
    for (int from = 0; from < pictures.size(); from += BATCH) {
      var some = pictures.subList(from, Math.min(from + BATCH, pictures.size()));
      guesses.addAll(classify(read(some)));
    }
    return List.copyOf(guesses);
  }

  /// Side by side, as decoding takes longer than asking the network.
  private Tensor read(List<Path> pictures) {
    int size = Math.toIntExact(spec.shape().elements());
    var values = new float[pictures.size() * size];
    IntStream.range(0, pictures.size())
        .parallel()
        .forEach(i -> spec.read(pictures.get(i)).copyTo(0, values, i * size, size));
    return Tensor.of(Shape.of(pictures.size()).then(spec.shape()), values);
  }

  /// All classes of examples as the network takes them, for each the most probable first.
  ///
  /// @param examples `[N, H, W, C]`, as [InputSpec#example] makes each of them
  public List<List<Guess>> classify(Tensor examples) {
    var outputs = model.predict(examples, BATCH);
    int width = outputs.shape().channels();
    var probabilities = Probabilities.of(model);
    return IntStream.range(0, examples.shape().get(0))
        .mapToObj(row -> guesses(probabilities.of(outputs, row * width, width)))
        .toList();
  }

  private List<Guess> guesses(double[] probabilities) {
    return IntStream.range(0, probabilities.length)
        .mapToObj(i -> new Guess(i, spec.label(i), probabilities[i]))
        .sorted(Comparator.comparingDouble(Guess::probability).reversed())
        .toList();
  }

  private static Tensor batched(Tensor example) {
    return example.reshape(Shape.of(1).then(example.shape()));
  }
}
