// SPDX-License-Identifier: Apache-2.0
package io.fovea.testkit;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import io.fovea.nn.Layer;
import io.fovea.nn.Layers;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// The guide to layers leaves none out.
class LayersGuideTest {
  @Test
  void everyFactoryStandsInTheGuide() throws IOException {
    var root = Path.of("").toAbsolutePath();
    while (!Files.exists(root.resolve("LICENSE"))) {
      root = Optional.ofNullable(root.getParent()).orElseThrow();
    }
    var guide = Files.readString(root.resolve("docs/guide/layers.md"));
    var factories =
        Arrays.stream(Layers.class.getMethods())
            .filter(method -> Layer.class.isAssignableFrom(method.getReturnType()))
            .map(Method::getName)
            .collect(toCollection(TreeSet::new));
    assertThat(factories).hasSizeGreaterThan(40).allMatch(name -> guide.contains(name + "("));
  }
}
