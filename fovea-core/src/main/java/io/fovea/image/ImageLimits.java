// SPDX-License-Identifier: Apache-2.0
package io.fovea.image;

import com.google.errorprone.annotations.CheckReturnValue;
import io.fovea.error.Args;

/// What a picture file may cost; checked from its header, before memory is taken for the picture.
///
/// Besides these, a picture is refused that would need more than half of the Java heap.
///
/// ```java
/// Image photo = Images.read(upload, ImageLimits.DEFAULT.pixels(20_000_000));
/// ```
///
/// @param bytes largest file
/// @param pixels most pixels, width times height
@CheckReturnValue
public record ImageLimits(long bytes, long pixels) {
  /// 512 MiB and 100 million pixels.
  public static final ImageLimits DEFAULT = new ImageLimits(512L << 20, 100_000_000);

  /// Checks that both are positive.
  public ImageLimits {
    Args.check(
        bytes >= 1 && bytes <= Integer.MAX_VALUE,
        "ImageLimits.bytes",
        "a number from 1 to " + Integer.MAX_VALUE,
        bytes,
        "pass e.g. 50_000_000.");
    Args.check(
        pixels >= 1,
        "ImageLimits.pixels",
        "a whole number of at least 1",
        pixels,
        "pass 1 or more.");
  }

  /// The largest file, in bytes.
  public ImageLimits bytes(long bytes) {
    return new ImageLimits(bytes, pixels);
  }

  /// Most pixels, width times height.
  public ImageLimits pixels(long pixels) {
    return new ImageLimits(bytes, pixels);
  }
}
