// SPDX-License-Identifier: Apache-2.0
package io.fovea.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import javax.imageio.IIOException;

/// What the first directory of a TIFF file says (TIFF 6.0, section 2; BigTIFF likewise).
///
/// Values lie in the file, so no directory takes more memory than its file.
final class TiffDirectory {
  static final int KIND = 254;
  static final int WIDTH = 256;
  static final int HEIGHT = 257;
  static final int BITS = 258;
  static final int COMPRESSION = 259;
  static final int PHOTOMETRIC = 262;
  static final int FILL_ORDER = 266;
  static final int STRIP_OFFSETS = 273;
  static final int ORIENTATION = 274;
  static final int SAMPLES = 277;
  static final int STRIP_ROWS = 278;
  static final int STRIP_BYTES = 279;
  static final int PLANAR = 284;
  static final int T4_OPTIONS = 292;
  static final int PREDICTOR = 317;
  static final int COLOR_MAP = 320;
  static final int TILE_WIDTH = 322;
  static final int TILE_HEIGHT = 323;
  static final int TILE_OFFSETS = 324;
  static final int TILE_BYTES = 325;
  static final int INK_SET = 332;
  static final int EXTRA_SAMPLES = 338;
  static final int SAMPLE_FORMAT = 339;
  static final int JPEG_TABLES = 347;
  static final int YCC_COEFFICIENTS = 529;
  static final int YCC_SUBSAMPLING = 530;
  static final int REFERENCE_LEVELS = 532;

  private static final int RATIONAL = 5;
  private static final int MOST_ENTRIES = 4096;

  /// @param at where the values begin
  private record Entry(int type, int count, int at) {}

  private final ByteBuffer bytes;
  private final Map<Integer, Entry> entries = new HashMap<>();

  private TiffDirectory(ByteBuffer bytes) {
    this.bytes = bytes;
  }

  static TiffDirectory of(byte[] file) throws IIOException {
    ByteBuffer bytes = ByteBuffer.wrap(file);
    bytes.order(file[0] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    var directory = new TiffDirectory(bytes);
    try {
      directory.read(bytes.getShort(2) == 43);
    } catch (IndexOutOfBoundsException e) {
      throw new IIOException("a directory beyond the end", e);
    }
    return directory;
  }

  private void read(boolean big) throws IIOException {
    int at = inside(big ? bytes.getLong(8) : bytes.getInt(4) & 0xFFFFFFFFL);
    long count = big ? bytes.getLong(at) : bytes.getShort(at) & 0xFFFF;
    if (count < 0 || count > MOST_ENTRIES) {
      throw new IIOException("a directory of " + count + " entries");
    }
    int length = big ? 20 : 12;
    at += big ? 8 : 2;
    for (int i = 0; i < count; i++, at += length) {
      int type = bytes.getShort(at + 2);
      long values = big ? bytes.getLong(at + 4) : bytes.getInt(at + 4) & 0xFFFFFFFFL;
      int field = at + (big ? 12 : 8);
      int size = size(type);
      if (size == 0 || values < 0 || values > bytes.capacity() / size) {
        continue;
      }
      long needed = values * size;
      long from = field;
      if (needed > (big ? 8 : 4)) {
        from = big ? bytes.getLong(field) : bytes.getInt(field) & 0xFFFFFFFFL;
      }
      if (from >= 0 && from <= bytes.capacity() - needed) {
        entries.putIfAbsent(bytes.getShort(at) & 0xFFFF, new Entry(type, (int) values, (int) from));
      }
    }
  }

  private int inside(long at) throws IIOException {
    if (at < 8 || at >= bytes.capacity()) {
      throw new IIOException("a directory beyond the end");
    }
    return (int) at;
  }

  /// Bytes of a value of a type; 0 for types of no use here.
  private static int size(int type) {
    return switch (type) {
      case 1, 2, 7 -> 1;
      case 3 -> 2;
      case 4, 13 -> 4;
      case RATIONAL, 16, 18 -> 8;
      default -> 0;
    };
  }

  ByteOrder order() {
    return bytes.order();
  }

  boolean has(int tag) {
    return entries.containsKey(tag);
  }

  /// The whole numbers of a tag; none if it is absent.
  long[] numbers(int tag) {
    Entry entry = entries.get(tag);
    if (entry == null || entry.type == RATIONAL) {
      return new long[0];
    }
    long[] values = new long[entry.count];
    Arrays.setAll(values, i -> number(entry, i));
    return values;
  }

  private long number(Entry entry, int i) {
    return switch (size(entry.type)) {
      case 1 -> bytes.get(entry.at + i) & 0xFF;
      case 2 -> bytes.getShort(entry.at + 2 * i) & 0xFFFF;
      case 4 -> bytes.getInt(entry.at + 4 * i) & 0xFFFFFFFFL;
      default -> bytes.getLong(entry.at + 8 * i);
    };
  }

  /// The first number of a tag.
  ///
  /// @param otherwise if it is absent
  long number(int tag, long otherwise) {
    Entry entry = entries.get(tag);
    return entry == null || entry.count == 0 || entry.type == RATIONAL
        ? otherwise
        : number(entry, 0);
  }

  /// As [#number], for numbers of 31 bits; what does not fit is cut to them.
  int small(int tag, int otherwise) {
    return (int) Math.clamp(number(tag, otherwise), 0L, Integer.MAX_VALUE);
  }

  /// Whether a tag of fractions is absent or has these values to a thousandth.
  boolean isAbout(int tag, double... values) {
    Entry entry = entries.get(tag);
    if (entry == null) {
      return true;
    }
    if (entry.type != RATIONAL || entry.count != values.length) {
      return false;
    }
    for (int i = 0; i < values.length; i++) {
      double above = bytes.getInt(entry.at + 8 * i) & 0xFFFFFFFFL;
      double below = bytes.getInt(entry.at + 8 * i + 4) & 0xFFFFFFFFL;
      if (!(Math.abs(above / below - values[i]) < 1e-3)) {
        return false;
      }
    }
    return true;
  }

  /// The bytes of a tag; none if it is absent.
  byte[] bytes(int tag) {
    Entry entry = entries.get(tag);
    if (entry == null || size(entry.type) != 1) {
      return new byte[0];
    }
    byte[] values = new byte[entry.count];
    bytes.get(entry.at, values);
    return values;
  }
}
