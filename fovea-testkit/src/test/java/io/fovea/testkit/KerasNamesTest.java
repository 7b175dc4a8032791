// SPDX-License-Identifier: Apache-2.0
package io.fovea.testkit;

import static java.util.function.Predicate.not;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.fovea.augment.Augmentations;
import io.fovea.nn.Layers;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What the guide says about Keras' names is so, and it says something about each of them.
class KerasNamesTest {
  private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");
  private static final Pattern WORD = Pattern.compile("`(\\w+)\\(");

  /// @param keras names there
  /// @param fovea factories here
  private record Row(List<String> keras, List<String> fovea) {}

  @Test
  void everyLayerOfKerasStandsInTheGuideOnce() throws IOException {
    var said = new ArrayList<String>();
    for (var section : List.of("Layers", "Changes of pictures")) {
      rows(section).forEach(row -> said.addAll(row.keras()));
    }
    for (var line : section("Missing").lines().filter(l -> l.startsWith("|")).toList()) {
      said.addAll(found(QUOTED, line));
    }
    assertThat(said).containsExactlyInAnyOrderElementsOf(names("keras-layers.txt"));
  }

  @Test
  void everyActivationOfKerasStandsInTheGuideOnce() throws IOException {
    var said = new ArrayList<String>();
    rows("Activations").forEach(row -> said.addAll(row.keras()));
    var text = section("Activations");
    said.addAll(found(QUOTED, text.substring(text.indexOf("Missing"))));
    assertThat(said).containsExactlyInAnyOrderElementsOf(names("keras-activations.txt"));
  }

  @Test
  void everyLayerGoesByTheRule() throws IOException {
    var layers = methods(Layers.class);
    var table = section("Layers").split("Under another name:")[0];
    for (var row : rowsOf(table)) {
      assertThat(row.fovea()).as(row.toString()).isNotEmpty();
      var word = row.fovea().getFirst();
      assertThat(layers).contains(word);
      assertThat(row.keras().stream().map(KerasNamesTest::byRule)).contains(word);
    }
    for (var row : rows("Activations")) {
      assertThat(layers).containsAll(row.fovea());
      assertThat(row.keras().stream().map(KerasNamesTest::byRule)).contains(row.fovea().getFirst());
    }
  }

  /// What a layer calls itself in files and summaries is one of the names in its row.
  @Test
  void everyLayerSaysKerasName() throws IOException {
    var types =
        LayerCases.all().stream()
            .collect(toMap(LayerCase::factory, c -> c.layer().type(), (one, _) -> one));
    var table = section("Layers").split("Under another name:")[0];
    for (var row : rowsOf(table)) {
      var word = row.fovea().getFirst();
      if (!Set.of("input", "elu").contains(word)) { // no layer; a name for two layers
        assertThat(row.keras()).as(word).contains(Objects.requireNonNull(types.get(word), word));
      }
    }
  }

  @Test
  void changesOfPicturesAreThere() throws IOException {
    var changes = methods(Augmentations.class);
    assertThat(rows("Changes of pictures"))
        .hasSizeGreaterThan(20)
        .allSatisfy(row -> assertThat(changes).containsAll(row.fovea()));
  }

  /// Nothing that Keras has is missing in the guide for the lack of a line there.
  @Test
  void nothingThatIsThereIsSaidToBeMissing() throws IOException {
    var layers = methods(Layers.class);
    assertThat(found(QUOTED, section("Missing")).stream().map(KerasNamesTest::byRule))
        .isNotEmpty()
        .noneMatch(layers::contains);
  }

  /// `LeakyReLU` is `leakyRelu`, `hard_sigmoid` is `hardSigmoid`, `BatchNormalization` is `batchNorm`.
  private static String byRule(String keras) {
    var words =
        keras
            .replaceAll("(?<=[A-Z][a-z]{1,9})Normalization$", "Norm")
            .replaceAll("([1-3])D", "$1d")
            .replace("ReLU", "Relu")
            .replaceAll("^([A-Z])LU$", "$1lu")
            .replaceAll("^PRelu", "Prelu");
    var camel =
        Pattern.compile("_(.)")
            .matcher(words)
            .replaceAll(letter -> letter.group(1).toUpperCase(Locale.ROOT));
    return camel.substring(0, 1).toLowerCase(Locale.ROOT) + camel.substring(1);
  }

  private static List<Row> rows(String section) throws IOException {
    return rowsOf(section(section));
  }

  private static List<Row> rowsOf(String text) {
    return text.lines()
        .filter(line -> line.startsWith("| `"))
        .map(line -> line.split("\\|"))
        .map(cells -> new Row(found(QUOTED, cells[1]), found(WORD, cells[2])))
        .toList();
  }

  private static String section(String name) throws IOException {
    var root = Path.of("").toAbsolutePath();
    while (!Files.exists(root.resolve("LICENSE"))) {
      root = Objects.requireNonNull(root.getParent());
    }
    var guide = Files.readString(root.resolve("docs/guide/keras-names.md"));
    var start = guide.indexOf("\n## " + name + "\n");
    assertThat(start).as(name).isPositive();
    var end = guide.indexOf("\n## ", start + 1);
    return guide.substring(start, end < 0 ? guide.length() : end);
  }

  private static List<String> found(Pattern pattern, String text) {
    return pattern.matcher(text).results().map((MatchResult m) -> m.group(1)).toList();
  }

  private static Set<String> methods(Class<?> type) {
    return Stream.of(type.getMethods()).map(Method::getName).collect(toSet());
  }

  private static List<String> names(String file) throws IOException {
    try (var in = Objects.requireNonNull(KerasNamesTest.class.getResourceAsStream(file), file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(not(line -> line.startsWith("#")))
          .toList();
    }
  }
}
