// SPDX-License-Identifier: Apache-2.0
package io.fovea.augment;

import static org.assertj.core.api.Assertions.assertThat;

import io.fovea.tensor.Rng;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class PresetTest {
  @Test
  void namesAreThoseOfTheCommandLine() {
    assertThat(Preset.names()).containsExactly("light", "strong", "alexnet", "randaugment");
    assertThat(Preset.named("light")).contains(Preset.LIGHT);
    assertThat(Preset.named("heavy")).isEmpty();
    assertThat(Augmentations.light()).isEqualTo(Preset.LIGHT.augmentation());
    assertThat(Augmentations.strong()).isEqualTo(Preset.STRONG.augmentation());
    assertThat(Augmentations.alexNet()).isEqualTo(Preset.ALEXNET.augmentation());
    assertThat(Augmentations.randAugment(2, 9)).isEqualTo(Preset.RANDAUGMENT.augmentation());
  }

  @ParameterizedTest
  @EnumSource(Preset.class)
  void picturesOfAnySizeKeepItAndAreChanged(Preset preset) {
    for (Shape shape : new Shape[] {Shape.of(1, 1, 3), Shape.of(17, 33, 3), Shape.of(64, 48, 3)}) {
      assertThat(preset.augmentation().outputShape(shape)).isEqualTo(shape);
    }
    Tensor picture = Tensor.generate(Shape.of(17, 33, 3), i -> (i * 37 % 101) / 100f);
    Tensor first = preset.augmentation().apply(picture, Rng.of(1));
    assertThat(first).isNotEqualTo(picture);
    assertThat(first).isEqualTo(preset.augmentation().apply(picture, Rng.of(1)));
    assertThat(first).isNotEqualTo(preset.augmentation().apply(picture, Rng.of(2)));
  }

  @Test
  void lightTakesGreyPictures() {
    Tensor picture = Tensor.generate(Shape.of(9, 9, 1), i -> i / 81f);
    assertThat(Preset.LIGHT.augmentation().apply(picture, Rng.of(1)).shape())
        .isEqualTo(picture.shape());
  }

  /// The light of a white picture changes alike everywhere: nothing black comes in.
  @Test
  void sectionsOfAlexNetShowNothingFromOutside() {
    for (int side : new int[] {12, 32, 224}) {
      Tensor white = Tensor.generate(Shape.of(side, side, 3), i -> 0.5f);
      for (int seed = 0; seed < 50; seed++) {
        Tensor changed = Preset.ALEXNET.augmentation().apply(white, Rng.of(seed));
        for (int i = 3; i < changed.elements(); i++) {
          assertThat(changed.get(i)).isEqualTo(changed.get(i % 3));
        }
      }
    }
  }
}
