// SPDX-License-Identifier: Apache-2.0
package io.fovea.train;

import static io.fovea.train.Callbacks.earlyStopping;
import static io.fovea.train.Callbacks.onBatchEnd;
import static io.fovea.train.Callbacks.onEpochEnd;
import static io.fovea.train.Callbacks.terminateOnNan;
import static org.assertj.core.api.Assertions.assertThat;

import io.fovea.data.Dataset;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class CallbackTest {
  private static final Dataset DATA =
      Dataset.of(Tensor.of(Shape.of(4, 2), 1, 0, 0, 1, 1, 1, 0, 0), Tensor.vector(1, 2, 3, 0));

  @Test
  void lambdasSeeEveryStepAndEpoch() {
    var seen = new ArrayList<String>();
    Runs.model()
        .fit(
            DATA,
            Fit.epochs(2)
                .batch(2)
                .callbacks(
                    onBatchEnd((run, step, logs) -> seen.add("step " + step)),
                    onEpochEnd((run, epoch, logs) -> seen.add("epoch " + epoch))));
    assertThat(seen).containsExactly("step 0", "step 1", "epoch 0", "step 0", "step 1", "epoch 1");
  }

  @Test
  void aNumberThatACallbackNotesReachesLaterCallbacksAndTheHistory() {
    var seen = new ArrayList<Double>();
    var history =
        Runs.model()
            .fit(
                DATA,
                Fit.epochs(2)
                    .callbacks(
                        onEpochEnd((run, epoch, logs) -> run.note("mine", epoch + 0.5)),
                        onEpochEnd((run, epoch, logs) -> seen.add(logs.value("mine")))));
    assertThat(seen).containsExactly(0.5, 1.5);
    assertThat(history.values("mine")).containsExactly(0.5, 1.5);
  }

  @Test
  void eachFitCountsForItself() {
    var model = Runs.model();
    // nothing improves by 100, so each run ends after its second epoch
    var fit = Fit.epochs(9).callbacks(earlyStopping("loss").minDelta(100));
    assertThat(model.fit(DATA, fit).epochs()).hasSize(2);
    assertThat(model.fit(DATA, fit).epochs()).hasSize(2);
  }

  @Test
  void trainingEndsInTheStepWhoseLossIsNoNumber() {
    var model = Runs.model();
    model.variables().get(0).write(new float[] {Float.NaN, 0});
    var steps = new ArrayList<Integer>();
    model.fit(
        DATA,
        Fit.epochs(3)
            .batch(1)
            .callbacks(terminateOnNan(), onBatchEnd((run, step, logs) -> steps.add(step))));
    assertThat(steps).containsExactly(0);
  }
}
