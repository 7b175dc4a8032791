// SPDX-License-Identifier: Apache-2.0
package io.fovea.augment;

import io.fovea.error.Args;
import io.fovea.image.Pixels;
import io.fovea.tensor.Rng;
import java.util.List;

/// Changes that mix the pictures of a batch with each other, and their labels alike.
///
/// Examples are taken in pairs, the first with the last, the second with the last but one; as
/// training shuffles, that is as good as any. Each pair has random numbers of its own. An example
/// that would be its own partner stays as it is.
///
/// Labels are rows of one number per class. Where examples have weights `v` and `w`, and share `s`
/// of the first is kept, the result weighs `s v + (1 - s) w`, and its label is the mean of both
/// labels by these parts, so that a cross-entropy is exactly that of both examples in their shares.
///
/// ```java
/// var train = flowers.oneHot(5).shuffle().augmentBatches(oneOfMixing(mixUp(0.2), cutMix(1)));
/// ```
public sealed interface BatchMixing {
  /// Mixes the pictures, labels and weights of a batch in place.
  ///
  /// @param pictures of one shape; the first `count` are of this batch
  /// @param count number of examples
  /// @param labels row-major, `[count, classes]`
  /// @param classes numbers per label
  /// @param weights one per example
  /// @param rng the random numbers of this batch
  void apply(Pixels[] pictures, int count, float[] labels, int classes, float[] weights, Rng rng);

  /// This mixing for some of the batches only, chosen at random.
  ///
  /// @param probability 0..1
  default BatchMixing sometimes(double probability) {
    return new Sometimes(probability, this);
  }

  /// A weighted mean of two pictures (Zhang et al. 2018, "mixup").
  ///
  /// @param alpha of the distribution Beta(alpha, alpha) of the share, above 0; the paper uses 0.2
  ///     for ImageNet; 1 makes all shares equally likely, smaller ones prefer one of the two
  ///     pictures
  record MixUp(double alpha) implements Paired {
    /// Checks the number.
    public MixUp {
      Args.positive("MixUp.alpha", alpha);
    }

    @Override
    public double mix(Pixels a, Pixels b, Rng rng) {
      double share = Beta.symmetric(alpha, rng);
      float kept = (float) share;
      for (int i = 0; i < a.elements(); i++) {
        float first = a.values()[a.offset() + i];
        float second = b.values()[b.offset() + i];
        a.values()[a.offset() + i] = second + (first - second) * kept;
        b.values()[b.offset() + i] = first + (second - first) * kept;
      }
      return share;
    }
  }

  /// A rectangle of each picture is replaced by that of the other (Yun et al. 2019, "CutMix").
  ///
  /// @param alpha of the distribution Beta(alpha, alpha) of the share that is kept, above 0; 1 in
  ///     the paper
  record CutMix(double alpha) implements Paired {
    /// Checks the number.
    public CutMix {
      Args.positive("CutMix.alpha", alpha);
    }

    @Override
    public double mix(Pixels a, Pixels b, Rng rng) {
      double side = Math.sqrt(1 - Beta.symmetric(alpha, rng));
      // the centre lies anywhere in the picture, so the border may cut the rectangle
      int rows = (int) (a.height() * side);
      int columns = (int) (a.width() * side);
      int centerY = rng.at("row").below(0, a.height());
      int centerX = rng.at("column").below(0, a.width());
      int top = Math.max(centerY - rows / 2, 0);
      int bottom = Math.min(centerY - rows / 2 + rows, a.height());
      int left = Math.max(centerX - columns / 2, 0);
      int right = Math.min(centerX - columns / 2 + columns, a.width());
      int line = Math.max(right - left, 0) * a.channels();
      for (int y = top; y < bottom; y++) {
        swap(a.values(), a.index(y, left), b.values(), b.index(y, left), line);
      }
      double area = (double) Math.max(bottom - top, 0) * Math.max(right - left, 0);
      return 1 - area / ((double) a.height() * a.width());
    }

    private static void swap(float[] a, int from, float[] b, int at, int length) {
      for (int i = 0; i < length; i++) {
        float kept = a[from + i];
        a[from + i] = b[at + i];
        b[at + i] = kept;
      }
    }
  }

  /// One of several ways per batch, all equally likely.
  ///
  /// @param ways at least one
  record OneOf(List<BatchMixing> ways) implements BatchMixing {
    /// Copies the list.
    public OneOf {
      ways = List.copyOf(ways);
      Args.positive("BatchMixing.OneOf.ways", ways.size());
    }

    @Override
    public void apply(
        Pixels[] pictures, int count, float[] labels, int classes, float[] weights, Rng rng) {
      ways.get(rng.below(0, ways.size()))
          .apply(pictures, count, labels, classes, weights, rng.at("drawn"));
    }
  }

  /// A mixing for some of the batches.
  ///
  /// @param probability 0..1
  /// @param way what is done
  record Sometimes(double probability, BatchMixing way) implements BatchMixing {
    /// Checks the probability.
    public Sometimes {
      Args.fraction("BatchMixing.Sometimes.probability", probability);
    }

    @Override
    public void apply(
        Pixels[] pictures, int count, float[] labels, int classes, float[] weights, Rng rng) {
      if (rng.uniform(0) < probability) {
        way.apply(pictures, count, labels, classes, weights, rng.at("drawn"));
      }
    }
  }

  /// Mixing by pairs.
  sealed interface Paired extends BatchMixing {
    /// Mixes two pictures in place.
    ///
    /// @return the share of itself that each of them keeps, 0..1
    double mix(Pixels a, Pixels b, Rng rng);

    @Override
    default void apply(
        Pixels[] pictures, int count, float[] labels, int classes, float[] weights, Rng rng) {
      for (int i = 0; i < count / 2; i++) {
        int partner = count - 1 - i;
        double share = mix(pictures[i], pictures[partner], rng.at(i));
        mixLabels(labels, i * classes, partner * classes, classes, weights, i, partner, share);
      }
    }

    private static void mixLabels(
        float[] labels,
        int at,
        int other,
        int classes,
        float[] weights,
        int i,
        int k,
        double share) {
      double own = share * weights[i];
      double lent = (1 - share) * weights[k];
      double ownOfOther = share * weights[k];
      double lentOfOther = (1 - share) * weights[i];
      for (int c = 0; c < classes; c++) {
        double first = labels[at + c];
        double second = labels[other + c];
        labels[at + c] = (float) mean(own, first, lent, second);
        labels[other + c] = (float) mean(ownOfOther, second, lentOfOther, first);
      }
      weights[i] = (float) (own + lent);
      weights[k] = (float) (ownOfOther + lentOfOther);
    }

    /// Without any weight the label does not matter; it stays finite.
    private static double mean(double a, double first, double b, double second) {
      return a + b == 0 ? first : (a * first + b * second) / (a + b);
    }
  }
}
