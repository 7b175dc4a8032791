// SPDX-License-Identifier: Apache-2.0
package io.fovea.image;

/// The area that frames of an animation are laid on.
final class Canvas {
  private Canvas() {}

  /// A frame at its place; what it does not cover is transparent.
  ///
  /// @param width of the canvas, that holds the frame
  /// @param height of the canvas, that holds the frame
  static Image with(Image frame, int left, int top, int width, int height) {
    if (frame.width() == width && frame.height() == height) {
      return frame;
    }
    byte[] samples = new byte[Math.multiplyExact(Math.multiplyExact(width, height), 4)];
    for (int y = 0; y < frame.height(); y++) {
      for (int x = 0; x < frame.width(); x++) {
        int at = ((top + y) * width + left + x) * 4;
        for (int c = 0; c < 3; c++) {
          samples[at + c] = (byte) frame.at(x, y, frame.channels() == 1 ? 0 : c);
        }
        samples[at + 3] = frame.channels() == 4 ? (byte) frame.at(x, y, 3) : (byte) 0xFF;
      }
    }
    return Image.ofOwned(width, height, 4, samples);
  }
}
