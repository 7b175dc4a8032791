// SPDX-License-Identifier: Apache-2.0
package io.fovea.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fovea.graph.Variable;
import io.fovea.train.Model;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainCommandTest {
  @TempDir Path folder;

  private Cli train(Object... more) {
    var args =
        new ArrayList<Object>(List.of("train", "--limit", "40", "--epochs", "2", "--batch", "16"));
    args.addAll(List.of("--out", folder.resolve("runs")));
    for (int i = 0; i + 1 < more.length; i++) { // an option is given once
      int at = args.indexOf(more[i]);
      if (at >= 0) {
        args.subList(at, at + 2).clear();
      }
    }
    args.addAll(List.of(more));
    return Cli.run(args.toArray());
  }

  private Path last(String file) {
    return WholeFiles.follow(folder.resolve("runs").resolve("last").resolve(file));
  }

  private List<Path> runs() throws IOException {
    try (var files = Files.list(folder.resolve("runs"))) {
      return files
          .filter(file -> !List.of("last", ".lock").contains(file.getFileName().toString()))
          .toList();
    }
  }

  private static List<String> names(Path directory) throws IOException {
    try (var files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void leavesAFolderWithEverythingAboutTheRun() throws IOException {
    var run = train();

    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    assertThat(run.out())
        .contains("Model: \"lenet5\"", "40 pictures", "Epoch 2/2", "img/s", "Test accuracy ");
    var made = runs().getFirst();
    assertThat(made.getFileName().toString()).matches("\\d{8}-\\d{6}-lenet5");
    assertThat(names(made)).containsExactly("best.keras", "history.csv", "model.keras", "run.json");
    assertThat(last("model.keras").toRealPath())
        .isEqualTo(made.resolve("model.keras").toRealPath());
    assertThat(Files.readAllLines(made.resolve("history.csv")))
        .hasSize(3)
        .first()
        .asString()
        .isEqualTo("epoch,accuracy,loss,val_accuracy,val_loss");
    assertThat(Model.load(last("model.keras")).parameters()).isEqualTo(61_706);
    assertThat(Model.load(last("best.keras")).parameters()).isEqualTo(61_706);
  }

  @Test
  void runFactsSayWhatWasDone() throws IOException {
    train("--seed", "7");

    var facts = new ObjectMapper().readTree(Files.readString(last("run.json")));
    assertThat(facts.get("state").asText()).isEqualTo("finished");
    assertThat(facts.get("model").asText()).isEqualTo("lenet5");
    assertThat(facts.get("seed").asLong()).isEqualTo(7);
    assertThat(facts.get("settings").get("phases").get(0).get("epochs").asInt()).isEqualTo(2);
    assertThat(facts.get("data").get("name").asText()).isEqualTo("mnist10k");
    assertThat(facts.get("data").get("train").asInt()).isEqualTo(40);
    assertThat(facts.get("data").get("train_sha256").asText()).matches("[0-9a-f]{64}");
    assertThat(facts.get("classes")).hasSize(10);
    assertThat(facts.get("engine").get("name").asText()).isNotBlank();
    assertThat(facts.get("versions").get("java").asText()).startsWith("25");
    assertThat(facts.get("metrics").get("test_accuracy").isNumber()).isTrue();
  }

  @Test
  void jsonIsTheOnlyThingOnStandardOutput() {
    var run = train("--json");

    assertThat(run.code()).isZero();
    assertThat(run.out().lines()).hasSize(1);
    assertThat(run.err()).contains("Epoch 1/2");
    var json = run.json();
    assertThat(json.properties())
        .extracting(field -> field.getKey())
        .containsExactly(
            "model",
            "parameters",
            "epochs",
            "train_accuracy",
            "validation_accuracy",
            "test_accuracy",
            "test_loss",
            "seconds",
            "images_per_second",
            "run");
    assertThat(json.get("parameters").asLong()).isEqualTo(61_706);
    assertThat(json.get("epochs").asInt()).isEqualTo(2);
    assertThat(json.get("validation_accuracy").isNumber()).isTrue();
    assertThat(Path.of(json.get("run").asText())).isDirectory();
  }

  @Test
  void withoutValidationThereIsNoValidationAccuracy() {
    var json = train("--json", "--validation", "0").json();
    assertThat(json.get("validation_accuracy").isNull()).isTrue();
    assertThat(json.get("test_accuracy").isNumber()).isTrue();
  }

  @Test
  void sameSeedGivesTheSameWeightsWhateverTheNumberOfWorkers() {
    train("--workers", "0");
    var alone = Model.load(last("model.keras"));
    train("--workers", "3");
    var together = Model.load(last("model.keras"));
    for (int i = 0; i < alone.variables().size(); i++) {
      assertThat(together.variables().get(i).read()).isEqualTo(alone.variables().get(i).read());
    }
  }

  @Test
  void anotherSeedGivesOtherWeights() {
    train("--seed", "1");
    var one = Model.load(last("model.keras")).variables().getFirst().read();
    train("--seed", "2");
    var two = Model.load(last("model.keras")).variables().getFirst().read();
    assertThat(two).isNotEqualTo(one);
  }

  @Test
  void lastLeadsToTheLatestRun() throws IOException {
    train();
    train();
    assertThat(runs()).hasSize(2);
    assertThat(last("run.json").toRealPath().getParent())
        .isEqualTo(runs().stream().sorted().toList().getLast().toRealPath());
  }

  @Test
  void aLossThatIsNoNumberFailsAndLeavesNothing() throws IOException {
    var run = train("--lr", "1e30");
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err())
        .startsWith("fovea train: expected a loss and parameters that are numbers, got ")
        .endsWith("  Fix: choose a smaller learning rate with --lr.\n");
    assertThat(runs()).isEmpty();
    assertThat(names(folder.resolve("runs"))).containsExactly(".lock");
  }

  /// One step: its loss is that of the first parameters, and finite.
  @Test
  void parametersThatAreNoNumbersFail() throws IOException {
    var run = train("--lr", "1e308", "--epochs", "1", "--batch", "64");
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err())
        .isEqualToNormalizingNewlines(
            "fovea train: expected a loss and parameters that are numbers, got parameters that are"
                + " none.\n"
                + "  Fix: choose a smaller learning rate with --lr.\n");
    assertThat(runs()).isEmpty();
  }

  /// The learning rate rises through the first epochs; the state before it was too high stays.
  @Test
  void aRunThatWentWrongSaysSoAndKeepsWhatWasGood() throws IOException {
    var run = train("--lr", "1e30", "--epochs", "40", "--batch", "4");
    assertThat(run.code()).as(run.out()).isEqualTo(1);
    if (!runs().isEmpty()) {
      var folder = RunFolder.of(runs().getFirst());
      assertThat(Files.readString(folder.file("run.json"))).contains("\"state\" : \"diverged\"");
      assertThat(run.err()).contains("what was good before is in " + folder.model());
      assertThat(Model.load(folder.model()).variables()).allMatch(Variable::isFinite);
      assertThat(Cli.run("train", "--resume", folder).err())
          .contains("expected a run that did not finish, got one that is diverged.");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--workers 100000 | workers: expected a whole number from 0 to 256, got 100000.",
        "--epochs 2000000000 | epochs: expected a whole number from 1 to 1000000, got 2000000000.",
        "--batch 2000000000 | batch: expected a whole number from 1 to 1048576, got 2000000000.",
      })
  void numbersOfARunHaveRanges(String option, String sentence) {
    var words = option.split(" ");
    var run = train(words[0], words[1]);
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains(sentence);
  }

  @Test
  void theSameRangesHoldForNumbersOfAFile() {
    assertThatThrownBy(() -> PhaseSettings.WHOLE.epochs(0))
        .hasMessageStartingWith("epochs: expected a whole number from 1 to 1000000, got 0.");
    assertThatThrownBy(() -> PhaseSettings.WHOLE.learningRate(Double.NaN))
        .hasMessageStartingWith("learning rate: expected a number above 0, got NaN.");
    assertThatThrownBy(() -> RecipeSettings.PLAIN.batch(-1))
        .hasMessageStartingWith("batch: expected a whole number from 1 to 1048576, got -1.");
    assertThatThrownBy(() -> RecipeSettings.PLAIN.validation(1))
        .hasMessageStartingWith("validation: expected a share from 0 to below 1, got 1.0.");
    assertThatThrownBy(() -> RecipeSettings.PLAIN.phases(List.of()))
        .hasMessageStartingWith("phases: expected a whole number from 1 to 100, got 0.");
  }

  @Test
  void aPlaceThatIsNoFolderFails() throws IOException {
    var file = Files.writeString(folder.resolve("taken"), "mine");
    var run = Cli.run("train", "--limit", "40", "--epochs", "1", "--out", file);
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err())
        .isEqualToNormalizingNewlines(
            file
                + ": expected a folder, got something else of that name.\n"
                + "  Fix: choose another place.\n");
    assertThat(file).hasContent("mine");
  }

  @Test
  void aFolderCalledLastStays() throws IOException {
    var mine = Files.createDirectories(folder.resolve("runs").resolve("last"));
    Files.writeString(mine.resolve("note.txt"), "mine");
    assertThat(train().code()).isZero();
    assertThat(mine.resolve("note.txt")).hasContent("mine");
  }
}
