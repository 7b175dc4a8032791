package io.fovea.examples;

import static io.fovea.loss.Losses.sparseCategoricalCrossentropy;
import static io.fovea.metric.Metrics.accuracy;
import static io.fovea.nn.Layers.batchNorm;
import static io.fovea.nn.Layers.conv2d;
import static io.fovea.nn.Layers.dense;
import static io.fovea.nn.Layers.globalAvgPool2d;
import static io.fovea.nn.Layers.input;
import static io.fovea.nn.Layers.relu;
import static io.fovea.optim.Optimizers.adam;
import static io.fovea.train.Fit.epochs;

import io.fovea.data.Dataset;
import io.fovea.data.Datasets;
import io.fovea.data.TrainTest;
import io.fovea.nn.BatchNorm;
import io.fovea.nn.Conv2d;
import io.fovea.nn.Layer;
import io.fovea.nn.Node;
import io.fovea.train.Model;
import io.fovea.train.TransferLearning;
import java.nio.file.Path;
import java.util.List;

/// Section 7 without a download: a small ResNet that learned the digits 0 to 4 learns 5 to 9 from 100
/// pictures of each; another one starts from random numbers, with the same pictures and the same
/// budget, the better of three learning rates counting. The shorter the training, the more transfer
/// helps.
public final class TransferDigits {
  private static final List<Integer> BUDGETS = List.of(3, 6, 12);
  private static final double[] RATES = {1e-3, 3e-3, 1e-2};

  private TransferDigits() {}

  /// Shares of test digits 5 to 9 that are recognized, in percent.
  record Result(double transferred, double scratch) {
    double gain() {
      return transferred - scratch;
    }
  }

  /// Compares for three budgets over three seeds; with `--smoke` for one, once.
  public static void main(String[] args) {
    Setting setting = Setting.of(args);
    System.out.println("seed  epochs  transferred  from scratch   gain");
    for (int seed = 1; seed <= (setting.smoke() ? 1 : 3); seed++) {
      Path learned = learned(setting.file("digits-0-to-4.fovea"), seed);
      for (int epochs : setting.smoke() ? BUDGETS.subList(0, 1) : BUDGETS) {
        Result result = compare(learned, epochs, seed);
        System.out.printf(
            "%4d %7d %10.1f %% %11.1f %% %+6.1f%n",
            seed, epochs, result.transferred, result.scratch, result.gain());
      }
    }
  }

  /// Weights of a base that knows digits 0 to 4.
  static Path learned(Path file, long seed) {
    Dataset known = Datasets.mnist10k().train().only("0", "1", "2", "3", "4");
    Model base = base(seed);
    train(base.then(dense(5).softmax()), 3e-3, known, 4, seed);
    base.saveWeights(file);
    return file;
  }

  /// @param budget in passes of the whole network over the 500 pictures
  static Result compare(Path learned, int budget, long seed) {
    TrainTest digits = Datasets.mnist10k();
    Dataset few = digits.train().only("5", "6", "7", "8", "9").mix(seed).takePerClass(100);
    Dataset test = digits.test().only("5", "6", "7", "8", "9");

    // the base runs once for the head, which costs less than the pass it takes from the budget
    var transferred =
        TransferLearning.on(base(seed).loadWeights(learned), dense(5).softmax())
            .cached()
            .head(adam(1e-2), epochs(20).seed(seed))
            .whole(adam(3e-3), epochs(budget - 1).seed(seed))
            .train(few, sparseCategoricalCrossentropy(), accuracy())
            .model();

    double scratch = 0;
    for (double rate : RATES) {
      Model model = train(base(seed).then(dense(5).softmax()), rate, few, budget, seed);
      scratch = Math.max(scratch, percent(model, test));
    }
    return new Result(percent(transferred, test), scratch);
  }

  private static Model train(Model model, double rate, Dataset data, int epochs, long seed) {
    model.compile(adam(rate), sparseCategoricalCrossentropy(), accuracy());
    model.fit(data, epochs(epochs).seed(seed));
    return model;
  }

  private static double percent(Model model, Dataset test) {
    return 100 * model.evaluate(test).value("accuracy");
  }

  /// Up to the mean of each of 64 maps.
  private static Model base(long seed) {
    return Model.of(
            input(28, 28, 1),
            conv2d(16, 3).stride(2).same().noBias(),
            normalized(),
            relu(),
            new Unit(16, 1),
            new Unit(32, 2),
            new Unit(64, 2),
            globalAvgPool2d())
        .initialize(seed);
  }

  /// As [ResidualUnit], with statistics that follow faster: a short training from random numbers
  /// would be measured with the statistics of its start otherwise, and lose for that reason alone.
  private record Unit(int filters, int stride) implements Layer {
    @Override
    public Node on(Node x) {
      Node main = x.then(convolution(3).stride(stride)).then(normalized()).relu();
      main = main.then(convolution(3)).then(normalized());
      Node skip = stride == 1 ? x : x.then(convolution(1).stride(stride)).then(normalized());
      return main.plus(skip).relu();
    }

    private Conv2d convolution(int kernel) {
      return conv2d(filters, kernel).same().noBias();
    }
  }

  private static BatchNorm normalized() {
    return batchNorm().momentum(0.9);
  }
}
