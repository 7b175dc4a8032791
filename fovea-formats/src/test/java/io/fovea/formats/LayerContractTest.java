// SPDX-License-Identifier: Apache-2.0
package io.fovea.formats;

import static io.fovea.nn.Initializers.ones;
import static io.fovea.nn.Layers.dense;
import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fovea.engine.Engines;
import io.fovea.nn.Layer;
import io.fovea.nn.Layers;
import io.fovea.nn.Node;
import io.fovea.testkit.LayerCase;
import io.fovea.testkit.LayerCases;
import io.fovea.testkit.LayerContract;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LayerContractTest {
  @TempDir Path folder;

  static Stream<LayerCase> all() {
    return LayerCases.all().stream();
  }

  private LayerContract contract() {
    return new LayerContract(Engines.best(), List.of(".fovea", ".keras", ".h5"), folder);
  }

  @ParameterizedTest
  @MethodSource("all")
  void everyLayerKeepsTheContract(LayerCase layer) {
    contract().check(layer);
  }

  @Test
  void everyFactoryHasACase() {
    var factories =
        Arrays.stream(Layers.class.getMethods())
            .filter(method -> Layer.class.isAssignableFrom(method.getReturnType()))
            .map(Method::getName)
            .collect(toCollection(TreeSet::new));
    assertThat(factories).hasSizeGreaterThan(40);
    assertThat(all().map(LayerCase::factory)).containsAll(factories);
  }

  /// Declares a parameter that nothing reads.
  record Idle() implements Layer {
    @Override
    public Node on(Node x) {
      var _ = x.param("idle", ones(), 2);
      return x.times(x.param("gamma", ones(), x.channels()));
    }
  }

  @Test
  void findsAParameterThatDoesNotLearn() {
    assertThatThrownBy(() -> contract().check(LayerCase.of("idle", new Idle(), 3).parameters(5)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("expected a step to change idle/idle, got the same numbers.");
  }

  @Test
  void findsNumbersThatWereNotCounted() {
    assertThatThrownBy(() -> contract().check(LayerCase.of("dense", dense(3), 4).parameters(12)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("expected numbers kept 12, got 15.");
  }

  @Test
  void findsAFileThatTakesWhatItShouldRefuse() {
    var claim = LayerCase.of("dense", dense(3), 4).parameters(15).keptIn(".keras");
    assertThatThrownBy(() -> contract().check(claim))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("expected .fovea to refuse it, got a file.");
  }
}
