// SPDX-License-Identifier: Apache-2.0
package io.fovea.train;

import static io.fovea.loss.Losses.sparseCategoricalCrossentropy;
import static io.fovea.metric.Metrics.accuracy;
import static io.fovea.metric.Metrics.confusionMatrix;
import static io.fovea.nn.Layers.dense;
import static io.fovea.nn.Layers.input;
import static io.fovea.optim.Optimizers.sgd;
import static io.fovea.train.Fit.epochs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fovea.data.Dataset;
import io.fovea.data.Source;
import io.fovea.engine.Engines;
import io.fovea.tensor.Shape;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Examples that cannot be read are as if they were not there.
class SkippedExamplesTest {
  private static final int SIZE = 24;

  /// Examples of two numbers, some of which cannot be read.
  private record Numbers(List<Integer> examples, Set<Integer> broken) implements Source {
    @Override
    public int size() {
      return examples.size();
    }

    @Override
    public Shape exampleShape() {
      return Shape.of(2);
    }

    @Override
    public List<String> classNames() {
      return List.of("a", "b", "c");
    }

    @Override
    public float label(int example) {
      return examples.get(example) % 3;
    }

    @Override
    public void read(int example, float[] target, int at) throws IOException {
      int number = examples.get(example);
      if (broken.contains(number)) {
        throw new IOException("broken");
      }
      target[at] = (float) Math.sin(number);
      target[at + 1] = number / 24f;
    }
  }

  private static Dataset all(Set<Integer> broken) {
    var numbers = IntStream.range(0, SIZE).boxed().toList();
    return Dataset.from(new Numbers(numbers, broken)).lenient();
  }

  private static Dataset readable(Set<Integer> broken) {
    var numbers = new ArrayList<>(IntStream.range(0, SIZE).boxed().toList());
    numbers.removeAll(broken);
    return Dataset.from(new Numbers(numbers, Set.of()));
  }

  private static Model model() {
    var model =
        Model.of(input(2), dense(3).softmax()).initialize(3).runOn(Engines.named("reference"));
    model.compile(sgd(0.5), sparseCategoricalCrossentropy(), accuracy(), confusionMatrix());
    return model;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 8, 24})
  void evaluationDoesNotCountThem(int batch) {
    var broken = Set.of(0, 1, 2, 7, 13, 23);

    var logs = model().evaluate(all(broken).batch(batch));

    var expected = model().evaluate(readable(broken).batch(18));
    assertThat(logs.values().keySet()).isEqualTo(expected.values().keySet());
    expected
        .values()
        .forEach(
            (name, value) -> assertThat(logs.values().get(name)).isCloseTo(value, within(1e-6)));
  }

  @Test
  void aStepIsThatOfTheExamplesThatAreThere() {
    var broken = Set.of(3, 4, 20);
    var with = model();
    var without = model();

    var lossWith = with.fit(all(broken), epochs(1).batch(24).quiet()).last().value("loss");
    var lossWithout =
        without.fit(readable(broken), epochs(1).batch(21).quiet()).last().value("loss");

    assertThat(lossWith).isCloseTo(lossWithout, within(1e-6));
    for (int i = 0; i < with.variables().size(); i++) {
      float[] values = with.variables().get(i).read();
      float[] expected = without.variables().get(i).read();
      for (int k = 0; k < values.length; k++) {
        // sums of 21 terms in another order: 21 roundings of numbers below 2
        assertThat(values[k]).isCloseTo(expected[k], within(21 * Math.ulp(2f)));
      }
    }
  }
}
