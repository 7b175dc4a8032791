// SPDX-License-Identifier: Apache-2.0
package io.fovea.train;

import static io.fovea.loss.Losses.meanSquaredError;
import static io.fovea.optim.Optimizers.sgd;
import static io.fovea.train.Callbacks.onEpochEnd;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fovea.data.Dataset;
import io.fovea.engine.Availability;
import io.fovea.engine.Engine;
import io.fovea.engine.Engines;
import io.fovea.engine.Plan;
import io.fovea.graph.Graph;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class FitTest {
  private static final Dataset DATA =
      Dataset.of(Tensor.generate(Shape.of(100, 2), i -> i % 3), Tensor.vector(new float[100]));

  /// Steps of an epoch, as callbacks see them.
  private static int steps(Dataset data, Fit fit) {
    var steps = new ArrayList<Integer>();
    Runs.model().fit(data, fit.callbacks(onEpochEnd((run, epoch, logs) -> steps.add(run.steps()))));
    return steps.getFirst();
  }

  @Test
  void theBatchesOfTheDataSetAreThoseOfFitUnlessItHasItsOwn() {
    assertThat(steps(DATA, Fit.epochs(1))).isEqualTo(4); // 100 / 32
    assertThat(steps(DATA.batch(10), Fit.epochs(1))).isEqualTo(10);
    assertThat(steps(DATA, Fit.epochs(1).batch(50))).isEqualTo(2);
    assertThat(steps(DATA.batch(50).shuffle(), Fit.epochs(1).batch(50))).isEqualTo(2);
    assertThat(steps(DATA.batch(10), Fit.epochs(1).validation(0.5))).isEqualTo(5);
  }

  /// What is evaluated in batches of 9 is compiled for 9 examples, and for those that are left over.
  @Test
  void theBatchesOfTheDataSetAreThoseOfEvaluationToo() {
    var sizes = new TreeSet<Integer>();
    var reference = Engines.named("reference");
    var model =
        Runs.model()
            .runOn(
                new Engine() {
                  @Override
                  public String name() {
                    return reference.name();
                  }

                  @Override
                  public Availability availability() {
                    return reference.availability();
                  }

                  @Override
                  public int priority() {
                    return reference.priority();
                  }

                  @Override
                  public Plan compile(Graph graph) {
                    sizes.add(graph.inputs().getFirst().output().shape().get(0));
                    return reference.compile(graph);
                  }
                })
            .compile(sgd(1e-3), meanSquaredError());
    model.evaluate(DATA.batch(9));
    assertThat(sizes).containsExactly(1, 9);
    model.evaluate(DATA);
    assertThat(sizes).containsExactly(1, 4, 9, 32);
    model.fit(DATA, Fit.epochs(1).batch(50).validation(DATA.take(10).batch(7)));
    assertThat(sizes).containsExactly(1, 3, 4, 7, 9, 32, 50);
  }

  @Test
  void twoSizesOfBatchesAreRefused() {
    assertThatThrownBy(() -> steps(DATA.batch(10), Fit.epochs(1).batch(32)))
        .hasMessage(
            "fit.batch: expected the batches of 10 that the data set says, got 32.\n"
                + "  Fix: say it in one place: leave out batch(...) of fit or of the data set.");
    assertThatThrownBy(() -> Runs.model().evaluate(DATA.batch(10), 32))
        .hasMessage(
            "evaluate.batch: expected the batches of 10 that the data set says, got 32.\n"
                + "  Fix: say it in one place: leave out batch(...) of evaluate or of the data"
                + " set.");
    assertThatThrownBy(() -> Fit.epochs(1).batch(0)).hasMessageStartingWith("fit.batch: expected");
  }
}
