// SPDX-License-Identifier: Apache-2.0
package io.fovea.examples;

import static io.fovea.nn.Layers.avgPool2d;
import static io.fovea.nn.Layers.conv2d;
import static io.fovea.nn.Layers.dense;
import static io.fovea.nn.Layers.flatten;
import static io.fovea.nn.Layers.globalAvgPool2d;
import static io.fovea.nn.Layers.input;
import static io.fovea.optim.Optimizers.adam;
import static io.fovea.optim.Optimizers.sgd;
import static io.fovea.train.Fit.epochs;
import static io.fovea.zoo.Draft.Origin.IMAGENET;
import static io.fovea.zoo.Xception.XCEPTION;
import static java.util.Comparator.reverseOrder;
import static org.assertj.core.api.Assertions.assertThat;

import io.fovea.data.Dataset;
import io.fovea.data.Datasets;
import io.fovea.train.Model;
import io.fovea.train.Phase;
import io.fovea.train.Recipe;
import io.fovea.vision.Classifier;
import io.fovea.vision.Guess;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// How much a user has to write: tokens of Java of what everybody does first. The bounds are what
/// the same takes in Keras 3, or less; where the count is smaller, nothing may make it grow again.
class TokensTest {
  private static final Pattern COMMENTS = Pattern.compile("//[^\n]*|/\\*.*?\\*/", Pattern.DOTALL);
  private static final Pattern TOKEN =
      Pattern.compile(
          "\"(?:\\\\.|[^\"\\\\])*\"|[0-9][\\w.]*(?:(?<=[eE])[+-]\\d+)?|\\w+"
              + "|->|::|[=!<>]=|&&|\\|\\||\\+\\+|--|\\S");

  // ---- what is counted, between its braces
  // -------------------------------------------------------

  static Model lenet5() {
    return Model.of(
        input(28, 28, 1),
        conv2d(6, 5).same().tanh(),
        avgPool2d(2),
        conv2d(16, 5).tanh(),
        avgPool2d(2),
        flatten(),
        dense(120).tanh(),
        dense(84).tanh(),
        dense(10).softmax());
  }

  static void learned(Model model, Dataset train, Dataset test) {
    model.compile(adam(1e-3));
    model.fit(train, epochs(1));
    model.evaluate(test);
    model.save(Path.of("target/tokens/digits.keras"));
  }

  static List<Guess> asked() {
    return Classifier.load(Path.of("target/tokens/digits.keras"))
        .top(3, Path.of("target/tokens/digit.png"));
  }

  static Recipe.Result transferred() {
    var base = XCEPTION.model().weights(IMAGENET).withoutTop().build();
    var flowers = Datasets.folder(Path.of("flowers")).size(299, 299).dataset();
    return Recipe.of(
            Phase.head(sgd(0.2), epochs(5)), Phase.whole(sgd(0.01), epochs(10).validation(0.15)))
        .run(
            base.then(globalAvgPool2d(), dense(5).softmax()),
            flowers.map(base.preprocessing()).mix(42));
  }

  // ---- the counts
  // --------------------------------------------------------------------------------

  @Test
  void tokensAreThoseOfJava() {
    assertThat(tokens("var x = f(1e-3, \"a b\") -> y::z; // no\n i++ != 0.5f"))
        .containsExactly(
            "var", "x", "=", "f", "(", "1e-3", ",", "\"a b\"", ")", "->", "y", "::", "z", ";", "i",
            "++", "!=", "0.5f");
  }

  @ParameterizedTest(name = "{0}: at most {1} tokens")
  @CsvSource({"lenet5,84", "learned,50", "asked,60", "transferred,130"})
  void whatEverybodyDoesFirstIsShort(String method, int most) throws IOException {
    assertFew(method, body(own(), " " + method + "("), most);
  }

  @Test
  void aResidualUnitIsShort() throws IOException {
    assertFew("residual unit", after(example("ResidualUnit"), "public record"), 138);
  }

  @Test
  void aLayerOfOnesOwnIsShort() throws IOException {
    var guide = Files.readString(ReadmeExampleTest.root().resolve("docs/guide/own-layers.md"));
    var snippet = after(guide, "record ChannelScale");
    assertFew("custom layer", snippet.substring(0, snippet.indexOf("```")), 43);
  }

  @Test
  void theShortProgramsRun() throws IOException {
    var folder = Files.createDirectories(Path.of("target/tokens"));
    var digits = Datasets.mnist10k();
    learned(lenet5(), digits.train().take(64), digits.test().take(32));
    var picture = new BufferedImage(28, 28, BufferedImage.TYPE_BYTE_GRAY);
    ImageIO.write(picture, "png", folder.resolve("digit.png").toFile());

    var guesses = asked();

    assertThat(guesses).hasSize(3);
    assertThat(guesses.getFirst().label()).isEqualTo(String.valueOf(guesses.getFirst().index()));
    assertThat(guesses).extracting(Guess::probability).isSortedAccordingTo(reverseOrder());
  }

  private static void assertFew(String what, String program, int most) {
    var tokens = tokens(program);
    System.out.printf("%-14s %3d tokens, at most %d%n", what, tokens.size(), most);
    assertThat(tokens).as(what).hasSizeBetween(most / 3, most);
  }

  private static List<String> tokens(String program) {
    return TOKEN
        .matcher(COMMENTS.matcher(program).replaceAll(" "))
        .results()
        .map(match -> match.group())
        .toList();
  }

  private static String body(String source, String method) {
    var rest = after(source, method);
    return rest.substring(rest.indexOf("{") + 1, rest.indexOf("\n  }"));
  }

  private static String after(String text, String start) {
    assertThat(text).contains(start);
    return text.substring(text.indexOf(start));
  }

  private static String own() throws IOException {
    return source("test", "TokensTest");
  }

  private static String example(String name) throws IOException {
    return source("main", name);
  }

  private static String source(String kind, String name) throws IOException {
    var folder = "fovea-examples/src/" + kind + "/java/io/fovea/examples/";
    return Files.readString(ReadmeExampleTest.root().resolve(folder + name + ".java"));
  }
}
