/// Fovea's own files. [io.fovea.formats.record.FoveaFormat] holds everything Fovea knows about a
/// model, [io.fovea.formats.record.Pipelines] augmentations.
///
/// ```
/// network.fovea (zip) = model.json   layers and how they are connected, as records by name
///                     + weights.f32  parameters and state
///                     + slots.f32    what the optimizer remembers
/// ```
@NullMarked
package io.fovea.formats.record;

import org.jspecify.annotations.NullMarked;
