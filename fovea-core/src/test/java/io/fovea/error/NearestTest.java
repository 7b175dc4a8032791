// SPDX-License-Identifier: Apache-2.0
package io.fovea.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {
  private static final List<String> NAMES =
      List.of(
          "lenet5", "lenet5-original", "alexnet", "resnet18", "resnet50", "resnet50-v2", "vgg16");

  @Test
  void aSlipOfTheFingerIsFound() {
    assertThat(Nearest.of("lenet6", NAMES)).startsWith("lenet5");
    assertThat(Nearest.of("alexent", NAMES)).containsExactly("alexnet");
    assertThat(Nearest.of("vg16", NAMES)).containsExactly("vgg16");
  }

  @Test
  void caseAndPunctuationDoNotCount() {
    assertThat(Nearest.of("ResNet-50", NAMES)).startsWith("resnet50", "resnet50-v2");
    assertThat(Nearest.of("RESNET_50_V2", NAMES)).startsWith("resnet50-v2");
  }

  @Test
  void aBeginningIsFoundAndAtMostThreeAreNamed() {
    assertThat(Nearest.of("resnet", NAMES)).hasSize(3).allMatch(name -> name.startsWith("resnet"));
  }

  @Test
  void whatIsLikeNothingHasNone() {
    assertThat(Nearest.of("transformer", NAMES)).isEmpty();
    assertThat(Nearest.of("", NAMES)).isEmpty();
    assertThat(Nearest.of("?", NAMES)).isEmpty();
    assertThat(Nearest.of("r".repeat(100_000), NAMES)).isEmpty();
  }

  @Test
  void theFixNamesThemAndWhereAllAre() {
    assertThat(Nearest.fix("resnet5", NAMES, "'fovea zoo' lists all."))
        .isEqualTo("did you mean resnet50, resnet50-v2 or lenet5? 'fovea zoo' lists all.");
    assertThat(Nearest.fix("alexent", NAMES, "'fovea zoo' lists all."))
        .isEqualTo("did you mean alexnet? 'fovea zoo' lists all.");
    assertThat(Nearest.fix("transformer", NAMES, "'fovea zoo' lists all."))
        .isEqualTo("'fovea zoo' lists all.");
  }
}
