// SPDX-License-Identifier: Apache-2.0
package io.fovea.data;

import io.fovea.error.DataException;
import io.fovea.error.Reason;
import io.fovea.file.WholeFile;
import io.fovea.image.Pixels;
import io.fovea.tensor.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/// Inputs that are kept in a mapped file once they were read and changed.
///
/// The file is a header of 64 bytes and one record per example: its values as little-endian floats
/// and their checksum, which is 0 while the record is empty. A record that was half written when
/// the machine stopped is read again. Safe for any number of threads; processes may share it.
final class DiskCache implements Inputs {
  private static final int HEADER = 64;
  private static final long MAGIC = 0x31454843_56465646L;
  private static final long MAX_MAP = 1 << 30;

  private final Inputs inputs;
  private final List<Stage> stages;
  private final Shape exampleShape;
  private final int elements;
  private final long recordBytes;
  private final int recordsPerMap;
  private final MappedByteBuffer[] maps;

  /// @param labels what tells these examples from others of the same shape, with their identity
  DiskCache(Path file, Inputs inputs, List<Stage> stages, Shape exampleShape, LabelColumn labels) {
    this.inputs = inputs;
    this.stages = stages;
    this.exampleShape = exampleShape;
    this.elements = Math.toIntExact(exampleShape.elements());
    this.recordBytes = 4L * elements + 4;
    this.recordsPerMap = (int) Math.max(1, MAX_MAP / recordBytes);
    this.maps = new MappedByteBuffer[Math.ceilDiv(inputs.size(), recordsPerMap)];
    try {
      WholeFile.require(file);
      map(file, fingerprint(labels.source()));
    } catch (IOException e) {
      throw new DataException(
          file.toString(),
          "a cache file that can be written",
          Reason.of(e),
          "choose a folder that exists and is writable.",
          e);
    }
  }

  private void map(Path file, long fingerprint) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      prepareAlone(file, channel, fingerprint);
      for (int i = 0; i < maps.length; i++) {
        int first = i * recordsPerMap;
        long bytes = Math.min(recordsPerMap, size() - first) * recordBytes;
        maps[i] = channel.map(FileChannel.MapMode.READ_WRITE, HEADER + first * recordBytes, bytes);
        maps[i].order(ByteOrder.LITTLE_ENDIAN);
      }
    }
  }

  /// Others who come at the same time must not see half a header.
  private void prepareAlone(Path file, FileChannel channel, long fingerprint) throws IOException {
    synchronized (DiskCache.class) { // locks on files are for processes
      try (FileLock _ = channel.lock()) {
        prepare(file, channel, fingerprint);
      }
    }
  }

  /// Makes the file, or checks that it was made for these examples.
  private void prepare(Path file, FileChannel channel, long fingerprint) throws IOException {
    long length = HEADER + inputs.size() * recordBytes;
    ByteBuffer header = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
    header.putLong(0, MAGIC).putLong(8, length).putLong(16, fingerprint);
    if (channel.size() > 0) {
      ByteBuffer found = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
      channel.read(found, 0);
      if (!found.rewind().equals(header.rewind()) || channel.size() != length) {
        throw new DataException(
            file.toString(),
            "a cache of these " + inputs.size() + " examples " + exampleShape,
            found.getLong(0) == MAGIC ? "a cache of others" : "another file",
            "delete it, or choose another file.");
      }
      return;
    }
    long room = Files.getFileStore(file).getUsableSpace();
    if (room < length) {
      Files.delete(file);
      throw new DataException(
          file.toString(),
          "room for a cache of " + (length >> 20) + " MiB",
          (room >> 20) + " MiB",
          "make room, or choose another disk.");
    }
    channel.write(ByteBuffer.wrap(new byte[1]), length - 1);
    channel.write(header.rewind(), 0);
  }

  /// What tells this cache from those of other examples: labels, steps, and where inputs come from.
  private long fingerprint(Source labels) throws IOException {
    var crc = new CRC32C();
    ByteBuffer number = ByteBuffer.allocate(4);
    for (int i = 0; i < labels.size(); i++) {
      crc.update(number.putFloat(0, labels.label(i)).array());
    }
    String text = exampleShape.toString() + stages + labels.classNames() + inputs.identity();
    crc.update(text.getBytes(StandardCharsets.UTF_8));
    return crc.getValue();
  }

  @Override
  public int size() {
    return inputs.size();
  }

  @Override
  public Shape exampleShape() {
    return exampleShape;
  }

  @Override
  public Optional<InputSpec> inputSpec() {
    return Stage.inputSpec(inputs, stages);
  }

  @Override
  public String identity() throws IOException {
    return inputs.identity() + stages;
  }

  @Override
  public void read(int example, float[] target, int at) {
    MappedByteBuffer map = maps[example / recordsPerMap];
    int from = (int) (example % recordsPerMap * recordBytes);
    int sum = map.getInt(from);
    ByteBuffer values = map.slice(from + 4, elements * 4).order(ByteOrder.LITTLE_ENDIAN);
    if (sum != 0 && sum == checksum(values)) {
      values.asFloatBuffer().get(target, at, elements);
      return;
    }
    ExampleReader.forCache(inputs, stages).read(example, Pixels.of(exampleShape, target, at));
    values.asFloatBuffer().put(target, at, elements);
    map.putInt(from, checksum(values));
  }

  /// Never 0.
  private static int checksum(ByteBuffer values) {
    var crc = new CRC32C();
    crc.update(values.duplicate());
    return (int) crc.getValue() | 1;
  }
}
