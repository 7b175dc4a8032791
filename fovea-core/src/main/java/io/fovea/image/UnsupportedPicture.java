// SPDX-License-Identifier: Apache-2.0
package io.fovea.image;

import javax.imageio.IIOException;

/// A file that may be whole, but holds what no picture of ours can show.
final class UnsupportedPicture extends IIOException {
  private static final long serialVersionUID = 1;

  private final String expected;
  private final String got;

  UnsupportedPicture(String expected, String got) {
    super(got);
    this.expected = expected;
    this.got = got;
  }

  String expected() {
    return expected;
  }

  String got() {
    return got;
  }
}
