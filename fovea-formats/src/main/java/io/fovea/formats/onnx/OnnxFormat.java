// SPDX-License-Identifier: Apache-2.0
package io.fovea.formats.onnx;

import com.google.errorprone.annotations.CheckReturnValue;
import io.fovea.error.FormatException;
import io.fovea.error.Reason;
import io.fovea.file.WholeFile;
import io.fovea.graph.Graph;
import io.fovea.graph.Passes;
import io.fovea.train.Model;
import io.fovea.train.ModelFormat;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// ONNX files (operator set 17): inference only, written and not read.
///
/// ```java
/// model.save(Path.of("model.onnx"));
/// new OnnxFormat().nchwInput().save(model, Path.of("model-nchw.onnx"));
/// ```
///
/// The number of examples stays open. Pictures are fed as `[N, H, W, C]`, as everywhere in Fovea,
/// unless [#nchwInput] says otherwise; inside the file they lie channels first, as other programs
/// compute fastest. The input is called as in the model (`input`), the output `output`, nodes after
/// layers, weights after variables. What `Model.metadata()` holds is in the file too.
///
/// @param channelsFirst whether pictures are fed as `[N, C, H, W]`
@CheckReturnValue
public record OnnxFormat(boolean channelsFirst) implements ModelFormat {
  private static final String EXTENSION = ".onnx";
  private static final int IR_VERSION = 8;
  private static final int OPERATOR_SET = 17;

  /// Pictures are fed as `[N, H, W, C]`.
  public OnnxFormat() {
    this(false);
  }

  /// Pictures are fed as `[N, C, H, W]`.
  public OnnxFormat nchwInput() {
    return new OnnxFormat(true);
  }

  @Override
  public String extension() {
    return EXTENSION;
  }

  @Override
  public boolean isRead() {
    return false;
  }

  /// Writes what the model does when it predicts.
  ///
  /// @throws FormatException if a layer does what ONNX has no words for, if the file would be larger
  ///     than 2 GB, or if it cannot be written
  @Override
  public void save(Model model, Path file) {
    var graph = Passes.resolve(model.network().graph(), false);
    write(model.name(), graph, model.metadata(), file);
  }

  @Override
  public Model load(Path file) {
    throw new FormatException(
        file.toString(),
        "a model file that Fovea reads",
        "an ONNX file, which it only writes",
        "load the file that the model was saved in while training.");
  }

  /// Writes a graph.
  ///
  /// @param graph phases resolved
  void write(String name, Graph graph, Map<String, String> metadata, Path file) {
    var plain = Passes.share(Passes.dropBroadcasts(graph.withoutEffects().prune()));
    var order = channelsFirst ? Order.CHANNELS_FIRST : Order.CHANNELS_LAST;
    var message = message(Translation.of(plain, order).message(name), metadata);
    if (message.size() > Integer.MAX_VALUE) {
      throw new FormatException(
          file.toString(),
          "a model of at most 2 GB, all that an ONNX file holds",
          "one of " + message.size() + " bytes",
          "export a smaller model, or save this one in another format.");
    }
    try {
      WholeFile.make(
          file,
          part -> {
            try (var out = new BufferedOutputStream(Files.newOutputStream(part))) {
              message.write(out);
            }
          });
    } catch (IOException e) {
      throw new FormatException(
          file.toString(),
          "a file that can be written",
          Reason.of(e),
          "check that the folder exists and has room.");
    }
  }

  /// A `ModelProto`.
  private static ProtoMessage message(ProtoMessage graph, Map<String, String> metadata) {
    var operators = new ProtoMessage().text(1, "").number(2, OPERATOR_SET);
    var message =
        new ProtoMessage()
            .number(1, IR_VERSION)
            .text(2, "fovea")
            .content(7, graph)
            .content(8, operators);
    metadata.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(entry ->
            message.content(
                14, new ProtoMessage().text(1, entry.getKey()).text(2, entry.getValue())));
    return message;
  }
}
