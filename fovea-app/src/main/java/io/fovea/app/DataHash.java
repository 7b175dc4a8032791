// SPDX-License-Identifier: Apache-2.0
package io.fovea.app;

import io.fovea.data.Dataset;
import io.fovea.data.PictureFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/// A fingerprint of the examples and labels of a data set, as evaluation reads them.
final class DataHash {
  private static final int BATCH = 256;
  private static final int BLOCK = 1 << 16;

  private DataHash() {}

  /// SHA-256 over every example followed by its label, float32 in little-endian order, batch by
  /// batch; in hexadecimal digits.
  static String of(Dataset data) {
    var digest = sha256();
    int size = Math.toIntExact(data.exampleShape().elements());
    var bytes = ByteBuffer.allocate(BATCH * (size + 1) * 4).order(ByteOrder.LITTLE_ENDIAN);
    try (var batches = data.forEvaluation().openBatches(BATCH, 0, 0, 0, 0)) {
      while (batches.next()) {
        var floats = bytes.clear().asFloatBuffer();
        floats.put(batches.images(), 0, batches.count() * size);
        floats.put(batches.labels(), 0, batches.count());
        digest.update(bytes.limit(floats.position() * 4));
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /// SHA-256 over label, length and bytes of every file, one after the other; in hexadecimal
  /// digits.
  static String ofFiles(List<PictureFiles> parts) {
    var digest = sha256();
    for (var part : parts) {
      for (var labelled : part.files()) {
        add(labelled, digest);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /// SHA-256 of a text; in hexadecimal digits.
  static String ofText(String text) {
    return HexFormat.of().formatHex(sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static void add(PictureFiles.Labelled labelled, MessageDigest digest) {
    var head = ByteBuffer.allocate(Float.BYTES + Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    try (var channel = FileChannel.open(labelled.file())) {
      digest.update(head.putFloat(labelled.label()).putLong(channel.size()).flip());
      var block = ByteBuffer.allocate(BLOCK);
      while (channel.read(block.clear()) >= 0) {
        digest.update(block.flip());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256: expected in every Java, got none.", e);
    }
  }
}
