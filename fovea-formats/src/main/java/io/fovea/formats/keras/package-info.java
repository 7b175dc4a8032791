/// Keras' files: [io.fovea.formats.keras.KerasFormat], [io.fovea.formats.keras.KerasWeightsFormat] and
/// [io.fovea.formats.keras.KerasH5Format]. `KerasLayers` knows which layers are the same.
@NullMarked
package io.fovea.formats.keras;

import org.jspecify.annotations.NullMarked;
