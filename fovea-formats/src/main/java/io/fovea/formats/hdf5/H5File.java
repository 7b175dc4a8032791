// SPDX-License-Identifier: Apache-2.0
package io.fovea.formats.hdf5;

import com.google.errorprone.annotations.MustBeClosed;
import io.fovea.error.FormatException;
import io.fovea.formats.Budget;
import io.fovea.formats.Fixes;
import io.fovea.formats.Floats32;
import io.fovea.tensor.Shape;
import io.jhdf.ObjectHeader;
import io.jhdf.api.dataset.ChunkedDataset;
import io.jhdf.api.dataset.ContiguousDataset;
import io.jhdf.dataset.DatasetBase;
import io.jhdf.dataset.DatasetLoader;
import io.jhdf.dataset.DatasetReader;
import io.jhdf.dataset.NoParent;
import io.jhdf.object.datatype.DataType;
import io.jhdf.object.datatype.FixedPoint;
import io.jhdf.object.datatype.FloatingPoint;
import io.jhdf.object.datatype.StringData;
import io.jhdf.object.datatype.VariableLength;
import io.jhdf.object.message.AttributeMessage;
import io.jhdf.object.message.DataSpaceMessage;
import io.jhdf.object.message.DataTypeMessage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.LongStream;

/// An HDF5 file that is read with suspicion: no links, no rings of groups, nothing that its [Budget]
/// does not allow. Whatever is wrong with it becomes one sentence.
public final class H5File implements AutoCloseable {
  private static final int MOST_OBJECTS = 100_000;
  private static final int MOST_DEPTH = 32;
  private static final int MOST_BYTES = Integer.MAX_VALUE - 8; // of an array

  private static final String VERBOSITY = "slf4j.internal.verbosity";

  static {
    // jhdf logs through SLF4J, which tells plain programs that it found no provider; a library
    // brings
    // none, as the choice is the program's, but it can leave out the remark
    if (System.getProperty(VERBOSITY) == null) {
      System.setProperty(VERBOSITY, "ERROR");
    }
  }

  private final String where;
  private final H5Objects objects;
  private final H5Strings strings;
  private final Map<String, Item> items = new LinkedHashMap<>();

  /// A group, or numbers.
  private record Item(ObjectHeader header, Optional<DatasetBase> numbers) {}

  private H5File(String where, H5Objects objects) {
    this.where = where;
    this.objects = objects;
    this.strings = new H5Strings(objects.storage());
  }

  /// @param where for messages
  /// @param bytes the whole file
  @MustBeClosed
  public static H5File of(String where, ByteBuffer bytes) {
    return of(where, bytes, Budget.of(where, bytes.remaining()));
  }

  /// @param budget of the file that holds the bytes
  @MustBeClosed
  public static H5File of(String where, ByteBuffer bytes, Budget budget) {
    return guard(
        where,
        () -> {
          var own = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
          var file = new H5File(where, H5Objects.of(own, budget));
          long root = file.objects.root();
          file.items.put("", new Item(file.objects.header(root), Optional.empty()));
          file.walk("", root, new HashSet<>());
          return file;
        });
  }

