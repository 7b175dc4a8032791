// SPDX-License-Identifier: Apache-2.0
package io.fovea.examples;

import static io.fovea.loss.Losses.sparseCategoricalCrossentropy;
import static io.fovea.metric.Metrics.accuracy;
import static io.fovea.nn.Layers.batchNorm;
import static io.fovea.nn.Layers.conv2d;
import static io.fovea.nn.Layers.dense;
import static io.fovea.nn.Layers.flatten;
import static io.fovea.nn.Layers.globalAvgPool2d;
import static io.fovea.nn.Layers.input;
import static io.fovea.nn.Layers.maxPool2d;
import static io.fovea.nn.Layers.relu;
import static io.fovea.optim.Optimizers.nadam;
import static io.fovea.train.Callbacks.progressBar;
import static io.fovea.train.Fit.epochs;
import static java.util.Collections.nCopies;

import io.fovea.data.Dataset;
import io.fovea.nn.Node;
import io.fovea.train.Model;
import java.util.List;
import java.util.stream.Stream;

/// Section 5: ResNet-34, unit upon unit.
public final class ResNet34ByHand {
  /// Of each unit: 3 of 64, 4 of 128, 6 of 256, 3 of 512.
  private static final List<Integer> FILTERS =
      Stream.of(nCopies(3, 64), nCopies(4, 128), nCopies(6, 256), nCopies(3, 512))
          .flatMap(List::stream)
          .toList();

  private ResNet34ByHand() {}

  /// Prints the network and trains it a little: it learns to tell the two photos apart.
  public static void main(String[] args) {
    boolean smoke = Setting.of("ResNet34ByHand", args).smoke();
    int side = smoke ? 32 : 224;
    Model model = resNet34(side);
    System.out.println(model.summary());

    Dataset photos = Photos.square(side).classes(10);
    model.compile(nadam(1e-3), sparseCategoricalCrossentropy(), accuracy());
    model.fit(photos, epochs(smoke ? 2 : 5).callbacks(progressBar(System.out, false)));
  }

  /// The network for pictures of this side and ten classes.
  static Model resNet34(int side) {
    Node x =
        input(side, side, 3)
            .then(conv2d(64, 7).stride(2).same().noBias())
            .then(batchNorm())
            .then(relu())
            .then(maxPool2d(3).stride(2).same());
    int previous = 64;
    for (int filters : FILTERS) {
      x = x.then(new ResidualUnit(filters, filters == previous ? 1 : 2));
      previous = filters;
    }
    return Model.to(
        "resnet34", x.then(globalAvgPool2d()).then(flatten()).then(dense(10).softmax()));
  }
}
