// SPDX-License-Identifier: Apache-2.0
package io.fovea.loss;

import io.fovea.nn.Node;
import io.fovea.tensor.Shape;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/// Surprise at the right class, for labels that are class numbers.
///
/// - labels: `[N, ...]`, class numbers from 0
/// - predictions: `[N, ..., C]`, probabilities, or scores with [#fromLogits]
///
/// `-ln p(label)`, otherwise as [CategoricalCrossentropy].
///
/// @param logits whether predictions are scores
/// @param smoothing label smoothing, 0..1
/// @param ignored a label that does not count: its loss is 0, and the others' weigh accordingly
///     more
public record SparseCategoricalCrossentropy(boolean logits, double smoothing, OptionalInt ignored)
    implements Loss {
  private static final String NAME = "sparseCategoricalCrossentropy";

  /// Checks the smoothing.
  public SparseCategoricalCrossentropy {
    Terms.checkSmoothing(NAME, smoothing);
  }

  /// For predictions that are scores before softmax.
  public SparseCategoricalCrossentropy fromLogits() {
    return new SparseCategoricalCrossentropy(true, smoothing, ignored);
  }

  /// Moves labels towards indifference by this share.
  public SparseCategoricalCrossentropy labelSmoothing(double smoothing) {
    return new SparseCategoricalCrossentropy(logits, smoothing, ignored);
  }

  /// Leaves out examples (or pixels) with this label; it need not be a class.
  public SparseCategoricalCrossentropy ignoreClass(int label) {
    return new SparseCategoricalCrossentropy(logits, smoothing, OptionalInt.of(label));
  }

  @Override
  public Shape labelShape(Shape predictions) {
    return Terms.numbers(predictions);
  }

  @Override
  public Node on(Node labels, Node predictions) {
    var numbers = Terms.classNumbers(NAME, labels, predictions);
    int classes = predictions.channels();
    var y = Terms.smoothed(numbers.oneHot(classes), smoothing, classes);
    var surprise = CategoricalCrossentropy.surprise(y, predictions, logits);
    if (ignored.isPresent()) {
      surprise = surprise.times(counting(numbers).reshape(surprise.shape().toArray()));
    }
    return Terms.perExample(surprise);
  }

  // 0 where the label does not count, else all labels / labels that count: the mean over all is
  // then
  // the mean over those that count
  private Node counting(Node numbers) {
    var counts = Terms.not(numbers.equalTo(numbers.fill(ignored.orElseThrow())));
    int[] axes = IntStream.range(0, counts.shape().rank()).toArray();
    return counts.over(counts.mean(axes).plus(Terms.EPSILON));
  }
}
