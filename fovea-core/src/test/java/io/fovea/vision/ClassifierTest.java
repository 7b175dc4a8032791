// SPDX-License-Identifier: Apache-2.0
package io.fovea.vision;

import static io.fovea.loss.Losses.sparseCategoricalCrossentropy;
import static io.fovea.nn.Layers.conv2d;
import static io.fovea.nn.Layers.dense;
import static io.fovea.nn.Layers.flatten;
import static io.fovea.nn.Layers.globalAvgPool2d;
import static io.fovea.nn.Layers.input;
import static io.fovea.optim.Optimizers.sgd;
import static io.fovea.train.Fit.epochs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fovea.augment.Preprocessing;
import io.fovea.data.Datasets;
import io.fovea.data.InputSpec;
import io.fovea.engine.Engines;
import io.fovea.error.DataException;
import io.fovea.error.ShapeException;
import io.fovea.image.Image;
import io.fovea.image.Images;
import io.fovea.image.Resize;
import io.fovea.nn.Layer;
import io.fovea.tensor.Shape;
import io.fovea.train.Model;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassifierTest {
  @TempDir Path folder;

  /// A network of so many scores from the mean color, `score[k] = k * red`, and what comes behind.
  private static Model scores(int count, Layer... behind) {
    var model = Model.of(input(2, 2, 3), globalAvgPool2d(), dense(count)).then(behind);
    model.runOn(Engines.named("reference"));
    float[] kernel = new float[3 * count];
    for (int k = 0; k < count; k++) {
      kernel[k] = count == 1 ? 1 : k;
    }
    model.variables().get(0).write(kernel);
    model.variables().get(1).write(new float[count]);
    return model;
  }

  private static Image red(int level) {
    byte[] samples = new byte[4 * 3];
    for (int i = 0; i < 4; i++) {
      samples[3 * i] = (byte) level;
    }
    return Image.of(2, 2, 3, samples);
  }

  private static double[] byIndex(List<Guess> guesses) {
    var values = new double[guesses.size()];
    guesses.forEach(guess -> values[guess.index()] = guess.probability());
    return values;
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  // ---- outputs ---------------------------------------------------------------------------------

  @Test
  void scoresGoThroughASoftmax() {
    var guesses = Classifier.of(scores(3)).top(3, red(255));
    double sum = 1 + Math.exp(1) + Math.exp(2);
    assertThat(guesses).extracting(Guess::index).containsExactly(2, 1, 0);
    assertThat(guesses).extracting(Guess::label).containsExactly("2", "1", "0");
    // float32 scores 0, 1, 2
    assertThat(byIndex(guesses))
        .containsExactly(
            new double[] {1 / sum, Math.exp(1) / sum, Math.exp(2) / sum}, within(1e-6));
  }

  @Test
  void aSoftmaxIsTakenAsItIs() {
    var model = Model.of(input(2, 2, 3), globalAvgPool2d(), dense(4).softmax());
    var guesses = Classifier.of(model).top(9, red(128));
    var outputs = model.predict(red(128).toUnitTensor(3).reshape(Shape.of(1, 2, 2, 3)));
    assertThat(guesses).hasSize(4);
    for (var guess : guesses) {
      assertThat(guess.probability()).isEqualTo(outputs.get(guess.index()));
    }
  }

  @Test
  void sigmoidsAreQuestionsOfTheirOwn() {
    var model = Model.of(input(2, 2, 3), globalAvgPool2d(), dense(2).sigmoid());
    model.variables().get(0).write(new float[6]);
    model.variables().get(1).write(new float[] {2, 1});
    var guesses = Classifier.of(model).top(2, red(0));
    // each float32
    assertThat(byIndex(guesses))
        .containsExactly(new double[] {sigmoid(2), sigmoid(1)}, within(1e-6));
  }

  @Test
  void oneSigmoidIsTheProbabilityOfClassOne() {
    var model = Model.of(input(2, 2, 3), globalAvgPool2d(), dense(1).sigmoid());
    model.variables().get(0).write(new float[3]);
    model.variables().get(1).write(new float[] {-2});
    var spec = model.inputSpec().labels("no", "yes");
    var classifier = Classifier.of(model, spec);
    var best = classifier.top(1, red(0)).getFirst();
    assertThat(classifier.classes()).isEqualTo(2);
    assertThat(best.label()).isEqualTo("no");
    assertThat(best.probability()).isCloseTo(1 - sigmoid(-2), within(1e-6));
  }

  @Test
  void oneScoreOfTwoNamedClassesToo() {
    var model = scores(1);
    var classifier = Classifier.of(model, model.inputSpec().labels("no", "yes"));
    var best = classifier.top(1, red(255)).getFirst();
    assertThat(best.label()).isEqualTo("yes");
    assertThat(best.probability()).isCloseTo(sigmoid(1), within(1e-6));
  }

  @Test
  void aSingleAmountIsNoClass() {
    assertThatThrownBy(() -> Classifier.of(scores(1)))
        .isInstanceOf(ShapeException.class)
        .hasMessage(
            "model_then: expected probabilities or scores of classes, got a single number for each"
                + " picture, and no names of two classes.\n"
                + "  Fix: end the network in dense(1).sigmoid(), name two classes, or ask it with"
                + " predict(...).");
  }

  @Test
  void severalOutputsAreRefused() {
    var x = input(2, 2, 3).then(flatten());
    var model = Model.to("two", x.then("a", dense(2).softmax()), x.then("b", dense(3).softmax()));
    assertThatThrownBy(() -> Classifier.of(model))
        .hasMessage(
            "two: expected a network of one output [N, classes], got outputs [a, b].\n"
                + "  Fix: ask it with predictAll(...), or build a model to one of them.");
    assertThatThrownBy(() -> Classifier.of(Model.of(input(4, 4, 3), conv2d(2, 3))))
        .hasMessageStartingWith("model: expected a network of one output [N, classes], got one of");
    assertThatThrownBy(() -> Classifier.of(Model.of(input(9), dense(2).softmax())))
        .hasMessageStartingWith("model: expected a network that takes pictures [H, W, 1] or");
  }

  @Test
  void aSpecOfAnotherSizeIsRefused() {
    var spec = InputSpec.of(Shape.of(3, 3, 3));
    assertThatThrownBy(() -> Classifier.of(scores(2), spec))
        .hasMessage(
            "model_then: expected pictures of shape [2, 2, 3], got [3, 3, 3].\n"
                + "  Fix: resize pictures to what the network takes, or build it with another"
                + " input.");
  }

  // ---- pictures --------------------------------------------------------------------------------

  private Path png(String name, int width, int height, int channels) {
    byte[] samples = new byte[width * height * channels];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (byte) (i * 37 + name.hashCode() * 13);
    }
    var file = folder.resolve(name);
    Images.writePng(Image.of(width, height, channels, samples), file);
    return file;
  }

  @Test
  void greyPicturesServeNetworksForColor() {
    var grey = Image.of(2, 2, 1, new byte[] {9, 90, 120, (byte) 200});
    var classifier = Classifier.of(scores(3));
    assertThat(classifier.top(3, grey)).isEqualTo(classifier.top(3, grey.toRgb()));
  }

  @Test
  void unreadablePicturesAreNamed() throws IOException {
    var text = Files.writeString(folder.resolve("text.png"), "no picture");
    var classifier = Classifier.of(scores(3));
    assertThatThrownBy(() -> classifier.top(1, text))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(text + ": expected a picture (JPEG, PNG");
    assertThatThrownBy(() -> classifier.classify(List.of(png("a.png", 2, 2, 3), text)))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(text + ": expected a picture (JPEG, PNG");
    assertThatThrownBy(() -> classifier.top(0, red(1)))
        .hasMessageStartingWith("Classifier.top: expected a whole number of at least 1, got 0.");
  }

  /// 70 files fill two batches and a part of a third; eight threads share the model.
  @Test
  void batchesAndThreadsChangeNothing() {
    var files =
        IntStream.range(0, 70).mapToObj(i -> png(i + ".png", 3 + i % 5, 9 - i % 4, 3)).toList();
    var classifier = Classifier.of(scores(4, dense(4).softmax()));
    var all = classifier.classify(files);
    var alone = files.stream().map(file -> classifier.top(4, file)).toList();
    var shared = files.parallelStream().map(file -> classifier.top(4, file)).toList();
    assertThat(all).isEqualTo(alone).isEqualTo(shared);
  }

  // ---- what fit notes
  // ----------------------------------------------------------------------------

  private Path folders() throws IOException {
    for (var name : List.of("daisy", "rose")) {
      Files.createDirectories(folder.resolve("flowers").resolve(name));
      for (int i = 0; i < 3; i++) {
        png("flowers/" + name + "/" + i + ".png", 4 + i, 5, 3);
      }
    }
    return folder.resolve("flowers");
  }

  @Test
  void fitOnAFolderNotesNamesAndPreparationOfPictures() throws IOException {
    var files = Datasets.folder(folders()).resize(Resize.to(4, 3).antialiased().crop());
    var data = files.dataset().map(Preprocessing.SIGNED);
    var model = Model.of(input(3, 4, 3), flatten(), dense(2).softmax());
    model.runOn(Engines.named("reference")).compile(sgd(0.01), sparseCategoricalCrossentropy());
    var _ = model.fit(data, epochs(1).batch(3).quiet());

    assertThat(model.inputSpec())
        .isEqualTo(files.inputSpec().preprocessing(Preprocessing.SIGNED).labels("daisy", "rose"));
    // the classifier sees what the network saw
    var classifier = Classifier.of(model);
    var paths = files.files().stream().map(labelled -> labelled.file()).toList();
    for (int i = 0; i < paths.size(); i++) {
      var expected = data.example(i);
      assertThat(classifier.spec().read(paths.get(i))).isEqualTo(expected);
      var outputs = model.predict(expected.reshape(Shape.of(1, 3, 4, 3)));
      assertThat(byIndex(classifier.top(2, paths.get(i))))
          .containsExactly(outputs.get(0), outputs.get(1));
    }
    assertThat(classifier.top(1, paths.getFirst()).getFirst().toString())
        .matches("(daisy|rose) \\d+\\.\\d\\d %");
  }

  @Test
  void namesThatAModelKnowsStay() throws IOException {
    var data = Datasets.folder(folders()).size(4, 3).dataset();
    var model = Model.of(input(3, 4, 3), flatten(), dense(2).softmax());
    model.runOn(Engines.named("reference")).compile(sgd(0.01), sparseCategoricalCrossentropy());
    var spec = model.inputSpec().labels("A", "B");
    var _ = model.noteInput(spec).fit(data, epochs(1).quiet());
    assertThat(model.inputSpec()).isEqualTo(spec);
    assertThat(model.then(dense(3)).inputSpec()).isEqualTo(spec.labels(List.of()));
  }
}
