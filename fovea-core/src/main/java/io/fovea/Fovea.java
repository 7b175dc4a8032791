// SPDX-License-Identifier: Apache-2.0
package io.fovea;

import io.fovea.loss.BinaryCrossentropy;
import io.fovea.loss.BinaryFocal;
import io.fovea.loss.CategoricalCrossentropy;
import io.fovea.loss.CategoricalFocal;
import io.fovea.loss.Huber;
import io.fovea.loss.Losses;
import io.fovea.loss.Overlap;
import io.fovea.loss.SimpleLoss;
import io.fovea.loss.SparseCategoricalCrossentropy;
import io.fovea.metric.Accuracy;
import io.fovea.metric.Auc;
import io.fovea.metric.BinaryAccuracy;
import io.fovea.metric.CategoricalAccuracy;
import io.fovea.metric.ConfusionMatrix;
import io.fovea.metric.F1;
import io.fovea.metric.MeanError;
import io.fovea.metric.MeanIou;
import io.fovea.metric.Metrics;
import io.fovea.metric.Precision;
import io.fovea.metric.Recall;
import io.fovea.metric.TopK;
import io.fovea.nn.Layers;
import io.fovea.optim.Adadelta;
import io.fovea.optim.Adagrad;
import io.fovea.optim.Adam;
import io.fovea.optim.Adamax;
import io.fovea.optim.Nadam;
import io.fovea.optim.Optimizers;
import io.fovea.optim.RmsProp;
import io.fovea.optim.Schedule;
import io.fovea.optim.Sgd;
import io.fovea.train.Fit;

/// The words of a program by one import: all layers, and what `compile` and `fit` take.
///
/// ```java
/// import static io.fovea.Fovea.*;
///
/// import io.fovea.data.*;
/// import io.fovea.train.*;
///
/// void main() {
///   var model = Model.of(input(28, 28, 1), conv2d(8, 3).relu(), flatten(), dense(10).softmax());
///   model.compile(adam(1e-3), sparseCategoricalCrossentropy(), accuracy());
///   model.fit(Datasets.mnist10k().train(), epochs(3));
/// }
/// ```
///
/// It stands for wildcard imports of [Layers], [Losses], [Metrics], [Optimizers] and [Fit]. Beside one
/// of the last four it would make their words ambiguous, as Java takes no sides.
public final class Fovea extends Layers {
  private Fovea() {}

  /// [Fit#epochs(int)].
  public static Fit epochs(int epochs) {
    return Fit.epochs(epochs);
  }

  // ---- Losses ----------------------------------------------------------------------------------

  /// [Losses#sparseCategoricalCrossentropy()].
  public static SparseCategoricalCrossentropy sparseCategoricalCrossentropy() {
    return Losses.sparseCategoricalCrossentropy();
  }

  /// [Losses#categoricalCrossentropy()].
  public static CategoricalCrossentropy categoricalCrossentropy() {
    return Losses.categoricalCrossentropy();
  }

  /// [Losses#binaryCrossentropy()].
  public static BinaryCrossentropy binaryCrossentropy() {
    return Losses.binaryCrossentropy();
  }

  /// [Losses#binaryFocal()].
  public static BinaryFocal binaryFocal() {
    return Losses.binaryFocal();
  }

  /// [Losses#categoricalFocal()].
  public static CategoricalFocal categoricalFocal() {
    return Losses.categoricalFocal();
  }

  /// [Losses#meanSquaredError()].
  public static SimpleLoss meanSquaredError() {
    return Losses.meanSquaredError();
  }

  /// [Losses#meanAbsoluteError()].
  public static SimpleLoss meanAbsoluteError() {
    return Losses.meanAbsoluteError();
  }

  /// [Losses#meanAbsolutePercentageError()].
  public static SimpleLoss meanAbsolutePercentageError() {
    return Losses.meanAbsolutePercentageError();
  }

  /// [Losses#meanSquaredLogarithmicError()].
  public static SimpleLoss meanSquaredLogarithmicError() {
    return Losses.meanSquaredLogarithmicError();
  }

  /// [Losses#huber()].
  public static Huber huber() {
    return Losses.huber();
  }

  /// [Losses#huber(double)].
  public static Huber huber(double delta) {
    return Losses.huber(delta);
  }

  /// [Losses#logCosh()].
  public static SimpleLoss logCosh() {
    return Losses.logCosh();
  }

  /// [Losses#poisson()].
  public static SimpleLoss poisson() {
    return Losses.poisson();
  }

  /// [Losses#klDivergence()].
  public static SimpleLoss klDivergence() {
    return Losses.klDivergence();
  }

  /// [Losses#cosineSimilarity()].
  public static SimpleLoss cosineSimilarity() {
    return Losses.cosineSimilarity();
  }

  /// [Losses#hinge()].
  public static SimpleLoss hinge() {
    return Losses.hinge();
  }

  /// [Losses#squaredHinge()].
  public static SimpleLoss squaredHinge() {
    return Losses.squaredHinge();
  }

