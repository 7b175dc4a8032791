// SPDX-License-Identifier: Apache-2.0
package io.fovea.formats.onnx;

import java.io.IOException;
import java.io.OutputStream;

/// Bytes of known number, made when they are written.
interface Content {
  /// How many.
  long size();

  /// Writes them.
  void write(OutputStream out) throws IOException;
}
