// SPDX-License-Identifier: Apache-2.0
package io.fovea.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fovea.augment.Augmentations;
import io.fovea.formats.record.Pipelines;
import io.fovea.graph.Variable;
import io.fovea.image.Images;
import io.fovea.tensor.Shape;
import io.fovea.train.Model;
import io.fovea.zoo.Zoo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Training on folders of pictures, with and without transfer learning.
class PictureTrainingTest {
  @TempDir Path folder;
  private Path data = Path.of("");

  @BeforeEach
  void paint() throws IOException {
    data = Painted.folder(folder.resolve("colors"), 3, 20);
  }

  private Cli train(Object... more) {
    return trainOn("mobilenet-v2", more);
  }

  private Cli trainOn(String model, Object... more) {
    var args = new ArrayList<Object>(List.of("train", "--model", model, "--data", data));
    args.addAll(List.of("--size", 32, "--batch", 15, "--json", "--out", folder.resolve("runs")));
    args.addAll(List.of(more));
    return Cli.run(args.toArray());
  }

  private static Path run(Cli done) {
    assertThat(done.code()).as(done.err()).isZero();
    return Path.of(done.json().get("run").asText());
  }

  private static JsonNode facts(Path run) throws IOException {
    return new ObjectMapper().readTree(Files.readString(run.resolve("run.json")));
  }

  @Test
  void aHeadOnAFrozenBaseLearnsColorsAndPredictNamesThem() throws IOException {
    var done = trainOn("resnet18", "--freeze-base", "--epochs", 8, "--feature-cache");

    var run = run(done);
    assertThat(facts(run).get("data").get("all").asInt()).isEqualTo(60);
    assertThat(facts(run).get("data").get("split").asText()).isEqualTo("10,15,75");
    assertThat(done.err())
        .contains("Training on " + data + ", 45 pictures of 3 classes")
        .contains("features: 45 of 45 pictures")
        .contains("Phase 1 of 1: the head learns on the frozen base, sgd with");
    // six test pictures of three saturated colors, which features of random filters tell apart
    assertThat(done.json().get("test_accuracy").asDouble()).isEqualTo(1);
    assertThat(done.json().get("epochs").asInt()).isEqualTo(8);
    var red = folder.resolve("another.png");
    Images.writePng(Painted.picture(2, 1000), red);
    var guess = Cli.run("predict", "--model", run, "--json", red).json().get("results").get(0);
    assertThat(guess.get("top").get(0).get("label").asText()).isEqualTo("red");
    assertThat(guess.get("top")).hasSize(3);
    // the test part of the run, found again from what the model knows
    var again = Cli.run("evaluate", "--model", run, "--data", data, "--json").json();
    assertThat(again.get("test_accuracy")).isEqualTo(done.json().get("test_accuracy"));
    assertThat(again.get("test_loss").asDouble())
        .isEqualTo(done.json().get("test_loss").asDouble());

    // by whatever path; other pictures are measured as a whole, and that is said
    var link = Files.createSymbolicLink(folder.resolve("link"), data);
    var copy = Painted.folder(folder.resolve("copy"), 3, 20);
    for (var same : List.of(link, copy)) {
      var measured = Cli.run("evaluate", "--model", run, "--data", same);
      assertThat(measured.out())
          .contains("The model learned from these pictures; the part kept apart then is measured.");
      assertThat(measured.out()).contains("on 6 pictures");
    }
    Files.delete(copy.resolve("red").resolve("0.png"));
    var others = Cli.run("evaluate", "--model", run, "--data", copy);
    assertThat(others.out())
        .contains(
            "These are not, or not only, the pictures that the model learned from; all of them are"
                + " measured. If it has seen some of them, the result is too good.");
    assertThat(others.out()).contains("on 59 pictures");
    var divided = folder.resolve("divided");
    Painted.folder(divided.resolve("train"), 3, 2);
    Painted.folder(divided.resolve("test"), 3, 4);
    assertThat(Cli.run("evaluate", "--model", run, "--data", divided).out())
        .contains("the model learned from; one part of them is measured. If it has seen some")
        .contains("on 12 pictures");
  }

