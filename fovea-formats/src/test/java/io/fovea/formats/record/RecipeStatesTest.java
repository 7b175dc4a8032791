// SPDX-License-Identifier: Apache-2.0
package io.fovea.formats.record;

import static io.fovea.loss.Losses.sparseCategoricalCrossentropy;
import static io.fovea.metric.Metrics.accuracy;
import static io.fovea.nn.Layers.batchNorm;
import static io.fovea.nn.Layers.conv2d;
import static io.fovea.nn.Layers.dense;
import static io.fovea.nn.Layers.dropout;
import static io.fovea.nn.Layers.globalAvgPool2d;
import static io.fovea.nn.Layers.input;
import static io.fovea.optim.Optimizers.nadam;
import static io.fovea.optim.Optimizers.sgd;
import static io.fovea.train.Fit.epochs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fovea.augment.Augmentations;
import io.fovea.data.Dataset;
import io.fovea.engine.Engines;
import io.fovea.error.FormatException;
import io.fovea.graph.Variable;
import io.fovea.tensor.Rng;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import io.fovea.train.Callback;
import io.fovea.train.Logs;
import io.fovea.train.Model;
import io.fovea.train.Phase;
import io.fovea.train.Recipe;
import io.fovea.train.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A recipe that is stopped anywhere goes on from its folder and ends with the same bits.
class RecipeStatesTest {
  private static final int EXAMPLES = 12;
  private static final Dataset DATA =
      Dataset.of(
              Tensor.generate(Shape.of(EXAMPLES, 4, 4, 1), i -> Rng.of(4).uniform(i) + i / 16 % 3),
              Tensor.generate(Shape.of(EXAMPLES), i -> i % 3))
          .augment(Augmentations.flipHorizontal().sometimes(0.5));

  @TempDir Path folder;

  /// Somebody pulls the plug.
  private static final class Unplugged extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  private static Model model() {
    var base =
        Model.to("base", input(4, 4, 1).then(conv2d(4, 3)).then(batchNorm()).then(conv2d(6, 1)))
            .initialize(3);
    return base.then(globalAvgPool2d(), dropout(0.2), dense(3).softmax())
        .initialize(7)
        .runOn(Engines.named("reference"));
  }

  /// Two phases of three epochs of three steps.
  ///
  /// @param step after which it ends, over all phases, from 1; 0 for never
  private static Recipe recipe(int copies, int step) {
    int[] done = {0};
    var plug =
        new Callback() {
          @Override
          public void onBatchEnd(Run run, int number, Logs logs) {
            if (++done[0] == step) {
              throw new Unplugged();
            }
          }
        };
    var fit = epochs(3).batch(4).validation(DATA.take(6)).callbacks(plug);
    return Recipe.of(
            Phase.head(nadam(0.05), fit).cached(copies), Phase.whole(sgd(0.05).momentum(0.9), fit))
        .loss(sparseCategoricalCrossentropy(), accuracy());
  }

  private static List<float[]> values(Model model) {
    return model.variables().stream().map(Variable::read).toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void whatWasStoppedGoesOnToTheSameBits(int copies) {
    var whole = model();
    var result = recipe(copies, 0).run(whole, DATA);
    int steps = copies == 2 ? 27 : 18;
    for (int stop = 1; stop <= steps; stop += 5) {
      int at = stop;
      var kept = folder.resolve(copies + "-" + stop);
      assertThatThrownBy(() -> recipe(copies, at).keptIn(kept).run(model(), DATA))
          .isInstanceOf(Unplugged.class);
      var resumed = model();
      var rest = recipe(copies, 0).keptIn(kept).run(resumed, DATA);
      assertThat(values(resumed))
          .as("stop " + stop)
          .usingRecursiveComparison()
          .isEqualTo(values(whole));
      assertThat(rest.best()).isEqualTo(result.best());
      assertThat(rest.histories().getLast().last()).isEqualTo(result.histories().getLast().last());
      // and what is over stays as it is
      var again = model();
      var nothing = recipe(copies, 0).keptIn(kept).run(again, DATA);
      assertThat(nothing.histories().getLast().epochs()).isEmpty();
      assertThat(values(again)).usingRecursiveComparison().isEqualTo(values(whole));
    }
  }

  /// Phases that are validated alike, otherwise, or not at all.
  private static Recipe measured(String how, int copies) {
    var plain = epochs(3).batch(4);
    var validated = plain.validation(DATA.take(6));
    var first = how.startsWith("validated") ? validated : plain;
    var second = how.endsWith("validated") ? validated : plain;
    var recipe =
        Recipe.of(
                Phase.head(nadam(0.05), first).cached(copies),
                Phase.whole(sgd(0.05).momentum(0.9), second))
            .loss(sparseCategoricalCrossentropy(), accuracy());
    return how.startsWith("start") ? recipe.startCounts() : recipe;
  }

  /// Between the state and the best epoch, which are two files.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "validated then plain",
        "plain then plain",
        "plain then validated",
        "start then plain",
        "start then validated"
      })
  void nothingIsLostBetweenAStateAndTheBestEpoch(String how) {
    for (int copies = 0; copies <= 1; copies++) {
      var whole = model();
      var result = measured(how, copies).run(whole, DATA);
      for (int stop : new int[] {2, 3, 4}) { // within a phase, at its end, in the next one
        int at = stop;
        var kept = folder.resolve(how + copies + stop);
        int[] saved = {0};
        var plug =
            new Recipe.Watcher() {
              @Override
              public void onSaved(Path state) {
                if (++saved[0] == at) {
                  throw new Unplugged();
                }
              }
            };
        var stopped = measured(how, copies).keptIn(kept).watchedBy(plug);
        assertThatThrownBy(() -> stopped.run(model(), DATA)).isInstanceOf(Unplugged.class);
        var resumed = model();
        var rest = measured(how, copies).keptIn(kept).run(resumed, DATA);
        assertThat(rest.best()).as("save " + stop).isEqualTo(result.best());
        assertThat(values(resumed))
            .as("save " + stop)
            .usingRecursiveComparison()
            .isEqualTo(values(whole));
      }
    }
  }

  @Test
  void eachFolderKeepsItsOwnBest() throws IOException {
    var recipe = recipe(0, 0).keptIn(folder.resolve("a"));
    recipe.run(model(), DATA);
    var before = Files.readAllBytes(folder.resolve("a/best.fovea"));
    recipe.keptIn(folder.resolve("b")).run(model(), DATA.take(9));
    assertThat(folder.resolve("b/best.fovea")).exists();
    assertThat(Files.readAllBytes(folder.resolve("a/best.fovea"))).isEqualTo(before);
  }

  @Test
  void aStateOfAnotherNetworkIsRefused() {
    recipe(0, 0).keptIn(folder.resolve("kept")).run(model(), DATA);
    var other = model().withoutTop().then(dense(5), dense(3).softmax());
    assertThatThrownBy(() -> recipe(0, 0).keptIn(folder.resolve("kept")).run(other, DATA))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("phase-1.fovea: expected ")
        .hasMessageContaining("choose an empty folder.");
  }

  @Test
  void theFolderAroundItHasToBeThere() {
    assertThatThrownBy(() -> recipe(0, 0).keptIn(folder.resolve("typo/kept")).run(model(), DATA))
        .hasMessageContaining("typo: expected ");
  }
}
