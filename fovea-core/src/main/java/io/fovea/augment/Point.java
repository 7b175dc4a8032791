// SPDX-License-Identifier: Apache-2.0
package io.fovea.augment;

/// A position.
///
/// Of a [Warp] in pixel centres (the first pixel lies at 0, 0); of a [KeyPoint] in pixels from the
/// top left corner of the picture.
///
/// @param x columns to the right
/// @param y rows down
public record Point(double x, double y) {}