  @Test
  void aFrozenBaseStaysAsItWasToTheBit() {
    var run = run(train("--freeze-base", "--epochs", 2));

    var model = Model.load(run.resolve("model.keras"));
    var base = Zoo.draft("mobilenet-v2").avgPooled().input(32, 32).build().initialize(42);
    int fixed = base.variables().size();
    assertThat(model.variables()).hasSize(fixed + 2);
    for (int i = 0; i < fixed; i++) {
      assertThat(model.variables().get(i).read())
          .as(base.variables().get(i).path())
          .isEqualTo(base.variables().get(i).read());
    }
  }

  @Test
  void featuresComputedOnceTeachTheSameAsComputedInEachStep() {
    var once = trainOn("resnet18", "--freeze-base", "--epochs", 3, "--feature-cache").json();
    var often = trainOn("resnet18", "--freeze-base", "--epochs", 3).json();

    // the same numbers in other batches: float32 sums in another order over 18 layers
    assertThat(once.get("test_loss").asDouble())
        .isCloseTo(often.get("test_loss").asDouble(), org.assertj.core.api.Assertions.within(1e-3));
  }

  @Test
  void theSecondPhaseHasOptionsOfItsOwnAndChangesTheBase() throws IOException {
    var run =
        run(
            train(
                "--freeze-base", "--epochs", 2, "--then-unfreeze", "--lr", "0.005", "--epochs=1"));

    var phases = facts(run).get("settings").get("phases");
    assertThat(phases).hasSize(2);
    assertThat(phases.get(0).get("epochs").asInt()).isEqualTo(2);
    assertThat(phases.get(0).get("learning_rate").asDouble()).isEqualTo(0.2);
    assertThat(phases.get(0).get("frozen_base").asBoolean()).isTrue();
    assertThat(phases.get(1).get("epochs").asInt()).isEqualTo(1);
    assertThat(phases.get(1).get("learning_rate").asDouble()).isEqualTo(0.005);
    assertThat(phases.get(1).get("frozen_base").asBoolean()).isFalse();
    assertThat(Files.readAllLines(run.resolve("history.csv")))
        .extracting(line -> line.substring(0, line.indexOf(',')))
        .containsExactly("epoch", "1", "2", "3");
    assertThat(run.resolve("checkpoint")).doesNotExist();
  }

  /// Statistics of the base are as they were, and what is saved is the most accurate epoch.
  @Test
  void theSecondPhaseSpoilsNothing() throws IOException {
    var done = train("--freeze-base", "--epochs", 2, "--then-unfreeze", "--lr", 1, "--epochs", 2);
    assertThat(done.code()).as(done.err()).isZero();
    assertThat(done.err()).contains("Best: epoch ", "this is what was saved. Last: epoch 4, ");
    var run = RunFolder.of(folder.resolve("runs").resolve("last"));
    var rows = HistoryRows.read(run.file("history.csv"));
    var facts = facts(run.path()).get("metrics");
    int best =
        IntStream.range(0, 4)
            .boxed()
            .max(
                Comparator.comparingDouble((Integer row) -> value(rows, row, "val_accuracy"))
                    .thenComparing(row -> -value(rows, row, "val_loss"))
                    .thenComparing(row -> -row))
            .orElseThrow();
    assertThat(rows.value(best, "val_accuracy").orElseThrow())
        .isGreaterThanOrEqualTo(rows.value(1, "val_accuracy").orElseThrow());
    assertThat(facts.get("validation_accuracy").asDouble())
        .isEqualTo(rows.value(best, "val_accuracy").orElseThrow());
    var base = Zoo.draft("mobilenet-v2").avgPooled().input(32, 32).build().initialize(42);
    var model = Model.load(run.model());
    for (int i = 0; i < base.variables().size(); i++) {
      if (base.variables().get(i).kind() == Variable.Kind.STATE) {
        assertThat(model.variables().get(i).read()).isEqualTo(base.variables().get(i).read());
        assertThat(model.variables().get(i).frozen()).isTrue();
      }
    }
    assertThat(model.variables()).anyMatch(Variable::trainable);
  }

  private static double value(HistoryRows rows, int row, String name) {
    return rows.value(row, name).orElseThrow();
  }

