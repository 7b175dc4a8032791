// SPDX-License-Identifier: Apache-2.0
package io.fovea.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.fovea.augment.Augmentation;
import io.fovea.augment.Augmentations;
import io.fovea.image.Images;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AugmentationGalleryTest {
  @TempDir Path folder;

  @Test
  void writesOneSheet() throws Exception {
    Path card = folder.resolve("card.png");
    Images.writePng(io.fovea.image.Image.of(2, 3, 1, new byte[6]), card);
    assertThat(Printed.by(AugmentationGallery::main, folder.toString(), "--picture=" + card))
        .contains("wrote " + AugmentationGallery.all().size() + " augmentations");
    Path file = folder.resolve("augmentations.png");
    assertThat(Images.read(file).width()).isEqualTo(8 * 144);
  }

  @Test
  void showsEveryAugmentation() {
    Set<String> shown =
        AugmentationGallery.all().keySet().stream()
            .flatMap(name -> Arrays.stream(name.split(", ", -1)))
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> all =
        Arrays.stream(Augmentations.class.getDeclaredMethods())
            .filter(method -> java.lang.reflect.Modifier.isPublic(method.getModifiers()))
            .filter(method -> Augmentation.class.isAssignableFrom(method.getReturnType()))
            .map(Method::getName)
            .collect(Collectors.toCollection(TreeSet::new));
    // compositions of a user's own parts have no picture; normalize leaves the range of pictures
    all.removeAll(Set.of("sequence", "oneOf", "someOf", "replay", "unchanged", "normalize"));
    assertThat(shown).containsAll(all);
  }
}
