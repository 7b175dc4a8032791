/// ONNX files, for other programs to run; [io.fovea.formats.onnx.OnnxFormat] writes them.
///
/// ```
/// inference graph, [N, H, W, C] -> Translation -> OnnxGraph, channels first inside -> ProtoMessage
/// ```
@NullMarked
package io.fovea.formats.onnx;

import org.jspecify.annotations.NullMarked;
