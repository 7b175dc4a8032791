package io.fovea.train;

import static io.fovea.train.Callbacks.onEpochEnd;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fovea.data.Dataset;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import java.util.ArrayList;
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

  @Test
  void twoSizesOfBatchesAreRefused() {
    assertThatThrownBy(() -> steps(DATA.batch(10), Fit.epochs(1).batch(32)))
        .hasMessage(
            "fit.batch: expected the batches of 10 that the data set says, got 32.\n"
                + "  Fix: say it in one place: leave out batch(...) of fit or of the data set.");
    assertThatThrownBy(() -> Fit.epochs(1).batch(0)).hasMessageStartingWith("fit.batch: expected");
  }
}
