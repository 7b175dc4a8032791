// SPDX-License-Identifier: Apache-2.0
package io.fovea.formats;

import static io.fovea.nn.Layers.dense;
import static io.fovea.nn.Layers.input;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.fovea.error.FoveaException;
import io.fovea.testkit.Mutations;
import io.fovea.train.Model;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Descriptions that are well formed and mean harm: a sentence, after ten seconds of work at most.
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileFilesTest {
  private static final String INPUT =
      "{\"class_name\":\"InputLayer\",\"config\":{\"batch_shape\":[null,8,8,3],\"name\":\"in\"}}";

  private static final long MOST_NANOS = 10_000_000_000L;

  @TempDir Path folder;

  /// A `.keras` file of layers one after the other, whose numbers are missing.
  private Path sequential(String layers) throws IOException {
    var file = folder.resolve("m.keras");
    String config =
        "{\"class_name\":\"Sequential\",\"config\":{\"name\":\"m\",\"layers\":["
            + INPUT
            + ","
            + layers
            + "]}}";
    try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.putNextEntry(new ZipEntry("config.json"));
      zip.write(config.getBytes(UTF_8));
      zip.putNextEntry(new ZipEntry("model.weights.h5"));
    }
    return file;
  }

  private static void assertRefused(Path file) {
    var clock = ManagementFactory.getThreadMXBean();
    long start = clock.getCurrentThreadCpuTime();
    var problem = catchThrowable(() -> Model.load(file));
    assertThat(clock.getCurrentThreadCpuTime() - start).as("nanos").isLessThan(MOST_NANOS);
    assertThat(problem).isInstanceOf(FoveaException.class);
    Mutations.requireSentence((FoveaException) problem);
  }

  private static String layer(String type, String config) {
    return "{\"class_name\":\"%s\",\"config\":{\"name\":\"a\",%s}}".formatted(type, config);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Conv2D|\"filters\":2147483647,\"kernel_size\":[3,3]",
        "Conv2D|\"filters\":0,\"kernel_size\":[3,3]",
        "Conv2D|\"filters\":3,\"kernel_size\":[2147483647,2147483647]",
        "Conv2D|\"filters\":3,\"kernel_size\":[3,3],\"groups\":0",
        "Conv2D|\"filters\":3,\"kernel_size\":[3,3],\"strides\":[0,0]",
        "Conv2D|\"filters\":3,\"kernel_size\":[3,3],\"dilation_rate\":[2147483647,1]",
        "Conv2D|\"filters\":3,\"kernel_size\":[3,3],\"dtype\":\"\\u0000float\"",
        "Dense|\"units\":4294967297",
        "Dense|\"units\":2147483647",
        "Dropout|\"rate\":\"NaN\"",
        "Dropout|\"rate\":2",
        "Dropout|\"rate\":1e999",
        "Reshape|\"target_shape\":[65536,65536,65536]",
        "Reshape|\"target_shape\":[0]",
        "ZeroPadding2D|\"padding\":[[2147483647,2147483647],[2147483647,2147483647]]",
        "UpSampling2D|\"size\":[2147483647,2147483647]",
        "Resizing|\"height\":2147483647,\"width\":2147483647",
        "BatchNormalization|\"axis\":4294967295",
        "BatchNormalization|\"momentum\":-5",
        "Lambda|\"function\":{\"class_name\":\"__lambda__\"}",
        "os.system|\"x\":1"
      })
  void numbersThatNoLayerHasAreRefused(String layer) throws IOException {
    var parts = layer.split("\\|");
    assertRefused(sequential(layer(parts[0], parts[1])));
  }

  @Test
  void longNamesDoNotFillTheMessage() throws IOException {
    for (String name : new String[] {"x".repeat(1 << 20), "\\u001b[2J".repeat(10_000)}) {
      assertRefused(
          sequential("{\"class_name\":\"Dense\",\"config\":{\"name\":\"" + name + "\"}}"));
      assertRefused(sequential("{\"class_name\":\"" + name + "\",\"config\":{}}"));
    }
  }

  @Test
  void manyLayersTakeBoundedTime() throws IOException {
    for (int count : new int[] {5_000, 100_000}) {
      assertRefused(
          sequential(
              IntStream.range(0, count)
                  .mapToObj(i -> "{\"class_name\":\"ReLU\",\"config\":{\"name\":\"l" + i + "\"}}")
                  .collect(Collectors.joining(","))));
    }
  }

  @Test
  void nestedModelsEnd() throws IOException {
    String open = "{\"class_name\":\"Sequential\",\"config\":{\"name\":\"a\",\"layers\":[";
    assertRefused(sequential(open.repeat(40) + "]}}".repeat(40)));
    assertRefused(sequential(open.repeat(5000) + "]}}".repeat(5000)));
  }

  /// A step of Fovea's own file again and again.
  @Test
  void manyStepsTakeBoundedTime() throws IOException {
    var file = folder.resolve("m.fovea");
    Model.to("m", input(4).then("last", dense(4))).save(file);
    String json;
    byte[] weights;
    try (var archive = Archive.open(file)) {
      json = new String(archive.bytes("model.json", 1 << 20), UTF_8);
      weights = archive.bytes("weights.f32", 1 << 20);
    }
    String step =
        "{\"name\":\"l%d\",\"inputs\":[0],\"output\":%d,\"layer\":{\"@type\":\"Flatten\"}},";
    String steps =
        IntStream.range(0, 100_000)
            .mapToObj(i -> step.formatted(i, i + 2))
            .collect(Collectors.joining());
    String all = json.replaceFirst("(\"steps\" : \\[ \\{[^}]*\\}, )", "$1" + steps);
    assertThat(all).hasSizeGreaterThan(steps.length());
    try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.putNextEntry(new ZipEntry("model.json"));
      zip.write(all.getBytes(UTF_8));
      zip.putNextEntry(new ZipEntry("weights.f32"));
      zip.write(weights);
    }
    var problem = catchThrowable(() -> Model.load(file));
    if (problem != null) {
      assertThat(problem).isInstanceOf(FoveaException.class);
      Mutations.requireSentence((FoveaException) problem);
    }
  }
}
