package io.fovea.app;

import static io.fovea.augment.Augmentations.flipHorizontal;
import static org.assertj.core.api.Assertions.assertThat;

import io.fovea.formats.Pipelines;
import io.fovea.image.Image;
import io.fovea.image.Images;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AugmentCommandTest {
  @TempDir Path folder;
  private Path picture = Path.of("");
  private Path pipeline = Path.of("");
  private Path out = Path.of("");

  @BeforeEach
  void files() throws Exception {
    picture = folder.resolve("a.png");
    pipeline = folder.resolve("p.json");
    out = folder.resolve("grid.png");
    Images.writePng(Image.of(2, 1, 3, new byte[] {1, 2, 3, 10, 20, 30}), picture);
    Pipelines.save(flipHorizontal(), pipeline);
  }

  @Test
  void drawsTheOriginalAndChangedPictures() {
    var run =
        Cli.run(
            "augment", picture, "--pipeline", pipeline, "--grid", "2x1", "--out", out, "--json");
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    assertThat(run.json().get("pictures").asInt()).isEqualTo(2);
    assertThat(Images.read(out))
        .isEqualTo(Image.of(4, 1, 3, new byte[] {1, 2, 3, 10, 20, 30, 10, 20, 30, 1, 2, 3}));
  }

  @Test
  void rejectsAGridThatIsNone() {
    var run = Cli.run("augment", picture, "--pipeline", pipeline, "--grid", "4", "--out", out);
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err())
        .startsWith(
            "fovea augment: Invalid value for option '--grid': expected e.g. 4x3, with 1 to 20"
                + " columns and rows, got 4.\n");
    assertThat(out).doesNotExist();
  }

  @Test
  void namesAFileThatIsNoPipeline() throws Exception {
    Files.writeString(pipeline, "[]");
    var run = Cli.run("augment", picture, "--pipeline", pipeline, "--out", out);
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err())
        .isEqualToNormalizingNewlines(
            pipeline
                + ": expected \"format\": \"fovea augmentation\", \"version\": 1, got something"
                + " else.\n  Fix: give a file that Pipelines.save wrote.\n");
  }
}
