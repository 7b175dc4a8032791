// SPDX-License-Identifier: Apache-2.0
package io.fovea.train;

import static io.fovea.loss.Losses.sparseCategoricalCrossentropy;
import static io.fovea.nn.Layers.dense;
import static io.fovea.nn.Layers.flatten;
import static io.fovea.nn.Layers.input;
import static io.fovea.nn.Layers.reshape;
import static io.fovea.optim.Optimizers.sgd;
import static io.fovea.train.Callbacks.onEpochEnd;
import static io.fovea.train.Fit.epochs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fovea.data.Dataset;
import io.fovea.engine.Engines;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/// What programs get wrong is said in a sentence, and early.
class MisuseTest {
  private final Tensor examples = Tensor.of(Shape.of(6, 4), new float[24]);
  private final Dataset data = Dataset.of(examples, Tensor.vector(0, 1, 0, 1, 0, 1)).classes(2);
  private final Model model =
      Model.of(input(4), dense(2).softmax())
          .runOn(Engines.named("reference"))
          .compile(sgd(0.1), sparseCategoricalCrossentropy());

  private static void refused(ThrowingCallable call, String sentence) {
    assertThatThrownBy(call).hasMessageStartingWith(sentence);
  }

  @Test
  void batchesHoldAnExampleAtLeast() {
    for (int none : new int[] {0, -1}) {
      refused(
          () -> model.predict(examples, none),
          "model.predict batch: expected a whole number of at least 1, got " + none + ".");
    }
  }

  @Test
  void batchesMayBeLargerThanTheData() {
    int most = Integer.MAX_VALUE;
    assertThat(model.predict(examples, most)).isEqualTo(model.predict(examples));
    assertThat(model.evaluate(data, most)).isEqualTo(model.evaluate(data, 6));
    assertThat(model.fit(data.batch(most), epochs(1).quiet()).diverged()).isFalse();
  }

  @Test
  void aParameterThatNoArrayHoldsIsNamed() {
    refused(
        () -> Model.of(input(100_000), dense(100_000)),
        "dense/kernel: expected at most 2147483639 numbers, as one array of Java holds, got"
            + " 10000000000.");
  }

  @Test
  void aReshapeKeepsExamplesApart() {
    refused(
        () -> Model.of(input(4), reshape(3)),
        "reshape: expected a shape of the 4 numbers of an example [4], got [3].");
    refused(
        () -> Model.of(input(4), reshape(3, -1)),
        "reshape: expected a shape of the 4 numbers of an example [4], got [3, ");
    assertThat(Model.of(input(4), reshape(2, -1)).network().outputShape())
        .isEqualTo(Shape.of(Shape.OPEN, 2, 2));
  }

  @Test
  void positionsLieWithinTheData() {
    refused(
        () -> data.example(-1), "Dataset position: expected a whole number from 0 to 5, got -1.");
    refused(() -> data.label(6), "Dataset position: expected a whole number from 0 to 5, got 6.");
  }

  @Test
  void aPictureAloneIsNoBatch() {
    var pictures = Model.of(input(8, 8, 3), flatten(), dense(2));
    refused(
        () -> pictures.predict(Tensor.of(Shape.of(8, 8, 3), new float[192])),
        "model.predict: expected examples [N, 8, 8, 3], got one example [8, 8, 3] without the axis"
            + " N.");
    refused(() -> input(8, 0, 3), "input: expected sizes of at least 1, got [N, 8, 0, 3].");
  }

  @Test
  void aCallbackDoesNotChangeTheTrainingThatCalledIt() {
    refused(
        () ->
            model.fit(
                data,
                epochs(2)
                    .quiet()
                    .callbacks(
                        onEpochEnd(
                            (run, epoch, logs) -> run.model().fit(data, epochs(1).quiet())))),
        "model.fit: expected a model that is not in training, got one whose callback calls fit.");
    refused(
        () ->
            model.fit(
                data,
                epochs(2)
                    .quiet()
                    .callbacks(
                        onEpochEnd((run, epoch, logs) ->
                            run.model().compile(sgd(1), sparseCategoricalCrossentropy())))),
        "model.compile: expected a model that is not in training, got one whose callback calls"
            + " compile.");
    assertThat(model.fit(data, epochs(1).quiet()).epochs()).hasSize(1); // and goes on as usual
  }

  @Test
  void aCallbackNeitherFreezesNorMovesTheModelThatIsInTraining() {
    var calls = new LinkedHashMap<String, Consumer<Model>>();
    calls.put("freeze", Model::freeze);
    calls.put("unfreeze", Model::unfreeze);
    calls.put("unfreezeFrom", learning -> learning.unfreezeFrom("dense"));
    calls.put("runOn", learning -> learning.runOn(Engines.named("reference")));
    calls.forEach((name, call) ->
        refused(
            () ->
                model.fit(
                    data,
                    epochs(2)
                        .quiet()
                        .callbacks(onEpochEnd((run, epoch, logs) -> call.accept(run.model())))),
            "model." + name + ": expected a model that is not in training, got one whose"));
    assertThat(model.freeze().trainableParameters()).isZero();
  }

  @Test
  void trainingsOfTwoThreadsTakeTurns() throws Exception {
    var alone =
        Model.of(input(4), dense(2).softmax())
            .runOn(Engines.named("reference"))
            .compile(sgd(0.1), sparseCategoricalCrossentropy());
    for (var each : List.of(alone, model)) {
      for (var variable : each.variables()) {
        variable.initialize(1);
      }
    }
    var fit = epochs(3).quiet();
    alone.fit(data, fit);
    alone.fit(data, fit);
    try (var threads = Executors.newFixedThreadPool(3)) {
      var trainings = List.of(1, 2).stream().map(_ -> threads.submit(() -> model.fit(data, fit)));
      var asked = threads.submit(() -> model.predict(examples));
      for (var training : trainings.toList()) {
        assertThat(training.get().epochs()).hasSize(3);
      }
      assertThat(asked.get().shape()).isEqualTo(Shape.of(6, 2));
    }
    assertThat(model.iterations()).isEqualTo(alone.iterations());
    assertThat(model.predict(examples)).isEqualTo(alone.predict(examples));
  }
}
