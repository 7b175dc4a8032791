package io.fovea.app;

import io.fovea.data.Dataset;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// A fingerprint of the examples and labels of a data set, as evaluation reads them.
final class DataHash {
  private static final int BATCH = 256;

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

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256: expected in every Java, got none.", e);
    }
  }
}
