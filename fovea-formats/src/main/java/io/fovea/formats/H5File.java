package io.fovea.formats;

import com.google.errorprone.annotations.MustBeClosed;
import io.fovea.error.FormatException;
import io.fovea.tensor.Shape;
import io.jhdf.HdfFile;
import io.jhdf.api.Attribute;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import io.jhdf.api.NodeType;
import io.jhdf.object.datatype.DataType;
import io.jhdf.object.datatype.StringData;
import io.jhdf.object.datatype.VariableLength;
import io.jhdf.object.message.DataLayout;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.LongStream;

/// An HDF5 file that is read with suspicion: no links, no rings of groups, no more numbers than the
/// file could hold. Whatever is wrong with it becomes one sentence.
final class H5File implements AutoCloseable {
  private static final int MOST_OBJECTS = 100_000;
  private static final int MOST_DEPTH = 32;
  private static final int MOST_TEXT = 64 << 20;
  private static final long MOST_COMPRESSED = 1000; // the best that deflate can do

  private static final String VERBOSITY = "slf4j.internal.verbosity";

  static {
    // jhdf logs through SLF4J, which tells plain programs that it found no provider; a library brings
    // none, as the choice is the program's, but it can leave out the remark
    if (System.getProperty(VERBOSITY) == null) {
      System.setProperty(VERBOSITY, "ERROR");
    }
  }

  private final String where;
  private final long length;
  private final HdfFile file;
  private final Map<String, Node> nodes = new LinkedHashMap<>();

  private H5File(String where, long length, HdfFile file) {
    this.where = where;
    this.length = length;
    this.file = file;
  }

  /// @param where for messages
  /// @param bytes the whole file
  @MustBeClosed
  static H5File of(String where, ByteBuffer bytes) {
    // jhdf wants a buffer that begins where the file begins
    var file = guard(where, () -> HdfFile.fromByteBuffer(bytes.slice()));
    var all = new H5File(where, bytes.remaining(), file);
    guard(
        where,
        () -> {
          all.walk("", file, new HashSet<>());
          return all;
        });
    return all;
  }

  /// What is wrong with a file shows up as many kinds of exceptions; here it gets one form.
  private static <T> T guard(String where, Supplier<T> reading) {
    try {
      return reading.get();
    } catch (FormatException e) {
      throw e;
    } catch (RuntimeException | StackOverflowError e) {
      throw new FormatException(
          where,
          "a complete HDF5 file",
          "bytes that are none (" + e.getClass().getSimpleName() + ")",
          FoveaFormat.DAMAGED);
    }
  }

  private FormatException refused(String path, String expected, String got) {
    return new FormatException(where + ": /" + path, expected, got, FoveaFormat.DAMAGED);
  }

  private void walk(String path, Group group, Set<Long> above) {
    if (!above.add(group.getAddress()) || above.size() > MOST_DEPTH) {
      throw refused(path, "groups inside one another", "a ring of groups, or too many levels");
    }
    for (var child : group.getChildren().values()) {
      String name = path.isEmpty() ? child.getName() : path + "/" + child.getName();
      if (child.isLink()) {
        throw refused(name, "groups and numbers", "a link");
      }
      if (nodes.size() >= MOST_OBJECTS) {
        throw refused(name, "at most " + MOST_OBJECTS + " objects", "more");
      }
      nodes.put(name, child);
      if (child instanceof Group below) {
        walk(name, below, above);
      } else if (child.getType() != NodeType.DATASET) {
        throw refused(name, "groups and numbers", child.getType().toString());
      }
    }
    above.remove(group.getAddress());
  }

  /// Whether there is a group or numbers at a path; the root is "".
  boolean has(String path) {
    return path.isEmpty() || nodes.containsKey(path);
  }

  /// Paths of all groups and numbers, each group before what it holds.
  List<String> paths() {
    return List.copyOf(nodes.keySet());
  }

  boolean isGroup(String path) {
    return path.isEmpty() || nodes.get(path) instanceof Group;
  }

  /// How many numbers `0`, `1`, ... a group holds; 0 if there is no such group.
  int count(String group) {
    int count = 0;
    while (nodes.get(group + "/" + count) instanceof Dataset) {
      count++;
    }
    return count;
  }

