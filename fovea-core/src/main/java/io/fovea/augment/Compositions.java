// SPDX-License-Identifier: Apache-2.0
package io.fovea.augment;

import io.fovea.error.Args;
import io.fovea.error.ShapeException;
import io.fovea.image.Pixels;
import io.fovea.tensor.Rng;
import io.fovea.tensor.Shape;
import java.util.List;
import java.util.stream.Stream;

/// Augmentations made of other ones.
///
/// Each part gets random numbers of its own, keyed by its place.
public sealed interface Compositions extends Augmentation {
  /// All changes, one after the other.
  ///
  /// @param changes none leaves the picture as it is
  record Sequence(List<Augmentation> changes) implements Compositions {
    /// Copies the list.
    public Sequence {
      changes = List.copyOf(changes);
    }

    @Override
    public List<Augmentation> parts() {
      return changes;
    }

    @Override
    public Shape outputShape(Shape input) {
      Shape shape = input;
      for (Augmentation change : changes) {
        shape = change.outputShape(shape);
      }
      return shape;
    }

    @Override
    public void apply(Pixels source, Pixels target, Rng rng) {
      if (changes.isEmpty()) {
        target.copyFrom(source);
      }
      // results of the final shape go in turns to the target and to one other picture
      Pixels from = source;
      Pixels spare = target;
      for (int i = 0; i < changes.size(); i++) {
        Shape shape = changes.get(i).outputShape(from.shape());
        boolean intoTarget = (changes.size() - 1 - i) % 2 == 0;
        Pixels to = target;
        if (!shape.equals(target.shape())) {
          to = Pixels.allocate(shape);
        } else if (!intoTarget) {
          spare = spare == target ? Pixels.allocate(shape) : spare;
          to = spare;
        }
        changes.get(i).apply(from, to, rng.at(i));
        from = to;
      }
    }

    @Override
    public Sample apply(Sample sample, Rng rng) {
      Sample changed = sample;
      for (int i = 0; i < changes.size(); i++) {
        changed = changes.get(i).apply(changed, rng.at(i));
      }
      return changed;
    }
  }

  /// A change for some of the pictures, the others stay as they are.
  ///
  /// @param probability of the change, 0..1
  /// @param change keeps the shape
  record Sometimes(double probability, Augmentation change) implements Drawn {
    /// Checks the probability.
    public Sometimes {
      Args.fraction("Sometimes.probability", probability);
    }

    @Override
    public Shape outputShape(Shape input) {
      return kept("Sometimes", input, List.of(change));
    }

    @Override
    public Augmentation drawn(Rng rng) {
      return rng.uniform(0) < probability ? change : UNCHANGED;
    }
  }

  /// One of several changes, all equally likely.
  ///
  /// @param changes at least one; all give the same shape
  record OneOf(List<Augmentation> changes) implements Drawn {
    /// Copies the list.
    public OneOf {
      changes = List.copyOf(changes);
      Args.positive("OneOf.changes", changes.size());
    }

    @Override
    public Shape outputShape(Shape input) {
      Shape shape = changes.getFirst().outputShape(input);
      for (Augmentation change : changes) {
        Shape other = change.outputShape(input);
        if (!other.equals(shape)) {
          throw new ShapeException(
              "OneOf",
              "changes that give the same shape",
              shape + " and " + other,
              "resize within the changes, or before them.");
        }
      }
      return shape;
    }

    @Override
    public Augmentation drawn(Rng rng) {
      return changes.get(rng.below(0, changes.size()));
    }
  }

  /// A number of different changes, in random order.
  ///
  /// @param min fewest
  /// @param max most, at most as many as there are
  /// @param changes keep the shape
  record SomeOf(int min, int max, List<Augmentation> changes) implements Drawn {
    /// Checks the numbers.
    public SomeOf {
      changes = List.copyOf(changes);
      Args.check(
          0 <= min && min <= max && max <= changes.size(),
          "SomeOf",
          "numbers with 0 <= min <= max <= " + changes.size(),
          min + ", " + max,
          "choose at most as many changes as there are.");
    }

