package io.fovea.app;

import com.google.errorprone.annotations.CheckReturnValue;
import io.fovea.augment.RandomAffine;
import io.fovea.optim.Optimizer;
import io.fovea.optim.Optimizers;
import io.fovea.optim.Schedules;
import java.util.Optional;

/// How a network is trained unless the user says otherwise.
///
/// The optimizer is AdamW with a weight decay of 0.01; its learning rate rises along a straight line, then falls to zero along
/// half a cosine wave.
///
/// @param epochs passes over the training data
/// @param batch examples per step
/// @param learningRate the highest one
/// @param warmup share of all steps in which the learning rate rises, from 0 to below 1
/// @param validation share of the training data that is held back to choose the best epoch, from 0
///     to below 1; with 0 the last epoch is the best one
/// @param augmentation how training pictures are varied
@CheckReturnValue
record Recipe(
    int epochs,
    int batch,
    double learningRate,
    double warmup,
    double validation,
    Optional<RandomAffine> augmentation) {
  private static final double WEIGHT_DECAY = 0.01;

  /// LeNet-5 on digits: small shifts, turns and changes of size, as in handwriting.
  static final Recipe LENET =
      new Recipe(
          40,
          32,
          3e-3,
          0.05,
          0.05,
          Optional.of(
              RandomAffine.IDENTITY
                  .maxShift(0.1)
                  .maxTurnDegrees(12)
                  .maxShear(0.15)
                  .scale(0.85, 1.15)));

  /// Any other network: nothing is assumed about what pictures show.
  static final Recipe PLAIN = new Recipe(10, 32, 1e-3, 0, 0.1, Optional.empty());

  /// The recipe for a network of the zoo on a data set.
  static Recipe of(String model, DataChoice data) {
    return model.startsWith("lenet5") && data.isDigits() ? LENET : PLAIN;
  }

  Recipe epochs(int epochs) {
    return new Recipe(epochs, batch, learningRate, warmup, validation, augmentation);
  }

  Recipe batch(int batch) {
    return new Recipe(epochs, batch, learningRate, warmup, validation, augmentation);
  }

  Recipe learningRate(double learningRate) {
    return new Recipe(epochs, batch, learningRate, warmup, validation, augmentation);
  }

  Recipe validation(double validation) {
    return new Recipe(epochs, batch, learningRate, warmup, validation, augmentation);
  }

  Recipe plainPictures() {
    return new Recipe(epochs, batch, learningRate, warmup, validation, Optional.empty());
  }

  /// The optimizer for a training run of so many examples.
  Optimizer optimizer(int examples) {
    long steps = (long) epochs * Math.ceilDiv(examples, batch);
    long rise = Math.round(steps * warmup);
    long fall = Math.max(1, steps - rise);
    return Optimizers.adamW(
            rise == 0
                ? Schedules.cosineDecay(learningRate, fall)
                : Schedules.cosineDecay(0, fall).warmup(learningRate, rise))
        .weightDecay(WEIGHT_DECAY);
  }
}
