// SPDX-License-Identifier: Apache-2.0
package io.fovea.augment.keras;

/// How the numbers of an [ImageDataGenerator] act on rows and columns; Keras' releases differ.
public enum KerasAxes {
  /// As Keras documents it: height shifts move rows, width shifts columns, all about the centre.
  DOCUMENTED,
  /// As Keras 2.9 and later, Keras 3 included, compute it: height shifts move columns and width
  /// shifts rows, and the centre of pictures that are not square is misplaced.
  KERAS_3,
  /// As Keras up to 2.8 computes it: documented axes about a centre half a pixel off, brightness
  /// of pictures stretched to 0..255, ZCA from the covariance.
  KERAS_2_8
}