    @Override
    public Shape outputShape(Shape input) {
      return kept("SomeOf", input, changes);
    }

    @Override
    public Augmentation drawn(Rng rng) {
      int count = min + rng.below(0, max - min + 1);
      int[] order = rng.at("order").permutation(changes.size());
      return new Sequence(
          Stream.iterate(0, i -> i + 1).limit(count).map(i -> changes.get(order[i])).toList());
    }
  }

  /// The same draw for every picture: what a recorded key did is done again.
  ///
  /// ```java
  /// Rng key = ...;                          // of the picture that looked odd
  /// new Replay(key.key(), pipeline)         // does the same to any picture
  /// ```
  ///
  /// @param key of the recorded random numbers
  /// @param change what was applied with them
  record Replay(long key, Augmentation change) implements Compositions {
    @Override
    public Shape outputShape(Shape input) {
      return change.outputShape(input);
    }

    @Override
    public void apply(Pixels source, Pixels target, Rng rng) {
      change.apply(source, target, new Rng(key));
    }

    @Override
    public Sample apply(Sample sample, Rng rng) {
      return change.apply(sample, new Rng(key));
    }
  }

  /// The mean of several chains of changes, mixed with the picture itself (Hendrycks et al. 2020,
  /// "AugMix"). Masks, boxes and key points stay as they are: the picture shines through.
  ///
  /// @param chains how many; 3 in the paper
  /// @param depth most changes per chain; 3 in the paper
  /// @param magnitude strength of the changes, 0..10; 3 in the paper
  record AugMix(int chains, int depth, double magnitude) implements Compositions {
    /// Checks the numbers.
    public AugMix {
      Args.positive("AugMix.chains", chains);
      Args.positive("AugMix.depth", depth);
      Args.check(
          magnitude >= 0 && magnitude <= 10,
          "AugMix.magnitude",
          "a number from 0 to 10",
          magnitude,
          "pass e.g. 3.");
    }

    @Override
    public Shape outputShape(Shape input) {
      return Spatial.picture("AugMix", input);
    }

    @Override
    public void apply(Pixels source, Pixels target, Rng rng) {
      Pixels changed = Pixels.allocate(source.shape());
      Rng shares = rng.at("shares");
      // exponential numbers over their sum: Dirichlet(1, ..., 1)
      double sum = 0;
      for (int i = 0; i < chains; i++) {
        sum -= Math.log(1 - shares.uniform(i));
      }
      float kept = (float) rng.uniform(0);
      for (int i = 0; i < source.elements(); i++) {
        target.values()[target.offset() + i] = kept * source.values()[source.offset() + i];
      }
      for (int i = 0; i < chains; i++) {
        int changes = 1 + shares.at("depth").below(i, depth);
        Rng chain = rng.at(i);
        new Policies.RandAugment(changes, magnitude).apply(source, changed, chain);
        float share = (float) ((1 - kept) * -Math.log(1 - shares.uniform(i)) / sum);
        for (int k = 0; k < source.elements(); k++) {
          target.values()[target.offset() + k] += share * changed.values()[k];
        }
      }
    }
  }

  /// Compositions that choose first and then do what they chose.
  sealed interface Drawn extends Compositions permits Sometimes, OneOf, SomeOf, Policies {
    /// What is done to one picture.
    Augmentation drawn(Rng rng);

    @Override
    default void apply(Pixels source, Pixels target, Rng rng) {
      drawn(rng).apply(source, target, rng.at("drawn"));
    }

    @Override
    default Sample apply(Sample sample, Rng rng) {
      return drawn(rng).apply(sample, rng.at("drawn"));
    }
  }

  /// Leaves pictures as they are.
  Augmentation UNCHANGED = new Sequence(List.of());

  /// The shape, if all changes keep it.
  private static Shape kept(String where, Shape input, List<Augmentation> changes) {
    for (Augmentation change : changes) {
      Shape shape = change.outputShape(input);
      if (!shape.equals(input)) {
        throw new ShapeException(
            where,
            "changes that keep the shape " + input,
            shape.toString(),
            "put it into a sequence of its own, where it always happens.");
      }
    }
    return input;
  }
}
