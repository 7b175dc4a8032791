// SPDX-License-Identifier: Apache-2.0
package io.fovea.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fovea.image.Image;
import io.fovea.image.Images;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataCheckCommandTest {
  @TempDir Path folder;

  private Path picture(String name, int seed, int channels) throws IOException {
    byte[] samples = new byte[40 * 30 * channels];
    new SplittableRandom(seed).nextBytes(samples);
    var file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Images.writePng(Image.of(40, 30, channels, samples), file);
    return file;
  }

  @Test
  void aSoundFolderPasses() throws IOException {
    picture("cat/1.png", 1, 3);
    picture("dog/1.png", 2, 3);
    picture("dog/2.png", 3, 3);
    var run = Cli.run("data", "check", folder);
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    assertThat(run.out().lines())
        .containsExactly(
            "3 pictures in " + folder,
            "  all                        3",
            "classes",
            "  cat                        1  33.3 %",
            "  dog                        2  66.7 %",
            "modes",
            "  color                      3",
            "broken: 0",
            "unusual: 0",
            "look the same: 0 groups",
            "in more than one part: 0 groups");
  }

  @Test
  void brokenFilesModesAndLeaksAreReported() throws IOException {
    picture("train/cat/1.png", 1, 3);
    picture("train/dog/1.png", 2, 1);
    Files.writeString(folder.resolve("train/dog/bad.jpg"), "no picture");
    picture("test/cat/9.png", 1, 3);
    picture("test/dog/9.png", 5, 4);
    var run = Cli.run("data", "check", folder, "--json");
    assertThat(run.code()).isEqualTo(1);
    var json = new ObjectMapper().readTree(run.out());
    assertThat(json.get("pictures").asInt()).isEqualTo(5);
    assertThat(json.get("parts")).hasToString("{\"train\":3,\"test\":2}");
    assertThat(json.get("classes")).hasToString("{\"cat\":2,\"dog\":2}");
    assertThat(json.get("modes")).hasToString("{\"alpha\":1,\"color\":2,\"gray\":1}");
    assertThat(json.get("broken").toString())
        .startsWith("[{\"file\":\"train/dog/bad.jpg\",\"reason\":\"expected a picture (JPEG")
        .endsWith("got a file of another format\"}]");
    assertThat(json.get("unusual"))
        .hasToString(
            "[{\"file\":\"train/dog/1.png\",\"reason\":\"gray, most are color\"},"
                + "{\"file\":\"test/dog/9.png\",\"reason\":\"alpha, most are color\"}]");
    assertThat(json.get("leaks")).hasToString("[[\"train/cat/1.png\",\"test/cat/9.png\"]]");
    assertThat(json.get("duplicates")).isEqualTo(json.get("leaks"));
  }

  @Test
  void filesWithAnotherFormatThanTheirNameSaysAreReported() throws IOException {
    picture("cat/1.png", 1, 3);
    Files.move(picture("cat/2.png", 2, 3), folder.resolve("cat/2.jpg"));
    var run = Cli.run("data", "check", folder);
    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("unusual: 1\n  cat/2.jpg: a PNG file by its content\n");
  }

  @Test
  void aMissingFolderIsNamed() {
    var run = Cli.run("data", "check", folder.resolve("none"));
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("none: expected a folder, got no such folder.");
  }

  @Test
  void whatDoesNotCountIsToldInOneLine() throws IOException {
    picture("Cat/1.png", 1, 3);
    picture("cat/1.png", 2, 3);
    Files.writeString(folder.resolve("cat/a.heic"), "no reader");
    Files.writeString(folder.resolve("cat/b.heic"), "no reader");
    picture(".trash/2.png", 3, 3);
    Files.createDirectories(folder.resolve("violet"));
    var run = Cli.run("data", "check", folder);
    assertThat(run.code()).isZero();
    assertThat(run.out().lines().skip(2).limit(2))
        .containsExactly(
            "left out: 2 HEIC files (no reader), 1 hidden, 1 folder without pictures (violet)",
            "classes that differ in case alone: Cat, cat");
    var json = Cli.run("data", "check", folder, "--json").json();
    assertThat(json.get("left_out"))
        .hasToString("{\"HEIC files (no reader)\":2,\"hidden\":1,\"folders without pictures\":1}");
    assertThat(json.get("classes_alike")).hasToString("[[\"Cat\",\"cat\"]]");
  }

  @Test
  void aTableIsCheckedAsAFolderIs() throws IOException {
    picture("x/1.png", 1, 3);
    picture("y/2.png", 2, 3);
    var table = folder.resolve("table.csv");
    Files.writeString(table, "\uFEFFlabel;path\ncat;x/1.png\ndog;y/2.png\ndog;y/3.png\n");
    var run = Cli.run("data", "check", table);
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out())
        .contains("3 pictures in " + table, "  cat                        1  50.0 %")
        .contains("broken: 1\n  y/3.png: expected ");
    assertThat(Cli.run("data", "check", table, "--json").json().get("classes"))
        .hasToString("{\"cat\":1,\"dog\":1}");
  }

  @Test
  void picturesDrawnInTransparencyAloneAreCounted() throws IOException {
    byte[] stamp = new byte[8 * 8 * 4];
    byte[] faint = new byte[8 * 8 * 4];
    for (int i = 0; i < 64; i++) {
      stamp[4 * i + 3] = (byte) (i % 3 == 0 ? 255 : 0);
      faint[4 * i + 3] = 100;
    }
    for (String name : new String[] {"a", "b"}) {
      Files.createDirectories(folder.resolve(name));
    }
    Images.writePng(Image.of(8, 8, 4, stamp), folder.resolve("a/stamp.png"));
    Images.writePng(Image.of(8, 8, 4, faint), folder.resolve("b/faint.png"));
    picture("b/color.png", 1, 4);
    var run = Cli.run("data", "check", folder);
    assertThat(run.out()).contains("drawn in transparency alone: 1\n  a/stamp.png\n");
    assertThat(Cli.run("data", "check", folder, "--json").json().get("drawn_in_alpha"))
        .hasToString("[\"a/stamp.png\"]");
  }
}
