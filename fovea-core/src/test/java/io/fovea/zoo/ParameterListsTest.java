// SPDX-License-Identifier: Apache-2.0
package io.fovea.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Names, order and shapes of all parameters are pinned: files with weights depend on them.
class ParameterListsTest {
  private static final String FOLDER = "parameters/";

  static List<String> names() {
    return Zoo.names();
  }

  @ParameterizedTest
  @MethodSource("names")
  void areAsTheyWere(String name) throws IOException {
    var pinned =
        Objects.requireNonNull(getClass().getResourceAsStream(FOLDER + name + ".txt"), name);
    try (var lines = new BufferedReader(new InputStreamReader(pinned, StandardCharsets.UTF_8))) {
      assertThat(lines(Zoo.entry(name))).containsExactlyElementsOf(lines.lines().toList());
    }
  }

  private static List<String> lines(Zoo.Entry entry) {
    return entry.described().variables().stream().map(Object::toString).toList();
  }

  /// Pins the lists anew: the first argument is the folder of the resources of this package.
  static void main(String[] arguments) throws IOException {
    var folder = Files.createDirectories(Path.of(arguments[0]).resolve(FOLDER));
    for (var entry : Zoo.entries()) {
      Files.write(folder.resolve(entry.name() + ".txt"), lines(entry));
    }
  }
}
