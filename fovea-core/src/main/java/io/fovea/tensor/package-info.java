/// Immutable values a user holds: [io.fovea.tensor.Shape], [io.fovea.tensor.Tensor] (dense,
/// row-major, float32; pictures as `[N, H, W, C]`) and the counter-based random numbers
/// [io.fovea.tensor.Rng] that everything random in Fovea is drawn from.
@NullMarked
package io.fovea.tensor;

import org.jspecify.annotations.NullMarked;
