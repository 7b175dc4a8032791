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
import java.util.stream.LongStream;

/// Section 7 without a download: a small ResNet that learned the digits 0 to 4 learns 5 to 9 from
/// 100 pictures of each; another one of the same size learns them from the same pictures, as many
/// epochs long, from random numbers.
public final class TransferDigits {
  private static final int EPOCHS = 6;

  private TransferDigits() {}

  /// Accuracy on test digits 5 to 9, from 0 to 1.
  record Result(double transferred, double scratch) {
    double gain() {
      return transferred - scratch;
    }
  }

  /// Compares both ways over three seeds; with `--smoke` over one.
  public static void main(String[] args) {
    long seeds = Setting.of(args).smoke() ? 1 : 3;
    System.out.println("seed  transferred  from scratch    gain");
    var results = LongStream.rangeClosed(1, seeds).mapToObj(TransferDigits::shown).toList();
    double mean = results.stream().mapToDouble(Result::gain).average().orElseThrow();
    System.out.printf("mean gain: %.1f points%n", 100 * mean);
  }

  private static Result shown(long seed) {
    Result result = compare(seed);
    System.out.printf(
        "%4d %10.1f %% %11.1f %% %7.1f%n",
        seed, 100 * result.transferred, 100 * result.scratch, 100 * result.gain());
    return result;
  }

  static Result compare(long seed) {
    TrainTest digits = Datasets.mnist10k();
    Dataset known = digits.train().only("0", "1", "2", "3", "4");
    Dataset few = digits.train().only("5", "6", "7", "8", "9").mix(seed).takePerClass(100);
    Dataset test = digits.test().only("5", "6", "7", "8", "9");

    Model base = base(seed);
    train(base.then(dense(5).softmax()), known, 2, seed);
    var transferred =
        TransferLearning.on(base, dense(5).softmax())
            .head(adam(1e-2), epochs(EPOCHS / 2).seed(seed))
            .whole(adam(1e-3), epochs(EPOCHS / 2).seed(seed))
            .train(few, sparseCategoricalCrossentropy(), accuracy())
            .model();

    Model scratch = train(base(seed).then(dense(5).softmax()), few, EPOCHS, seed);
    return new Result(rightShare(transferred, test), rightShare(scratch, test));
  }

  private static Model train(Model model, Dataset data, int epochs, long seed) {
    model.compile(adam(3e-3), sparseCategoricalCrossentropy(), accuracy());
    model.fit(data, epochs(epochs).seed(seed));
    return model;
  }

  private static double rightShare(Model model, Dataset test) {
    return model.evaluate(test).value("accuracy");
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
