// SPDX-License-Identifier: Apache-2.0
package io.fovea.formats.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fovea.engine.Engines;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import io.fovea.train.Model;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Files that Python Keras 3.16 wrote, and what it predicted.
class KerasFixturesTest {
  @TempDir Path folder;

  static Path fixture(String name) {
    try {
      return Path.of(KerasFixturesTest.class.getResource("/keras/" + name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static JsonNode facts() {
    try {
      return JsonMapper.builder().build().readTree(Files.readAllBytes(fixture("models.json")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// `input[k] = 7 k mod 256`; the sequential model was fed `input / 255`.
  private static Tensor input(double divisor) {
    return Tensor.generate(Shape.of(2, 8, 8, 3), k -> (k * 7 % 256) / divisor);
  }

  /// Value `k` of weight `i`, as the script that made the files set it.
  private static float weight(int i, int k, boolean variance) {
    float value = (float) (((k * 37 + 11) % 89 - 44) / 45.0 * 0.3 + 0.01 * i);
    return variance ? Math.abs(value) + 0.5f : value;
  }

  private static List<Float> floats(float[] values) {
    var list = new ArrayList<Float>();
    for (float value : values) {
      list.add(value);
    }
    return list;
  }

  private static void assertPredicts(Model model, String key, Tensor input) {
    var expected = new ArrayList<Double>();
    facts().path(key).forEach(row -> row.forEach(value -> expected.add(value.doubleValue())));
    float[] actual = model.predict(input).toArray();
    assertThat(actual).hasSize(expected.size());
    for (int i = 0; i < actual.length; i++) {
      assertThat((double) actual[i]).isCloseTo(expected.get(i), within(1e-5));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "functional.keras, reference",
    "functional.keras, onednn",
    "functional_legacy.h5, reference",
    "functional_legacy.h5, onednn",
    "sequential_frozen_base.keras, reference",
    "sequential_frozen_base.keras, onednn",
    "sequential_frozen_base_legacy.h5, reference",
    "sequential_frozen_base_legacy.h5, onednn",
    "sequential_trainable_base_legacy.h5, reference",
    "sequential_trainable_base_legacy.h5, onednn"
  })
  void modelsPredictWhatKerasPredicted(String name, String engine) {
    var model = Model.load(fixture(name)).runOn(Engines.named(engine));
    boolean functional = name.startsWith("functional");
    assertPredicts(
        model, functional ? "functional_output" : "sequential_output", input(functional ? 1 : 255));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"functional.keras", "functional_legacy.h5", "sequential_frozen_base.keras"})
  void variablesHaveTheirValuesInKerasOrder(String name) {
    var model = Model.load(fixture(name));
    var facts = facts().path(name.startsWith("f") ? "functional_weights" : "sequential_weights");
    assertThat(model.variables()).hasSize(facts.size());
    for (int i = 0; i < facts.size(); i++) {
      var variable = model.variables().get(i);
      String path = facts.path(i).path(0).textValue();
      assertThat(path).endsWith(variable.path());
      float[] values = variable.read();
      assertThat(values).isNotEmpty();
      for (int k = 0; k < values.length; k++) {
        float expected = path.endsWith("/count") ? 0 : weight(i, k, path.endsWith("variance"));
        assertThat(values[k]).as("%s[%d]", path, k).isEqualTo(expected);
      }
    }
  }

  @Test
  void weightsAloneLoadIntoTheModelTheyAreOf() {
    var model = Model.load(fixture("functional.keras")).initialize(1);
    model.loadWeights(fixture("functional.weights.h5"));
    var expected = Model.load(fixture("functional.keras"));
    for (int i = 0; i < model.variables().size(); i++) {
      assertThat(floats(model.variables().get(i).read()))
          .isEqualTo(floats(expected.variables().get(i).read()));
    }
  }
}
