// SPDX-License-Identifier: Apache-2.0
package io.fovea.augment;

/// Affine changes: the picture as a rigid or stretched sheet.
///
/// All act about the centre of the picture and keep its size. Input and output `[H, W, C]`.
public sealed interface Moves extends Spatial
    permits FlipHorizontal,
        FlipVertical,
        QuarterTurns,
        Symmetries,
        Transpose,
        Shift,
        Rotate,
        Shear,
        Zoom {}
