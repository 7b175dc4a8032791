/// Keras' `ImageDataGenerator`: its options, its numbers and its batches, whose names it keeps.
///
/// ```
/// ImageDataGenerator -> flow, flowFromDirectory -> KerasFlow -> batches
/// ```
///
/// Nothing else needs it: [io.fovea.augment.Augmentations] and data sets do the same and more.
@NullMarked
package io.fovea.augment.keras;

import org.jspecify.annotations.NullMarked;