  @Test
  void statisticsOfTheBaseLearnWhereTheyAreWanted() {
    var run =
        run(
            train(
                "--freeze-base",
                "--epochs",
                1,
                "--then-unfreeze",
                "--epochs",
                1,
                "--train-batch-norm"));
    assertThat(Model.load(run.resolve("model.keras")).variables()).noneMatch(Variable::frozen);
    var refused = train("--epochs", 1, "--train-batch-norm");
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err())
        .contains(
            "'--train-batch-norm': expected a base that learns on, after --then-unfreeze or with"
                + " --weights, got none");
  }

  @Test
  void weightsOfAFileGoIntoTheBase() throws IOException {
    var source = Zoo.model("mobilenet-v2", Shape.of(32, 32, 3)).initialize(7);
    var file = folder.resolve("other.weights.h5");
    source.saveWeights(file);

    var run = run(train("--weights", file, "--freeze-base", "--epochs", 1));

    assertThat(Model.load(run.resolve("model.keras")).variables().getFirst().read())
        .isEqualTo(source.variables().getFirst().read());
    assertThat(facts(run).get("settings").get("weights").asText()).isEqualTo(file.toString());
  }

  @Test
  void whatOneRunLearnedIsTheBaseOfTheNext() throws IOException {
    var first = run(train("--epochs", 1));
    data = Painted.folder(folder.resolve("two"), 2, 20);

    var second = run(train("--weights", first.resolve("model.keras"), "--freeze-base"));

    var source = Model.load(first.resolve("model.keras")).variables();
    var target = Model.load(second.resolve("model.keras")).variables();
    assertThat(target).hasSameSizeAs(source);
    // all but kernel and bias of the head
    for (int i = 0; i < source.size() - 2; i++) {
      assertThat(target.get(i).read()).as(source.get(i).path()).isEqualTo(source.get(i).read());
    }
  }

  @Test
  void weightsOfAnotherNetworkAreRefused() {
    var file = folder.resolve("other.keras");
    Zoo.model("lenet5").save(file);
    var done = train("--weights", file, "--freeze-base");
    assertThat(done.code()).isEqualTo(1);
    assertThat(done.err()).contains(file.toString()).contains("expected ").contains("\n  Fix: ");
    assertThat(folder.resolve("runs")).doesNotExist();
  }

  @Test
  void aPipelineVariesTheCopiesOfTheFeatures() throws IOException {
    var pipeline = folder.resolve("p.json");
    Pipelines.save(Augmentations.flipHorizontal().sometimes(0.5), pipeline);

    var done = train("--freeze-base", "--epochs", 1, "--augment", pipeline, "--feature-cache", "2");

    var run = run(done);
    assertThat(done.err()).contains("features: 90 of 90 pictures");
    assertThat(facts(run).get("settings").get("augmentation").get("format").asText())
        .isEqualTo("fovea augmentation");
  }

  @Test
  void aDividedFolderIsTakenAsItIs() throws IOException {
    var root = folder.resolve("divided");
    Painted.folder(root.resolve("train"), 3, 6);
    Painted.folder(root.resolve("validation"), 3, 2);
    Painted.folder(root.resolve("test"), 2, 3);
    data = root;

    var done = train("--freeze-base", "--epochs", 1, "--feature-cache");

    var facts = facts(run(done)).get("data");
    assertThat(facts.get("train").asInt()).isEqualTo(18);
    assertThat(facts.get("validation").asInt()).isEqualTo(6);
    assertThat(facts.get("test").asInt()).isEqualTo(6);
    assertThat(facts.has("split")).isFalse();
    assertThat(done.err()).contains("18 pictures of 3 classes").contains("on 6 pictures.");
  }

  @Test
  void aTableNamesPicturesAndClasses() throws IOException {
    var table = folder.resolve("table.csv");
    var lines = new ArrayList<String>();
    for (int i = 0; i < 10; i++) {
      lines.add("colors/red/" + i + ".png,warm");
      lines.add("colors/blue/" + i + ".png,cold");
    }
    Files.write(table, lines);
    data = table;

    var done = train("--split", "0,20,80", "--freeze-base", "--epochs", 1, "--feature-cache");

    var facts = facts(run(done));
    assertThat(facts.get("classes").toString()).isEqualTo("[\"cold\",\"warm\"]");
    assertThat(done.err()).contains("16 pictures of 2 classes").doesNotContain("Test accuracy");
    assertThat(done.json().get("test_accuracy").isNull()).isTrue();
    assertThat(done.json().get("validation_accuracy").isNumber()).isTrue();
  }

  @Test
  void brokenPicturesAreNamedAndLeftOut() throws IOException {
    var bad = Files.writeString(data.resolve("red").resolve("bad.png"), "no picture");
    var done = train("--freeze-base", "--epochs", 1, "--feature-cache");
    assertThat(done.code()).isZero();
    assertThat(done.err())
        .contains("1 of 61 pictures cannot be read and are left out:")
        .contains("  " + bad + " (expected a picture");

    var strict = train("--freeze-base", "--epochs", 1, "--strict");
    assertThat(strict.code()).isEqualTo(1);
    assertThat(strict.err())
        .contains(bad + ": expected a picture that can be read, got expected a picture")
        .endsWith("  Fix: repair or remove it, or leave out --strict.\n");
  }

  @Test
  void oneClassIsNotEnough() throws IOException {
    data = Painted.folder(folder.resolve("one"), 1, 2);
    assertThat(train().err())
        .isEqualToNormalizingNewlines(
            data
                + ": expected pictures of at least two classes, each in a folder of its name, got"
                + " one class [blue].\n"
                + "  Fix: add a folder with pictures of something else.\n");
  }

  @Test
  void aFolderWithoutPicturesFails() throws IOException {
    data = Files.createDirectories(folder.resolve("empty"));
    var none = train();
    assertThat(none.code()).isEqualTo(1);
    assertThat(none.err())
        .isEqualToNormalizingNewlines(
            data
                + ": expected a folder per class with pictures in it, got no folders.\n"
                + "  Fix: put the pictures of each class into a folder of its name.\n");
    assertThat(folder.resolve("runs")).doesNotExist();
  }

  @Test
  void whatDoesNotCountIsToldBeforeTraining() throws IOException {
    Files.createDirectories(data.resolve("violet"));
    Files.writeString(data.resolve("red/x.avif"), "");
    var done = train("--freeze-base", "--epochs", 1, "--feature-cache", "--augment", "light");
    assertThat(done.code()).as(done.err()).isZero();
    assertThat(done.err())
        .contains("left out: 1 AVIF file (no reader), 1 folder without pictures (violet)\n")
        .contains("45 pictures of 3 classes")
        .doesNotContain("Too few");
    assertThat(facts(run(done)).get("settings").get("augmentation").toString())
        .contains("\"format\":\"fovea augmentation\"");
  }

  @Test
  void classesOfFivePicturesAreInEveryPartAndSmallerOnesAreNamed() throws IOException {
    data = Painted.folder(folder.resolve("few"), 3, 5);
    var done = train("--freeze-base", "--epochs", 1, "--feature-cache");
    assertThat(done.err())
        .contains("9 pictures of 3 classes")
        .contains("on 3 pictures.")
        .doesNotContain("Too few");
    for (int i = 2; i < 5; i++) {
      Files.delete(data.resolve("red/" + i + ".png"));
    }
    assertThat(train("--freeze-base", "--epochs", 1, "--feature-cache").err())
        .contains("Too few pictures to be in each of the 3 parts: red.\n");
  }

  @Test
  void aMissingFolderFails() {
    data = folder.resolve("nowhere");
    var run = train();
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err())
        .isEqualToNormalizingNewlines(
            data + ": expected a folder, got no such folder.\n  Fix: check the path.\n");
  }

  @Test
  void picturesTooSmallForTheNetworkFail() {
    var run = Cli.run("train", "--model", "vgg16", "--data", data, "--size", 8);
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).startsWith("block4_pool: ").contains("expected ", "got ", "\n  Fix: ");
  }

  @Test
  void evaluationOnUnknownClassesFails() throws IOException {
    var two = Painted.folder(folder.resolve("two"), 2, 10);
    var all = data;
    data = two;
    var run = run(train("--freeze-base", "--epochs", 1, "--feature-cache"));

    var measured = Cli.run("evaluate", "--model", run, "--data", all);
    assertThat(measured.code()).isEqualTo(1);
    assertThat(measured.err())
        .isEqualToNormalizingNewlines(
            all
                + ": expected classes among [blue, green], got red.\n"
                + "  Fix: evaluate on classes that the model learned.\n");
    assertThat(Cli.run("evaluate", "--model", run, "--data", two, "--json").code()).isZero();
  }
}
