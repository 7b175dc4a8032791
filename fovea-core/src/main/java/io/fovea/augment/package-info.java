/// Augmentation: one record per change, each a pure function of a picture and random numbers.
///
/// ```
/// example, (seed, epoch, example number) -> Augmentation.apply -> changed example
/// ```
@NullMarked
package io.fovea.augment;

import org.jspecify.annotations.NullMarked;
