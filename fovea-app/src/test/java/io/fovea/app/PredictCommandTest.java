// SPDX-License-Identifier: Apache-2.0
package io.fovea.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fovea.data.Datasets;
import io.fovea.image.Image;
import io.fovea.image.Images;
import io.fovea.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `predict` and `evaluate`, with a model that knows most digits after a short training.
class PredictCommandTest {
  @TempDir static Path folder;

  private static Path model = Path.of("");
  private static final int SEVEN = 0; // the first test digit of MNIST

  @BeforeAll
  static void train() {
    var run = Cli.run("train", "--limit", "2000", "--epochs", "3", "--no-augment", "--out", folder);
    assertThat(run.err()).isEmpty();
    model = WholeFiles.follow(folder.resolve("last").resolve("model.keras"));
  }

  private static Image digit(int example) {
    Tensor pixels = Datasets.mnist10k().test().example(example);
    byte[] bytes = new byte[28 * 28];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) Math.round(pixels.get(i) * 255);
    }
    return Image.of(28, 28, 1, bytes);
  }

  private static int label(int example) {
    return (int) Datasets.mnist10k().test().label(example);
  }

  private static Path png(String name, Image image) {
    var file = folder.resolve(name);
    Images.writePng(image, file);
    return file;
  }

  private static Image inverted(Image image) {
    byte[] bytes = image.toBytes();
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) ~bytes[i];
    }
    return Image.of(image.width(), image.height(), image.channels(), bytes);
  }

  /// An example that the model knows, so that the tests are about pictures, not about training.
  private static int known() {
    for (int example = 0; example < 50; example++) {
      var file = png("try.png", digit(example));
      var top = Cli.run("predict", "--model", model, "--json", file).json().get("results").get(0);
      if (top.get("top").get(0).get("index").asInt() == label(example)
          && top.get("top").get(0).get("probability").asDouble() > 0.9) {
        return example;
      }
    }
    throw new AssertionError("the model knows none of the first 50 test digits");
  }

  @Test
  void namesTheDigitInAPicture() {
    int example = known();
    var file = png("digit.png", digit(example));

    var run = Cli.run("predict", "--model", model, file);

    assertThat(run.code()).isZero();
    assertThat(run.out()).startsWith(file + ": " + label(example) + " 9").contains(" %, ");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void jsonHasFileClassesAndProbabilities() {
    int example = known();
    var file = png("digit.png", digit(example));

    var run = Cli.run("predict", "--model", model, "--top", "10", "--json", file);

    assertThat(run.out().lines()).hasSize(1);
    var result = run.json().get("results").get(0);
    assertThat(result.get("file").asText()).isEqualTo(file.toString());
    assertThat(result.get("error").isNull()).isTrue();
    assertThat(result.get("top")).hasSize(10);
    var best = result.get("top").get(0);
    assertThat(best.get("index").asInt()).isEqualTo(label(example));
    assertThat(best.get("label").asText()).isEqualTo(String.valueOf(label(example)));
    double sum = 0;
    for (var guess : result.get("top")) {
      sum += guess.get("probability").asDouble();
    }
    // ten float32 probabilities, each rounded to 6e-8
    assertThat(sum).isCloseTo(1, within(1e-5));
  }

  @Test
  void aLargeColoredDarkOnLightPictureGivesTheSameDigit() {
    int example = known();
    var small = digit(example);
    byte[] large = new byte[140 * 140 * 3];
    for (int y = 0; y < 140; y++) {
      for (int x = 0; x < 140; x++) {
        for (int c = 0; c < 3; c++) {
          large[(y * 140 + x) * 3 + c] = (byte) ~small.at(x / 5, y / 5, 0);
        }
      }
    }
    var plain = Cli.run("predict", "--model", model, png("plain.png", small));
    var file = png("large.png", Image.of(140, 140, 3, large));
    var run = Cli.run("predict", "--model", model, file);

    assertThat(run.out()).endsWith(" (dark on light: inverted)\n");
    // five by five equal pixels have their own value as mean, so the network sees the same picture
    assertThat(guesses(run.out())).isEqualTo(guesses(plain.out()));
  }

  private static String guesses(String line) {
    return line.substring(line.indexOf(": ") + 2).replace(" (dark on light: inverted)", "");
  }

  @Test
  void whatIsWrongWithOneFileDoesNotStopTheOthers() throws IOException {
    var good = png("good.png", digit(SEVEN));
    var missing = folder.resolve("missing.png");
    var text = Files.writeString(folder.resolve("text.png"), "no picture");

    var run = Cli.run("predict", "--model", model, missing, text, good);

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out().lines()).singleElement().asString().startsWith(good + ": ");
    assertThat(run.err())
        .contains(missing + ": expected a picture file, got no such file.")
        .contains(text + ": expected a picture (JPEG, PNG, GIF, BMP, WebP or TIFF), got ");
  }

  @Test
  void jsonTellsErrorsByFile() {
    var missing = folder.resolve("missing.png");
    var good = png("good.png", inverted(digit(SEVEN)));

    var run = Cli.run("predict", "--model", model, "--json", missing, good);

    assertThat(run.code()).isEqualTo(1);
    var results = run.json().get("results");
    assertThat(results.get(0).get("error").asText()).contains("no such file");
    assertThat(results.get(0).get("top")).isEmpty();
    assertThat(results.get(1).get("error").isNull()).isTrue();
    assertThat(results.get(1).get("inverted").asBoolean()).isTrue();
  }

  @Test
  void aFolderOfARunStandsForItsModel() {
    var file = png("digit.png", digit(SEVEN));
    var run = Cli.run("predict", "--model", folder.resolve("last"), file);
    assertThat(run.code()).isZero();
  }

  @Test
  void aMissingModelFails() {
    var none = folder.resolve("none.fovea");
    var run = Cli.run("predict", "--model", none, png("digit.png", digit(SEVEN)));
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).startsWith(none + ": expected a model file, got no such file.");
  }

  @Test
  void aDamagedModelFails() throws IOException {
    byte[] bytes = Files.readAllBytes(model);
    var half = folder.resolve("half.fovea");
    Files.write(half, java.util.Arrays.copyOf(bytes, bytes.length / 2));
    var run = Cli.run("predict", "--model", half, png("digit.png", digit(SEVEN)));
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).startsWith(half + ": expected ").contains("\n  Fix: ");
  }

  @Test
  void evaluateMeasuresOnTheTestPart() {
    var run = Cli.run("evaluate", "--model", model, "--limit", "200", "--json");
    assertThat(run.code()).isZero();
    assertThat(run.json().get("parameters").asLong()).isEqualTo(61_706);
    // better than guessing by far, whatever the machine rounds
    assertThat(run.json().get("test_accuracy").asDouble()).isBetween(0.5, 1.0);
    assertThat(run.json().get("test_loss").asDouble()).isPositive();
    assertThat(run.json().get("images_per_second").asDouble()).isPositive();
  }

  @Test
  void evaluateTellsPeopleTheAccuracy() {
    var run = Cli.run("evaluate", "--model", model, "--limit", "20");
    assertThat(run.out()).contains(" on mnist10k: accuracy ", " %, loss ", "on 20 pictures");
  }
}
