/// Data: where examples come from and how they reach training.
///
/// ```
/// Source -> Dataset (take, split, shuffle, cache, map, augment) -> openBatches -> Batches
/// ```
///
/// [io.fovea.data.Dataset] is an immutable description; [io.fovea.data.Batches] is one pass over
/// it, filled by worker threads into buffers that are used again and again;
/// [io.fovea.data.Datasets] has the well-known data sets, and reads folders of pictures
/// ([io.fovea.data.PictureFiles]). What an example becomes depends on
/// (seed, epoch, example number) alone, so neither the number of workers nor a resumed run changes
/// a value.
@NullMarked
package io.fovea.data;

import org.jspecify.annotations.NullMarked;
