// SPDX-License-Identifier: Apache-2.0
package io.fovea.augment;

import io.fovea.image.Image;
import io.fovea.image.Part;
import io.fovea.image.Pixels;
import io.fovea.tensor.Rng;

/// A change that shows a part of a picture in another size. Of a picture in a file, no more than this
/// part has to be decoded, and it is cut before anything is resized.
public interface Cut {
  /// The part of a picture that is shown.
  ///
  /// @param columns of the picture
  /// @param rows of the picture
  /// @param rng the random numbers of this picture
  Part part(int columns, int rows, Rng rng);

  /// Brings the part that was read to the size of the result.
  ///
  /// @param part of any size, see [#part]
  /// @param target of the result's height and width, with the channels of the part; gets values 0..1
  void resize(Image part, Pixels target);
}
