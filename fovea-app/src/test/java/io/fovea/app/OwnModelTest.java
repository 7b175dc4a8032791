// SPDX-License-Identifier: Apache-2.0
package io.fovea.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.fovea.train.Model;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A model file learns on: as it is, or with a new head where the classes differ.
class OwnModelTest {
  @TempDir private Path folder;
  private Path three = Path.of("");

  @BeforeEach
  void paint() throws IOException {
    three = Painted.folder(folder.resolve("three"), 3, 12);
  }

  private Cli train(Object model, Path data, Object... more) {
    var args = new ArrayList<Object>(List.of("train", "--model", model, "--data", data));
    args.addAll(List.of("--batch", 9, "--epochs", 2, "--json", "--out", folder.resolve("runs")));
    args.addAll(List.of(more));
    return Cli.run(args.toArray());
  }

  private static Path run(Cli done) {
    assertThat(done.code()).as(done.err()).isZero();
    return Path.of(done.json().get("run").asText());
  }

  private Path first() {
    return run(train("mobilenet-v2", three, "--size", 32));
  }

  @Test
  void theSameClassesGoOnFromWhereTheFileStands() throws IOException {
    var first = first();
    var file = first.resolve("model.keras");

    var done = train(first, three, "--lr", "1e-30"); // too little to move a number

    assertThat(done.err())
        .contains("Going on with " + file.toRealPath() + ", which tells these 3 classes apart");
    assertThat(run(done).getFileName().toString()).matches("\\d{8}-\\d{6}-mobilenet-v2(-2)?");
    var second = Model.load(run(done).resolve("model.keras"));
    var source = Model.load(file);
    assertThat(second.variables()).hasSameSizeAs(source.variables());
    for (int i = 0; i < source.variables().size(); i++) {
      assertThat(second.variables().get(i).read()).isEqualTo(source.variables().get(i).read());
    }
    assertThat(second.inputSpec()).isEqualTo(source.inputSpec());
  }

  /// With a rate that ruins everything, what was learned before is what is saved.
  @Test
  void whatGoesOnNeverEndsWorseThanItBegan() throws IOException {
    var file = first().resolve("model.keras");

    var done = train(file, three, "--optimizer", "sgd", "--lr", 100);

    assertThat(done.code()).as(done.err()).isIn(0, 1); // 1 if the loss was no number any more
    if (done.code() == 0) {
      assertThat(done.err())
          .contains("Phase 1 of 1: the network learns on, sgd with a learning rate of 100.0.")
          .contains("Best: as it was before training; this is what was saved. Last: epoch ");
      var saved = Model.load(run(done).resolve("model.keras")).variables();
      var source = Model.load(file).variables();
      for (int i = 0; i < source.size(); i++) {
        assertThat(saved.get(i).read()).isEqualTo(source.get(i).read());
      }
    }
  }

  @Test
  void otherClassesGetANewHeadOnTheBaseOfTheFile() throws IOException {
    var file = Files.copy(first().resolve("model.keras"), folder.resolve("my own.keras"));
    var two = Painted.folder(folder.resolve("two"), 2, 20);

    var done = train(file, two, "--freeze-base", "--feature-cache");

    assertThat(done.err())
        .contains(
            "A new head learns 2 classes on what " + file + " has learned below its last layer.")
        .doesNotContain("random values");
    var run = run(done);
    assertThat(run.getFileName().toString()).endsWith("-myown");
    var model = Model.load(run.resolve("model.keras"));
    assertThat(model.network().outputShape().channels()).isEqualTo(2);
    assertThat(model.inputSpec().labels()).hasSize(2);
    var source = Model.load(file).variables();
    for (int i = 0; i < source.size() - 2; i++) { // all but the head
      assertThat(model.variables().get(i).read()).isEqualTo(source.get(i).read());
    }
    assertThat(run(train(run, three)).resolve("model.keras")).exists(); // and once more
  }

  @Test
  void whatAFileDecidesItselfIsRefused() {
    var file = folder.resolve("x.keras");
    assertThat(train(file, three, "--weights", "imagenet").err())
        .contains("'--weights': expected none for a model file, which has its own, got imagenet");
    assertThat(train(file, three, "--size", 32).err())
        .contains("'--size': expected none for a model file, whose pictures have one size, got 32");
    var missing = train(file, three);
    assertThat(missing.code()).isEqualTo(1);
    assertThat(missing.err()).contains(file + ": expected a model file, got no such file.");
    assertThat(train("lennet5", three).err()).contains("did you mean lenet5");
  }
}
