// SPDX-License-Identifier: Apache-2.0
package io.fovea.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How folders are divided; the files are empty, only names count.
class PictureFolderTest {
  @TempDir Path root;

  private void put(String... names) throws IOException {
    for (String name : names) {
      Path file = root.resolve(name);
      Files.createDirectories(file.getParent());
      Files.write(file, new byte[0]);
    }
  }

  private PictureFolder found() {
    return PictureFolder.of(root);
  }

  @Test
  void partsAreKnownByTheirNamesInAnyCase() throws IOException {
    put("Train/a/1.jpg", "Train/b/1.jpg", "VAL/a/1.jpg", "test/a/1.jpg", "unlabeled/x/1.jpg");
    assertThat(found().parts().keySet()).containsExactly("train", "validation", "test");
    assertThat(found().parts().get("train").classNames()).containsExactly("a", "b");
    assertThat(PictureFolder.remarks(found().files()))
        .containsExactly("left out: 1 folder beside the parts (unlabeled)");
    assertThat(found().partOf(root.resolve("VAL/a/1.jpg"))).isEqualTo("validation");
    assertThat(found().name(root.resolve("VAL/a/1.jpg"))).isEqualTo("VAL/a/1.jpg");
  }

  @Test
  void trainMayBeAClassOfVehicles() throws IOException {
    put("bus/1.jpg", "train/1.jpg", "train/old/2.jpg", "test/1.jpg");
    assertThat(found().parts().keySet()).containsExactly("all");
    assertThat(found().files().classNames()).containsExactly("bus", "test", "train");
    assertThat(found().files().files()).hasSize(4);
  }

  @Test
  void twoFoldersForOnePartAreRefused() throws IOException {
    put("train/a/1.jpg", "val/a/1.jpg", "valid/a/1.jpg");
    assertThatThrownBy(this::found)
        .hasMessage(
            root
                + ": expected one folder for the part 'validation', got val and valid.\n"
                + "  Fix: put the pictures of both into one, or rename one.");
  }

  @Test
  void aClassThatIsALinkHasItsPictures(@TempDir Path elsewhere) throws IOException {
    Files.write(Files.createDirectories(elsewhere.resolve("b")).resolve("1.jpg"), new byte[0]);
    put("a/1.jpg");
    Files.createSymbolicLink(root.resolve("b"), elsewhere.resolve("b"));
    assertThat(found().files().classNames()).isEqualTo(List.of("a", "b"));
  }
}
