// SPDX-License-Identifier: Apache-2.0
package io.fovea.app;

import static io.fovea.augment.Augmentations.flipHorizontal;
import static org.assertj.core.api.Assertions.assertThat;

import io.fovea.augment.Preset;
import io.fovea.formats.record.Pipelines;
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

  @Test
  void aPictureAloneIsShownAsTheLightPipelineChangesIt() throws Exception {
    Images.writePng(Painted.picture(0, 1), picture);
    var run = Cli.run("augment", picture, "--out", out);
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).isEqualTo("wrote 16 pictures to " + out + ", changed by 'light'\n");
    var grid = Images.read(out);
    assertThat(grid.width()).isEqualTo(4 * 40);
    assertThat(grid.crop(0, 0, 40, 40)).isEqualTo(Images.read(picture));
    assertThat(grid.crop(40, 0, 40, 40)).isNotEqualTo(Images.read(picture));
  }

  @Test
  void readyMadePipelinesAreWrittenAndReadAgain() throws Exception {
    Images.writePng(Painted.picture(1, 1), picture);
    for (var preset : Preset.values()) {
      var wrote = Cli.run("augment", "--write", preset.label(), pipeline);
      assertThat(wrote.code()).as(wrote.err()).isZero();
      assertThat(wrote.out())
          .isEqualTo("wrote the pipeline '" + preset.label() + "' to " + pipeline + "\n");
      assertThat(Pipelines.load(pipeline)).isEqualTo(preset.augmentation());
      assertThat(Cli.run("augment", "--help").out()).contains("  " + preset.label() + " ");
      var named = folder.resolve("named.png");
      Cli.run("augment", picture, "--augment", preset.label(), "--out", named);
      Cli.run("augment", picture, "--augment", pipeline, "--out", out);
      assertThat(Images.read(out)).isEqualTo(Images.read(named));
    }
  }

  @Test
  void unknownPipelinesAreNamedWithThoseThatThereAre() {
    var run = Cli.run("augment", picture, "--augment", "heavy");
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err())
        .isEqualToNormalizingNewlines(
            "heavy: expected a ready-made pipeline [light, strong, alexnet, randaugment] or the"
                + " file of one, got neither.\n"
                + "  Fix: check the name, or write a file with 'fovea augment --write light"
                + " p.json'.\n");
    assertThat(Cli.run("augment", "--write", "heavy", pipeline).err())
        .startsWith("fovea augment: Invalid value for option '--write': expected one of [light,");
    assertThat(Cli.run("augment").err())
        .startsWith("fovea augment: expected a PICTURE or --write, got neither.\n");
    assertThat(Cli.run("augment").code()).isEqualTo(2);
  }

  @Test
  void gridsOfLargePicturesAreNoLargerThanAPageCanShow() throws Exception {
    Images.writePng(Image.of(3000, 10, 1, new byte[30_000]), picture);
    var run = Cli.run("augment", picture, "--grid", "2x1", "--out", out);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(Images.read(out).width()).isEqualTo(4096);
  }
}
