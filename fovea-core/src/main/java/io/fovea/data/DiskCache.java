package io.fovea.data;

import io.fovea.error.DataException;
import io.fovea.image.Pixels;
import io.fovea.tensor.Rng;
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

/// A source that keeps each example in a mapped file once it was read and changed.
///
/// The file is a header of 64 bytes and one record per example: its values as little-endian floats
/// and their checksum, which is 0 while the record is empty. A record that was half written when
/// the machine stopped is read again. Safe for any number of threads; processes may share it.
final class DiskCache implements Source {
  private static final int HEADER = 64;
  private static final long MAGIC = 0x31454843_56465646L;
  private static final long MAX_MAP = 1 << 30;

  private final Source source;
  private final List<Stage> stages;
  private final Shape exampleShape;
  private final int elements;
  private final long recordBytes;
  private final int recordsPerMap;
  private final MappedByteBuffer[] maps;

  DiskCache(Path file, Source source, List<Stage> stages, Shape exampleShape) {
    this.source = source;
    this.stages = List.copyOf(stages);
    this.exampleShape = exampleShape;
    this.elements = Math.toIntExact(exampleShape.elements());
    this.recordBytes = 4L * elements + 4;
    this.recordsPerMap = (int) Math.max(1, MAX_MAP / recordBytes);
    this.maps = new MappedByteBuffer[Math.ceilDiv(source.size(), recordsPerMap)];
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      prepareAlone(file, channel);
      for (int i = 0; i < maps.length; i++) {
        int first = i * recordsPerMap;
        long bytes = Math.min(recordsPerMap, source.size() - first) * recordBytes;
        maps[i] = channel.map(FileChannel.MapMode.READ_WRITE, HEADER + first * recordBytes, bytes);
        maps[i].order(ByteOrder.LITTLE_ENDIAN);
      }
    } catch (IOException e) {
      var error =
          new DataException(
              file.toString(),
              "a cache file that can be written",
              e.getClass().getSimpleName() + ": " + e.getMessage(),
              "choose a folder that exists and is writable.");
      error.initCause(e);
      throw error;
    }
  }

  /// Others who come at the same time must not see half a header.
  private void prepareAlone(Path file, FileChannel channel) throws IOException {
    synchronized (DiskCache.class) { // locks on files are for processes
      try (FileLock _ = channel.lock()) {
        prepare(file, channel);
      }
    }
  }

  /// Makes the file, or checks that it was made for these examples.
  private void prepare(Path file, FileChannel channel) throws IOException {
    long length = HEADER + source.size() * recordBytes;
    ByteBuffer header = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
    header.putLong(0, MAGIC).putLong(8, length).putLong(16, fingerprint());
    if (channel.size() > 0) {
      ByteBuffer found = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
      channel.read(found, 0);
      if (!found.rewind().equals(header.rewind()) || channel.size() != length) {
        throw new DataException(
            file.toString(),
            "a cache of these " + source.size() + " examples " + exampleShape,
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

  /// What tells this cache from those of other examples: labels, steps, and the files.
  private long fingerprint() throws IOException {
    var text = new StringBuilder();
    text.append(exampleShape).append(stages).append(source.classNames());
    var crc = new CRC32C();
    ByteBuffer number = ByteBuffer.allocate(4);
    for (int i = 0; i < source.size(); i++) {
      crc.update(number.putFloat(0, source.label(i)).array());
    }
    Source below = source instanceof OneHot(Source plain, _) ? plain : source;
    if (below instanceof PictureSource pictures) {
      text.append(pictures.pictures().resize());
      for (PictureFiles.Labelled labelled : pictures.pictures().files()) {
        Path path = labelled.file();
        text.append(path.toAbsolutePath());
        if (Files.exists(path)) {
          text.append(Files.size(path)).append(Files.getLastModifiedTime(path));
        }
      }
    }
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    crc.update(bytes);
    return crc.getValue();
  }

  @Override
  public int size() {
    return source.size();
  }

  @Override
  public Shape exampleShape() {
    return exampleShape;
  }

  @Override
  public List<String> classNames() {
    return source.classNames();
  }

  @Override
  public Shape labelShape() {
    return source.labelShape();
  }

  @Override
  public Optional<InputSpec> inputSpec() {
    return Stage.inputSpec(source, stages);
  }

  @Override
  public float label(int example) {
    return source.label(example);
  }

  @Override
  public void readLabel(int example, float[] target, int at) {
    source.readLabel(example, target, at);
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
    // one fixed key: what the cache holds must not depend on which epoch or run filled it
    new ExampleReader(source, stages, Rng.of(0).at("cache"))
        .read(example, Pixels.of(exampleShape, target, at));
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
