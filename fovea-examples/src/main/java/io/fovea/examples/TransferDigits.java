// SPDX-License-Identifier: Apache-2.0
package io.fovea.examples;

import static io.fovea.augment.Augmentations.rotate;
import static io.fovea.augment.Augmentations.sequence;
import static io.fovea.augment.Augmentations.shift;
import static io.fovea.augment.Augmentations.zoom;
import static io.fovea.loss.Losses.sparseCategoricalCrossentropy;
import static io.fovea.metric.Metrics.accuracy;
import static io.fovea.nn.Layers.batchNorm;
import static io.fovea.nn.Layers.conv2d;
import static io.fovea.nn.Layers.dense;
import static io.fovea.nn.Layers.globalAvgPool2d;
import static io.fovea.nn.Layers.input;
import static io.fovea.optim.Optimizers.adam;
import static io.fovea.optim.Schedules.constant;
import static io.fovea.optim.Schedules.cosineDecay;
import static io.fovea.train.Fit.epochs;

import io.fovea.data.Dataset;
import io.fovea.data.Datasets;
import io.fovea.data.TrainTest;
import io.fovea.nn.Node;
import io.fovea.optim.Schedule;
import io.fovea.train.Model;
import io.fovea.train.Phase;
import io.fovea.train.Recipe;
import java.nio.file.Path;
import java.util.List;

/// Section 7 without a download: a small ResNet that learned the digits 0 to 4 learns 5 to 9 from 100
/// pictures of each; another one starts from random numbers, with the same pictures and the same
/// budget, the better of three learning rates counting. The shorter the training, the more transfer
/// helps.
public final class TransferDigits {
  private static final List<Integer> BUDGETS = List.of(3, 6, 12);

  /// Others than those that the recipe was made with.
  private static final List<Integer> SEEDS = List.of(11, 12, 13, 14, 15);

  private static final double[] RATES = {1e-3, 3e-3, 1e-2};

  /// Passes over digits 0 to 4.
  private static final int LEARNING = 12;

  private TransferDigits() {}

  /// Shares of test digits 5 to 9 that are recognized, in percent.
  record Result(double transferred, double scratch) {
    double gain() {
      return transferred - scratch;
    }
  }

  /// Compares for three budgets over five seeds, which takes minutes; with `--smoke` for one, once.
  public static void main(String[] args) {
    Setting setting = Setting.of("TransferDigits", args);
    System.out.println("seed  epochs  transferred  from scratch   gain");
    for (int seed : setting.smoke() ? SEEDS.subList(0, 1) : SEEDS) {
      Path learned = learned(setting.file("digits-0-to-4.fovea"), seed);
      for (int epochs : setting.smoke() ? BUDGETS.subList(0, 1) : BUDGETS) {
        Result result = compare(learned, epochs, seed);
        System.out.printf(
            "%4d %7d %10.1f %% %11.1f %% %+6.1f%n",
            seed, epochs, result.transferred, result.scratch, result.gain());
      }
    }
  }

  /// Weights of a base that knows digits 0 to 4, moved and turned a little: what it has to see in
  /// them to tell them apart then serves for other digits, too.
  static Path learned(Path file, long seed) {
    Dataset known = Datasets.mnist10k().train().only("0", "1", "2", "3", "4");
    Model base = base(seed);
    train(
        base.then(dense(5).softmax()),
        cosineDecay(3e-3, LEARNING * known.batches(known.batchSize())),
        known.augment(sequence(shift(0.1), rotate(15), zoom(0.85, 1.15))),
        LEARNING,
        seed);
    base.saveWeights(file);
    return file;
  }

  /// @param budget in passes of the whole network over the 500 pictures
  static Result compare(Path learned, int budget, long seed) {
    TrainTest digits = Datasets.mnist10k();
    Dataset few = digits.train().only("5", "6", "7", "8", "9").mix(seed).takePerClass(100);
    Dataset test = digits.test().only("5", "6", "7", "8", "9");

    // the base runs once for the head, which costs less than the pass it takes from the budget
    var transferred = base(seed).loadWeights(learned).then(dense(5).softmax());
    Recipe.of(
            Phase.head(adam(1e-2), epochs(20).seed(seed)).cached(),
            Phase.whole(adam(3e-3), epochs(budget - 1).seed(seed))
                .trainStatistics()) // the base knows digits 0 to 4 alone
        .run(transferred, few);

    double scratch = 0;
    for (double rate : RATES) {
      var model = train(base(seed).then(dense(5).softmax()), constant(rate), few, budget, seed);
      scratch = Math.max(scratch, percent(model, test));
    }
    return new Result(percent(transferred, test), scratch);
  }

  private static Model train(Model model, Schedule rate, Dataset data, int epochs, long seed) {
    model.compile(adam(rate), sparseCategoricalCrossentropy(), accuracy());
    model.fit(data, epochs(epochs).seed(seed));
    return model;
  }

  private static double percent(Model model, Dataset test) {
    return 100 * model.evaluate(test).value("accuracy");
  }

  /// Up to the mean of each of 64 maps.
  private static Model base(long seed) {
    Node x = convolution(input(28, 28, 1), 16, 3, 2).relu();
    x = unit(x, 16, 1);
    x = unit(x, 32, 2);
    x = unit(x, 64, 2);
    return Model.to("digits", x.then(globalAvgPool2d())).initialize(seed);
  }

  private static Node unit(Node x, int filters, int stride) {
    Node main = convolution(convolution(x, filters, 3, stride).relu(), filters, 3, 1);
    Node skip = stride == 1 ? x : convolution(x, filters, 1, stride);
    return main.plus(skip).relu();
  }

  /// Statistics follow fast: a short training from random numbers would be measured with those of
  /// its start otherwise, and lose for that reason alone.
  private static Node convolution(Node x, int filters, int kernel, int stride) {
    return x.then(conv2d(filters, kernel).stride(stride).same().noBias())
        .then(batchNorm().momentum(0.9));
  }
}
