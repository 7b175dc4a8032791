package io.fovea.data;

import io.fovea.augment.Augmentation;
import io.fovea.tensor.Shape;

/// One change on an example's way from its source to the batch.
///
/// @param change what is done
/// @param shape shape of the example afterwards
/// @param trainingOnly whether evaluation leaves it out
record Stage(Augmentation change, Shape shape, boolean trainingOnly) {}
