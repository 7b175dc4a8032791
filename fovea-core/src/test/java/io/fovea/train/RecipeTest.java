// SPDX-License-Identifier: Apache-2.0
package io.fovea.train;

import static io.fovea.loss.Losses.categoricalCrossentropy;
import static io.fovea.loss.Losses.sparseCategoricalCrossentropy;
import static io.fovea.metric.Metrics.accuracy;
import static io.fovea.nn.Layers.batchNorm;
import static io.fovea.nn.Layers.conv2d;
import static io.fovea.nn.Layers.dense;
import static io.fovea.nn.Layers.globalAvgPool2d;
import static io.fovea.nn.Layers.input;
import static io.fovea.optim.Optimizers.sgd;
import static io.fovea.train.Fit.epochs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fovea.augment.Augmentations;
import io.fovea.data.Dataset;
import io.fovea.engine.Engines;
import io.fovea.graph.Variable;
import io.fovea.nn.Layer;
import io.fovea.tensor.Rng;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecipeTest {
  private static final int EXAMPLES = 12;
  private static final Tensor PICTURES =
      Tensor.generate(Shape.of(EXAMPLES, 4, 4, 1), i -> Rng.of(4).uniform(i) + i / 16 % 3);
  private static final Dataset DATA =
      Dataset.of(PICTURES, Tensor.generate(Shape.of(EXAMPLES), i -> i % 3))
          .classNames("a", "b", "c")
          .weights(1, 1, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1);
  private static final Layer[] HEAD = {globalAvgPool2d(), dense(3).softmax()};

  private static Model base() {
    return Model.to(
            "base",
            input(4, 4, 1)
                .then("low", conv2d(4, 3))
                .then("bn", batchNorm())
                .then("high", conv2d(6, 1)))
        .runOn(Engines.named("reference"));
  }

  private static List<float[]> values(Model model) {
    return model.variables().stream().map(Variable::read).toList();
  }

  private static Model onBase(Model base) {
    return base.then(HEAD);
  }

  private static Phase head(int copies) {
    return Phase.head(sgd(0.3).momentum(0.9), epochs(6).batch(4)).cached(copies);
  }

  private static Recipe recipe(Phase... phases) {
    return Recipe.of(phases).loss(sparseCategoricalCrossentropy(), accuracy());
  }

  // ---- the recipe ----------------------------------------------------------------------------

  @Test
  void theHeadLearnsWhileTheBaseStays() {
    var base = base();
    var before = values(base);
    var model = onBase(base);
    var result = recipe(head(0)).run(model, DATA);
    assertThat(values(base)).usingRecursiveComparison().isEqualTo(before);
    assertThat(result.histories()).hasSize(1);
    var losses =
        result.histories().getFirst().epochs().stream()
            .map(e -> e.find("loss").orElseThrow())
            .toList();
    assertThat(losses).hasSize(6);
    assertThat(losses.getLast()).isLessThan(losses.getFirst());
    assertThat(model.evaluate(DATA).find("loss").orElseThrow()).isLessThan(losses.getFirst());
  }

  @Test
  void lossAndMetricsAreWhatTheHeadSays() {
    for (int copies = 0; copies <= 1; copies++) {
      var phases = new Phase[] {head(copies), Phase.whole(sgd(0.1), epochs(2).batch(4))};
      var named = onBase(base());
      recipe(phases).run(named, DATA);
      var said = onBase(base());
      Recipe.of(phases).run(said, DATA);
      assertThat(values(said)).usingRecursiveComparison().isEqualTo(values(named));
      assertThat(said.evaluate(DATA)).isEqualTo(named.evaluate(DATA));
    }
  }

  @Test
  void thenBothLearn() {
    var base = base();
    var before = values(base);
    var result = recipe(head(0), Phase.whole(sgd(0.1), epochs(8).batch(4))).run(onBase(base), DATA);
    assertThat(result.histories().get(0).epochs()).hasSize(6);
    assertThat(result.histories().get(1).epochs()).hasSize(8);
    for (int i = 0; i < before.size(); i++) {
      boolean same = Arrays.equals(base.variables().get(i).read(), before.get(i));
      assertThat(same)
          .as(base.variables().get(i).path())
          .isEqualTo(base.variables().get(i).path().startsWith("bn/"));
    }
    assertThat(base.variables()).filteredOn(Variable::frozen).hasSize(4);
  }

  @Test
  void statisticsLearnWhereTheyAreWanted() {
    var base = base();
    var whole = Phase.whole(sgd(0.01), epochs(2).batch(4)).trainStatistics();
    var result = recipe(head(0), whole).run(onBase(base), DATA);
    assertThat(result.histories().getLast().epochs()).hasSize(2);
    assertThat(base.variables()).noneMatch(Variable::frozen);
  }

  @Test
  void onlyTheUpperPartLearnsFromALayerOn() {
    var base = base();
    var before = values(base);
    recipe(Phase.whole(sgd(0.1), epochs(2).batch(4)).from("high")).run(onBase(base), DATA);
    assertThat(base.variables().getFirst().read()).isEqualTo(before.getFirst());
    assertThat(base.variables().getLast().read()).isNotEqualTo(before.getLast());
    assertThatThrownBy(() ->
            recipe(head(0), Phase.whole(sgd(0.1), epochs(2)).from("hihg")).run(onBase(base), DATA))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("hihg");
  }

  @Test
  void aLaterPhaseThawsWhatAnEarlierOneFroze() {
    var plain =
        Model.of(input(4, 4, 1), conv2d(4, 3), batchNorm(), globalAvgPool2d(), dense(3).softmax())
            .runOn(Engines.named("reference"));
    plain.freeze("conv2d");
    var fit = epochs(1).batch(4);
    recipe(Phase.whole(sgd(0.1), fit), Phase.whole(sgd(0.1), fit).trainStatistics())
        .run(plain, DATA);
    assertThat(plain.variables())
        .filteredOn(Variable::frozen)
        .extracting(Variable::path)
        .containsExactly("conv2d/kernel", "conv2d/bias");
  }

  @Test
  void whatCannotBeShowsBeforeAnythingIsTrained() {
    var plain = Model.of(input(4, 4, 1), conv2d(4, 3), globalAvgPool2d(), dense(3).softmax());
    assertThatThrownBy(() ->
            recipe(Phase.whole(sgd(0.1), epochs(1)), Phase.head(sgd(0.1), epochs(1)))
                .run(plain, DATA))
        .hasMessageStartingWith(
            "recipe.run: expected a network whose first layer is a model, its base, got model (");
    assertThat(plain.isCompiled()).isFalse();
    assertThatThrownBy(() -> Phase.whole(sgd(0.1), epochs(1)).cached())
        .hasMessageStartingWith("phase.cached: expected a phase in which the base stays as it is");
  }

  /// Statistics of the base that are far from those of the pictures, and a rate that ruins all.
  @Test
  void theSecondPhaseNeverEndsWorseThanItBegan() {
    for (double rate : new double[] {1e-3, 0.1, 30}) {
      var plain = epochs(4).batch(4);
      var validated = plain.validation(DATA);
      for (var fits :
          List.of(
              List.of(plain, plain),
              List.of(validated, validated),
              List.of(plain, validated),
              List.of(validated, plain))) {
        var first = Phase.head(sgd(0.05).momentum(0.9), fits.getFirst());
        var before = off();
        recipe(first).run(before, DATA);
        var after = off();
        recipe(first, Phase.whole(sgd(rate).momentum(0.9), fits.getLast())).run(after, DATA);
        var then = before.evaluate(DATA);
        var now = after.evaluate(DATA);
        assertThat(now.value("accuracy"))
            .as("rate %s, %s", rate, fits)
            .isGreaterThanOrEqualTo(then.value("accuracy"));
        if (now.value("accuracy") == then.value("accuracy")) {
          assertThat(now.value("loss"))
              .as("rate %s, %s", rate, fits)
              .isLessThanOrEqualTo(then.value("loss"));
        }
      }
    }
  }

  private static Model off() {
    var base = base();
    base.variables().stream()
        .filter(variable -> variable.path().equals("bn/moving_variance"))
        .forEach(variable -> variable.write(new float[] {0.01f, 100, 4, 0.2f}));
    return onBase(base);
  }

  // ---- features ------------------------------------------------------------------------------

  @Test
  void featuresAreWhatTheBasePredicts() {
    var base = base();
    var features = Features.of(base, DATA);
    var expected = base.predict(PICTURES);
    assertThat(features.exampleShape()).isEqualTo(Shape.of(2, 2, 6));
    assertThat(features.classNames()).containsExactly("a", "b", "c");
    for (int i = 0; i < EXAMPLES; i++) {
      assertThat(features.label(i)).isEqualTo(i % 3);
      for (int k = 0; k < 24; k++) {
        assertThat(features.example(i).get(k)).isEqualTo(expected.get(24 * i + k));
      }
    }
    try (var batches = features.openBatches(EXAMPLES, 0, 0, 0, 0)) {
      assertThat(batches.next()).isTrue();
      assertThat(batches.weights()[2]).isEqualTo(2);
    }
  }

  @Test
  void labelsOfSeveralNumbersStayTogether() {
    var features = Features.of(base(), DATA.oneHot(3));
    assertThat(features.labelShape()).isEqualTo(Shape.of(3));
    var head = Model.of(input(2, 2, 6), HEAD).runOn(Engines.named("reference"));
    assertThat(head.compile(sgd(0.1), categoricalCrossentropy()).fit(features, epochs(1)).epochs())
        .hasSize(1);
  }

  @Test
  void copiesAreAugmentedOneByOne() {
    var flipped = DATA.augment(Augmentations.flipHorizontal().sometimes(0.5));
    var base = base();
    var copies = Features.augmented(base, flipped, 8, 3);
    assertThat(copies.size()).isEqualTo(8 * EXAMPLES);
    var plain = Features.of(base, flipped);
    var mirrored =
        Features.of(
            base,
            Dataset.of(
                Tensor.generate(PICTURES.shape(), i -> PICTURES.get(i / 4 * 4 + 3 - i % 4)),
                Tensor.generate(Shape.of(EXAMPLES), i -> i % 3)));
    int turned = 0;
    for (int i = 0; i < copies.size(); i++) {
      assertThat(copies.label(i)).isEqualTo(i % EXAMPLES % 3);
      var made = copies.example(i);
      boolean same = made.equals(plain.example(i % EXAMPLES));
      assertThat(same || made.equals(mirrored.example(i % EXAMPLES))).isTrue();
      turned += same ? 0 : 1;
    }
    // 96 fair coins: outside of 24..72 less often than once in a million
    assertThat(turned).isBetween(24, 72);
  }

  @Test
  void aHeadOnFeaturesLearnsWhatAHeadOnTheBaseLearns() {
    var fit = epochs(3).batch(4).inOrder().validation(0.25);
    var slow = onBase(base());
    var fast = onBase(base());
    var head = Phase.head(sgd(0.3), fit);
    var slowly = recipe(head).run(slow, DATA).histories().getFirst();
    var quickly = recipe(head.cached()).run(fast, DATA).histories().getFirst();
    for (int epoch = 0; epoch < 3; epoch++) {
      var a = slowly.epochs().get(epoch);
      var b = quickly.epochs().get(epoch);
      // features were rounded to float32
      assertThat(b.find("loss").orElseThrow())
          .isCloseTo(a.find("loss").orElseThrow(), within(1e-5));
      assertThat(b.find("val_loss").orElseThrow())
          .isCloseTo(a.find("val_loss").orElseThrow(), within(1e-5));
    }
    var expected = slow.predict(PICTURES);
    var actual = fast.predict(PICTURES);
    for (int i = 0; i < expected.elements(); i++) {
      assertThat(actual.get(i)).isCloseTo(expected.get(i), within(1e-5f));
    }
    assertThat(fast.evaluate(DATA).find("accuracy"))
        .isEqualTo(slow.evaluate(DATA).find("accuracy"));
  }
}
