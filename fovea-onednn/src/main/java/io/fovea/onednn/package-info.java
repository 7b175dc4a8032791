/// The fast engine: oneDNN primitives over one arena.
///
/// ```
/// Graph --Lowering--> Draft (kernels over slots) --ArenaPlanner--> offsets --bind--> OneDnnPlan
/// ```
///
/// [io.fovea.onednn.Lowering] turns each step into kernels, one exhaustive switch; the `Lower...`
/// classes hold its arms by subject. Every value lies row-major in its logical shape (so pictures are
/// NHWC), except convolution filters and their gradients, which may lie in the layout that the
/// primitive asked for ([io.fovea.onednn.Place]). Steps that depend on variables alone (folded batch
/// normalization, packed weights) are prepared once and again only when a variable changed.
@NullMarked
package io.fovea.onednn;

import org.jspecify.annotations.NullMarked;