  /// What is wrong with a file shows up as many kinds of exceptions; here it gets one form.
  private static <T> T guard(String where, Supplier<T> reading) {
    try {
      return reading.get();
    } catch (FormatException e) {
      throw e;
    } catch (RuntimeException | StackOverflowError e) {
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        if (cause instanceof FormatException known) {
          throw known;
        }
        var feature = H5Feature.of(cause);
        if (feature.isPresent()) {
          throw feature.get().in(where);
        }
      }
      throw new FormatException(
          where, "a complete HDF5 file", "bytes that are none", Fixes.DAMAGED, e);
    }
  }

  private FormatException refused(String path, String expected, String got) {
    return new FormatException(where + ": /" + path, expected, got, Fixes.DAMAGED);
  }

  private void walk(String path, long group, Set<Long> above) {
    if (!above.add(group) || above.size() > MOST_DEPTH) {
      throw refused(path, "groups inside one another", "a ring of groups, or too many levels");
    }
    for (var member : objects.members(objects.header(group)).entrySet()) {
      String name = path.isEmpty() ? member.getKey() : path + "/" + member.getKey();
      if (member.getValue() == H5Objects.LINK) {
        throw refused(name, "groups and numbers", "a link");
      }
      if (items.size() > MOST_OBJECTS) {
        throw refused(name, "at most " + MOST_OBJECTS + " objects", "more");
      }
      objects.storage().budget().take(2L * name.length());
      var header = objects.header(member.getValue());
      var item = new Item(header, numbers(member.getKey(), header));
      items.put(name, item);
      if (item.numbers().isPresent()) {
        continue;
      }
      if (header.hasMessageOfType(DataTypeMessage.class)) {
        throw refused(name, "groups and numbers", "a type");
      }
      walk(name, member.getValue(), above);
    }
    above.remove(group);
  }

  private Optional<DatasetBase> numbers(String name, ObjectHeader header) {
    return header.hasMessageOfType(DataSpaceMessage.class)
        ? Optional.of(
            (DatasetBase)
                DatasetLoader.createDataset(objects.storage(), header, name, NoParent.INSTANCE))
        : Optional.empty();
  }

  /// Whether there is a group or numbers at a path; the root is "".
  public boolean has(String path) {
    return items.containsKey(path);
  }

  /// Paths of all groups and numbers, each group before what it holds.
  public List<String> paths() {
    return items.keySet().stream().skip(1).toList();
  }

  public boolean isGroup(String path) {
    return has(path) && item(path).numbers().isEmpty();
  }

  /// How many numbers `0`, `1`, ... a group holds; 0 if there is no such group.
  public int count(String group) {
    int count = 0;
    while (has(group + "/" + count) && !isGroup(group + "/" + count)) {
      count++;
    }
    return count;
  }

  private Item item(String path) {
    var item = items.get(path);
    if (item == null) {
      throw refused(path, "a group or numbers", "nothing there");
    }
    return item;
  }

  // ---- attributes ----------------------------------------------------------------------------

  private Map<String, AttributeMessage> all(String path) {
    return objects.attributes(item(path).header());
  }

  /// The kind of an attribute, for comparisons: type and sizes.
  public String kind(String path, String name) {
    return guard(
        where,
        () -> {
          var attribute = Objects.requireNonNull(all(path).get(name));
          String type =
              switch (attribute.getDataType()) {
                case VariableLength text -> "text of any length " + text.getEncoding();
                case StringData text -> "text of " + text.getSize() + " " + text.getCharset();
                case DataType other -> other.getClass().getSimpleName();
              };
          return type + " " + Arrays.toString(attribute.getDataSpace().getDimensions());
        });
  }

  /// Names of the attributes.
  public Set<String> attributes(String path) {
    return guard(where, () -> Set.copyOf(all(path).keySet()));
  }

  /// A text, of whatever kind.
  public Optional<String> text(String path, String name) {
    return texts(path, name).flatMap(texts -> texts.stream().findFirst());
  }

  /// A list of texts, of whatever kind; a single text is a list of one.
  public Optional<List<String>> texts(String path, String name) {
    return guard(
        where,
        () ->
            Optional.ofNullable(all(path).get(name))
                .map(attribute ->
                    strings
                        .texts(attribute)
                        .orElseThrow(
                            () -> refused(path + ": " + attribute.getName(), "texts", "numbers"))));
  }

  /// A list that may be split as `name0`, `name1`, ... where it is too long for one attribute.
  public Optional<List<String>> list(String path, String name) {
    var whole = texts(path, name);
    if (whole.isPresent()) {
      return whole;
    }
    var parts = new ArrayList<String>();
    for (int i = 0; ; i++) {
      var part = texts(path, name + i);
      if (part.isEmpty()) {
        return i == 0 ? Optional.empty() : Optional.of(parts);
      }
      parts.addAll(part.get());
    }
  }

  // ---- numbers -------------------------------------------------------------------------------

  private DatasetBase dataset(String path) {
    return item(path).numbers().orElseThrow(() -> refused(path, "numbers", "a group"));
  }

  /// Sizes of numbers, none for a single one.
  public Shape shape(String path) {
    return guard(
        where,
        () -> {
          long[] sizes = dataset(path).getDimensionsAsLong();
          if (LongStream.of(sizes).anyMatch(size -> size < 0 || size > Integer.MAX_VALUE)) {
            throw refused(path, "sizes below 2^31", Arrays.toString(sizes));
          }
          return Shape.of(LongStream.of(sizes).mapToInt(size -> (int) size).toArray());
        });
  }

  /// The kind of numbers, for comparisons.
  public String kind(String path) {
    return guard(where, () -> dataset(path).getJavaType().getSimpleName());
  }

  /// The numbers as float32, row-major.
  public float[] floats(String path) {
    return floats(path, "/" + path);
  }

  /// @param name of the numbers, for messages
  /// @throws FormatException also if a number is finite and too large for float32
  public float[] floats(String path, String name) {
    return guard(
        where + ": " + name,
        () -> {
          boolean brain = text(path, "dtype").filter("bfloat16"::equals).isPresent();
          var numbers = numbers(path);
          H5Numbers.tooLarge(numbers)
              .ifPresent(number -> {
                throw Floats32.tooLarge(where + ": " + name, number);
              });
          return H5Numbers.floats(numbers, brain)
              .orElseThrow(() -> refused(path, "numbers", kind(path)));
        });
  }

  /// A single whole number.
  public long count64(String path) {
    return guard(
        where,
        () -> {
          if (shape(path).elements() == 1) {
            var number = H5Numbers.whole(numbers(path));
            if (number.isPresent()) {
              return number.getAsLong();
            }
          }
          throw refused(path, "a whole number", kind(path));
        });
  }

  /// The numbers as a flat array of their type. Nobody gets memory for numbers that the file cannot
  /// hold.
  private Object numbers(String path) {
    var dataset = dataset(path);
    var type = dataset.getDataType();
    if (!(type instanceof FloatingPoint || type instanceof FixedPoint)) {
      throw refused(path, "numbers", kind(path));
    }
    boolean chunked = dataset instanceof ChunkedDataset;
    long most = chunked ? MOST_BYTES : Math.min(MOST_BYTES, objects.storage().size());
    long bytes = type.getSize();
    for (int size : shape(path).sizes()) {
      bytes = size == 0 ? 0 : bytes > most ? bytes : bytes * size;
    }
    if (type.getSize() < 1 || bytes > most) {
      throw refused(path, "numbers that lie in the file", "shape " + shape(path));
    }
    if (bytes > 0 && dataset instanceof ContiguousDataset whole && whole.getDataAddress() < 0) {
      throw H5Feature.unwritten();
    }
    int count = (int) (bytes / type.getSize());
    var budget = objects.storage().budget();
    budget.take(2 * bytes + (long) Float.BYTES * count); // as they lie, as they are, as float32
    var stored =
        count == 0
            ? ByteBuffer.allocate(0)
            : dataset instanceof ChunkedDataset chunks
                ? new H5Chunks(chunks, type.getSize(), budget).read((int) bytes)
                : dataset.getDataBuffer();
    if (stored.remaining() != bytes) {
      throw refused(path, bytes + " bytes of numbers", stored.remaining() + " bytes");
    }
    return DatasetReader.readDataset(type, stored, count, objects.storage());
  }

  @Override
  public void close() {
    // the bytes belong to whoever gave them
  }
}
