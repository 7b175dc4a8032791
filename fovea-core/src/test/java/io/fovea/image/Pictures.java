// SPDX-License-Identifier: Apache-2.0
package io.fovea.image;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.ImageIO;

/// Picture files for tests.
public final class Pictures {
  private Pictures() {}

  /// The bytes of a file of this format, as ImageIO writes it.
  public static byte[] file(Image image, String format) throws IOException {
    var out = new ByteArrayOutputStream();
    if (!ImageIO.write(Samples.toBuffered(image), format, out)) {
      throw new IOException("ImageIO does not write " + format + " of " + image);
    }
    return out.toByteArray();
  }
}
