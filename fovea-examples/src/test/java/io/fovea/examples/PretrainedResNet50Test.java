// SPDX-License-Identifier: Apache-2.0
package io.fovea.examples;

import static io.fovea.zoo.KerasResNet.RESNET50;
import static org.assertj.core.api.Assertions.assertThat;

import io.fovea.augment.Preprocessing;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Section 6. The published weights are not there: a file of random numbers in the same layout,
/// under the same name, stands in. It shows that the way from file to names works, not what is
/// seen.
class PretrainedResNet50Test {
  @TempDir Path folder;

  @Test
  void namesWhatTheNetworkOfAFileSees() throws IOException {
    var original = RESNET50.model().build().initialize(7).prepareWith(Preprocessing.CAFFE);
    Path weights = folder.resolve("resnet50_weights_tf_dim_ordering_tf_kernels.h5");
    original.saveWeights(weights);

    var printed = Printed.by(PretrainedResNet50::main, "--weights=" + weights);

    var seen = PretrainedResNet50.top3(original);
    assertThat(printed.lines()).hasSize(8);
    for (int photo = 0; photo < 2; photo++) {
      assertThat(printed.lines().skip(4L * photo + 1).limit(3).toList())
          .zipSatisfy(
              seen.get(photo),
              (line, guess) ->
                  assertThat(line)
                      .startsWith("  " + guess.label().wordnet() + "  " + guess.label().label()));
      double most = seen.get(photo).getFirst().probability();
      assertThat(most).isGreaterThanOrEqualTo(seen.get(photo).getLast().probability());
    }
  }

  @Test
  void saysWhereWeightsComeFromAndDownloadsNothing() throws IOException {
    assertThat(Printed.by(PretrainedResNet50::main))
        .contains("--weights=imagenet downloads them once", "--weights=FILE");
  }
}
