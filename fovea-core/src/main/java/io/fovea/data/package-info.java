/// Data: where examples come from and how they reach training.
///
/// ```
/// Source -> Dataset (take, split, shuffle, cache, map, augment) -> openBatches -> Batches
/// ```
///
/// [io.fovea.data.Dataset] is an immutable description of three things: columns, which are the inputs
/// and labels of each example; a selection, which examples there are, in fixed order; and how they
/// are read. [io.fovea.data.Batches] is one pass over it, filled by worker threads into buffers that
/// are used again and again; [io.fovea.data.Datasets] has the well-known data sets, and reads folders
/// of pictures ([io.fovea.data.PictureFiles]).
///
/// **Which examples.** Steps that select (`take`, `skip`, `only`, `split`, `validationSplit`, ...) act
/// on the fixed order of the examples, wherever `shuffle` stands, so that parts never overlap.
/// Examples sorted by class need `mix` before they are cut. In errors, examples have their number in
/// the source, from 0. Shares of a split are relative to their sum, so its sizes sum to the whole. A
/// stratified split gives an example of a class with fewer than there are parts to the parts of the
/// largest shares.
///
/// **Several inputs and labels.** With `plusInputs` and `plusLabels` examples belong together by their
/// position in fixed order; both data sets have as many. Order, weights and batch size are those of
/// the left one, the right one's own `map` and `augment` steps act on its inputs. What is called on
/// the result later and changes pictures or labels acts on the first ones.
///
/// **Random numbers.** What an example becomes depends on (seed, epoch, example number) alone, so
/// neither the number of workers nor a resumed run changes a value. Those of `map` and `augment` are
/// keyed by (seed, "augment", epoch, example number, step), those of `augmentBatches` by (seed, epoch,
/// batch number). Whole batches are mixed after all `augment` steps. Evaluation leaves out `shuffle`,
/// `augment` and `augmentBatches`.
///
/// **Pictures in files** are decoded by the workers when they are needed. Where the first step is a
/// random resized crop, or a sequence that begins with one, it is cut from the picture in the file,
/// not from the resized one.
///
/// **Examples that cannot be read** are skipped if the data set is `lenient`, as those of files are.
/// The next readable example of the epoch takes the place of each, with weight 0, so that batches
/// keep their size and nothing depends on the number of workers; metrics that ignore weights see that
/// one twice. Each skipped example is logged once and listed by `skipped`. Mistakes in the steps of a
/// pipeline still stop whoever reads, and so do a hundred broken examples in a row. Data sets derived
/// from one share the list.
///
/// **Caches** keep what comes out of the `map` steps above them, for all data sets derived from
/// theirs, 4 bytes per value of the examples that were read; random numbers of these steps are drawn
/// once, whatever the seed and epoch. What lies in memory unchanged is not copied again.
@NullMarked
package io.fovea.data;

import org.jspecify.annotations.NullMarked;
