// SPDX-License-Identifier: Apache-2.0
package io.fovea.app;

import io.fovea.augment.Preprocessing;
import io.fovea.data.Dataset;
import io.fovea.data.InputSpec;
import io.fovea.error.Args;
import io.fovea.tensor.Shape;
import java.nio.file.Path;
import java.util.Optional;

/// What a run does.
///
/// @param model what it starts from: a network of the zoo, or the path of a model file
/// @param weights what a network of the zoo starts from: `imagenet` or a file; random values if empty
/// @param size width and height of pictures, if not the network's own
/// @param preprocessing of pictures, if not the one that belongs to the network
/// @param shares how a heap of pictures is divided
/// @param limit how many examples of each part to use, if not all
/// @param strict whether a broken picture is an error
/// @param copies of each picture, each varied in its own way, whose features are computed once for
///     a frozen base; 0 for computing them in each step
/// @param workers threads that prepare pictures ahead of the step; empty for as many as suit the data
/// @param engine its name, or empty for the best one
/// @param runs where the folder is made
record Settings(
    String model,
    Optional<String> weights,
    DataSource data,
    Optional<Integer> size,
    Optional<Preprocessing> preprocessing,
    Shares shares,
    Optional<Integer> limit,
    boolean strict,
    RecipeSettings recipe,
    int copies,
    long seed,
    Optional<Integer> workers,
    String engine,
    Path runs) {
  private static final int MOST_SIDE = 1 << 14;
  private static final int MOST_COPIES = 10_000;

  /// Checks the numbers.
  Settings {
    size.ifPresent(side -> Args.within("size", side, 1, MOST_SIDE));
    limit.ifPresent(count -> Args.positive("limit", count));
    Args.within("feature copies", copies, 0, MOST_COPIES);
    workers.ifPresent(count -> Args.within("workers", count, 0, Dataset.MOST_THREADS));
  }

  /// What it starts from.
  Start start() {
    return new Start(model);
  }

  /// Whether something goes on from what it knows already, or stays as it is.
  boolean transfers() {
    return weights.isPresent()
        || start().isFile()
        || recipe.phases().stream().anyMatch(PhaseSettings::frozen);
  }

  /// Whether a phase learns from features that were computed before it.
  boolean cached(PhaseSettings phase) {
    return phase.frozen() && copies > 0;
  }

  /// What pictures go through: what was said, or what belongs to the network.
  Preprocessing prepared() {
    return preprocessing.orElseGet(() -> Weights.preprocessing(model, weights));
  }

  /// What the network wants of data.
  Wanted wanted() {
    var own = start().picture();
    var picture = size.map(side -> Shape.of(side, side, own.channels())).orElse(own);
    return new Wanted(
        InputSpec.of(picture).preprocessing(prepared()),
        recipe.augmentation(),
        Optional.of(new Wanted.Division(shares, seed, Optional.empty())),
        recipe.validation(),
        limit,
        strict);
  }
}
