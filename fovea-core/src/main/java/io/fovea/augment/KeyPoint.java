package io.fovea.augment;

/// A marked position in a picture: an eye, a knee.
///
/// @param x pixels from the left border; the centre of the first pixel is 0.5
/// @param y pixels from the upper border
/// @param visible whether it lies within the picture
public record KeyPoint(double x, double y, boolean visible) {}
