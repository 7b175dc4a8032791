/// Model files. [io.fovea.formats.FoveaFormat] holds everything Fovea knows about a model.
/// [io.fovea.formats.KerasFormat], [io.fovea.formats.KerasWeightsFormat] and
/// [io.fovea.formats.KerasH5Format] are Keras' files, `KerasLayers` knows which layers are the same.
/// [io.fovea.formats.Safetensors] holds named tensors, [io.fovea.formats.TorchWeights] those of PyTorch.
///
/// ```
/// network.fovea (zip) = model.json   layers and how they are connected, as records by name
///                     + weights.f32  parameters and state
///                     + slots.f32    what the optimizer remembers
/// ```
///
/// A file is untrusted: everything is checked before memory is taken, nothing is loaded by half, and
/// only classes that are known by name are made.
@NullMarked
package io.fovea.formats;

import org.jspecify.annotations.NullMarked;