  /// [Losses#categoricalHinge()].
  public static SimpleLoss categoricalHinge() {
    return Losses.categoricalHinge();
  }

  /// [Losses#dice()].
  public static Overlap dice() {
    return Losses.dice();
  }

  /// [Losses#tversky(double, double)].
  public static Overlap tversky(double alpha, double beta) {
    return Losses.tversky(alpha, beta);
  }

  // ---- Metrics ---------------------------------------------------------------------------------

  /// [Metrics#accuracy()].
  public static Accuracy accuracy() {
    return Metrics.accuracy();
  }

  /// [Metrics#sparseCategoricalAccuracy()].
  public static CategoricalAccuracy sparseCategoricalAccuracy() {
    return Metrics.sparseCategoricalAccuracy();
  }

  /// [Metrics#categoricalAccuracy()].
  public static CategoricalAccuracy categoricalAccuracy() {
    return Metrics.categoricalAccuracy();
  }

  /// [Metrics#binaryAccuracy()].
  public static BinaryAccuracy binaryAccuracy() {
    return Metrics.binaryAccuracy();
  }

  /// [Metrics#binaryAccuracy(double)].
  public static BinaryAccuracy binaryAccuracy(double threshold) {
    return Metrics.binaryAccuracy(threshold);
  }

  /// [Metrics#topK(int)].
  public static TopK topK(int k) {
    return Metrics.topK(k);
  }

  /// [Metrics#sparseTopK(int)].
  public static TopK sparseTopK(int k) {
    return Metrics.sparseTopK(k);
  }

  /// [Metrics#precision()].
  public static Precision precision() {
    return Metrics.precision();
  }

  /// [Metrics#recall()].
  public static Recall recall() {
    return Metrics.recall();
  }

  /// [Metrics#f1()].
  public static F1 f1() {
    return Metrics.f1();
  }

  /// [Metrics#confusionMatrix()].
  public static ConfusionMatrix confusionMatrix() {
    return Metrics.confusionMatrix();
  }

  /// [Metrics#auc()].
  public static Auc auc() {
    return Metrics.auc();
  }

  /// [Metrics#meanIou()].
  public static MeanIou meanIou() {
    return Metrics.meanIou();
  }

  /// [Metrics#mse()].
  public static MeanError mse() {
    return Metrics.mse();
  }

  /// [Metrics#mae()].
  public static MeanError mae() {
    return Metrics.mae();
  }

  // ---- Optimizers ------------------------------------------------------------------------------

  /// [Optimizers#sgd(double)].
  public static Sgd sgd(double learningRate) {
    return Optimizers.sgd(learningRate);
  }

  /// [Optimizers#sgd(Schedule)].
  public static Sgd sgd(Schedule learningRate) {
    return Optimizers.sgd(learningRate);
  }

  /// [Optimizers#rmsprop(double)].
  public static RmsProp rmsprop(double learningRate) {
    return Optimizers.rmsprop(learningRate);
  }

  /// [Optimizers#rmsprop(Schedule)].
  public static RmsProp rmsprop(Schedule learningRate) {
    return Optimizers.rmsprop(learningRate);
  }

  /// [Optimizers#adam(double)].
  public static Adam adam(double learningRate) {
    return Optimizers.adam(learningRate);
  }

  /// [Optimizers#adam(Schedule)].
  public static Adam adam(Schedule learningRate) {
    return Optimizers.adam(learningRate);
  }

  /// [Optimizers#adamW(double)].
  public static Adam adamW(double learningRate) {
    return Optimizers.adamW(learningRate);
  }

  /// [Optimizers#adamW(Schedule)].
  public static Adam adamW(Schedule learningRate) {
    return Optimizers.adamW(learningRate);
  }

  /// [Optimizers#adamax(double)].
  public static Adamax adamax(double learningRate) {
    return Optimizers.adamax(learningRate);
  }

  /// [Optimizers#adamax(Schedule)].
  public static Adamax adamax(Schedule learningRate) {
    return Optimizers.adamax(learningRate);
  }

  /// [Optimizers#nadam(double)].
  public static Nadam nadam(double learningRate) {
    return Optimizers.nadam(learningRate);
  }

  /// [Optimizers#nadam(Schedule)].
  public static Nadam nadam(Schedule learningRate) {
    return Optimizers.nadam(learningRate);
  }

  /// [Optimizers#adagrad(double)].
  public static Adagrad adagrad(double learningRate) {
    return Optimizers.adagrad(learningRate);
  }

  /// [Optimizers#adagrad(Schedule)].
  public static Adagrad adagrad(Schedule learningRate) {
    return Optimizers.adagrad(learningRate);
  }

  /// [Optimizers#adadelta(double)].
  public static Adadelta adadelta(double learningRate) {
    return Optimizers.adadelta(learningRate);
  }

  /// [Optimizers#adadelta(Schedule)].
  public static Adadelta adadelta(Schedule learningRate) {
    return Optimizers.adadelta(learningRate);
  }
}