  private Node node(String path) {
    var node = path.isEmpty() ? file : nodes.get(path);
    if (node == null) {
      throw refused(path, "a group or numbers", "nothing there");
    }
    return node;
  }

  // ---- attributes ----------------------------------------------------------------------------

  /// The kind of an attribute, for comparisons: type and sizes.
  String kind(String path, String name) {
    return guard(
        where,
        () -> {
          var attribute = node(path).getAttribute(name);
          String type =
              switch (attribute.getDataType()) {
                case VariableLength text -> "text of any length " + text.getEncoding();
                case StringData text -> "text of " + text.getSize() + " " + text.getCharset();
                case DataType other -> other.getClass().getSimpleName();
              };
          return type + " " + Arrays.toString(attribute.getDimensions());
        });
  }

  /// Names of the attributes.
  Set<String> attributes(String path) {
    return guard(where, () -> Set.copyOf(node(path).getAttributes().keySet()));
  }

  /// A text, of whatever kind.
  Optional<String> text(String path, String name) {
    return texts(path, name).flatMap(texts -> texts.stream().findFirst());
  }

  /// A list of texts, of whatever kind; a single text is a list of one.
  Optional<List<String>> texts(String path, String name) {
    return guard(where, () -> Optional.ofNullable(node(path).getAttribute(name)).map(this::texts));
  }

  private List<String> texts(Attribute attribute) {
    if (attribute.getSize() == 0) {
      return List.of();
    }
    if (attribute.getSizeInBytes() > Math.min(length, MOST_TEXT)) {
      throw new FormatException(
          where, "texts that fit into the file", "more than there is", FoveaFormat.DAMAGED);
    }
    return switch (attribute.getData()) {
      case String text -> List.of(text);
      case String[] texts -> List.of(texts);
      default ->
          throw new FormatException(
              where + ": " + attribute.getName(), "texts", "numbers", FoveaFormat.DAMAGED);
    };
  }

  /// A list that may be split as `name0`, `name1`, ... where it is too long for one attribute.
  Optional<List<String>> list(String path, String name) {
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

  private Dataset dataset(String path) {
    if (node(path) instanceof Dataset dataset) {
      return dataset;
    }
    throw refused(path, "numbers", "a group");
  }

  /// Sizes of numbers, none for a single one.
  Shape shape(String path) {
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
  String kind(String path) {
    return guard(where, () -> String.valueOf(dataset(path).getJavaType()));
  }

  /// The numbers as float32, row-major.
  float[] floats(String path) {
    return guard(
        where,
        () -> {
          var dataset = dataset(path);
          requireRoom(path, dataset);
          var data = dataset.isScalar() ? dataset.getData() : dataset.getDataFlat();
          boolean brain = text(path, "dtype").filter("bfloat16"::equals).isPresent();
          return H5Numbers.floats(data, brain)
              .filter(values -> values.length == shape(path).elements())
              .orElseThrow(() -> refused(path, "numbers", String.valueOf(dataset.getJavaType())));
        });
  }

  /// A single whole number.
  long count64(String path) {
    return guard(
        where,
        () -> {
          var dataset = dataset(path);
          requireRoom(path, dataset);
          if (shape(path).elements() == 1) {
            var data = dataset.isScalar() ? dataset.getData() : dataset.getDataFlat();
            var number = H5Numbers.whole(data);
            if (number.isPresent()) {
              return number.getAsLong();
            }
          }
          throw refused(path, "a whole number", String.valueOf(dataset.getJavaType()));
        });
  }

  /// Nobody gets memory for numbers that the file cannot hold.
  private void requireRoom(String path, Dataset dataset) {
    var layout = dataset.getDataLayout();
    long most = layout == DataLayout.CHUNKED ? length * MOST_COMPRESSED : length;
    long elements = 1;
    for (int size : shape(path).sizes()) {
      elements = size == 0 ? 0 : elements > most ? elements : elements * size;
    }
    boolean fits =
        elements <= most && elements * Math.max(1, dataset.getDataType().getSize()) <= most;
    if (!fits || elements > Integer.MAX_VALUE - 8) {
      throw refused(path, "numbers that lie in the file", "shape " + shape(path));
    }
  }

  @Override
  public void close() {
    file.close();
  }
}
