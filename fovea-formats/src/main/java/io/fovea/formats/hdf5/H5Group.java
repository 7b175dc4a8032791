// SPDX-License-Identifier: Apache-2.0
package io.fovea.formats.hdf5;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A group of an HDF5 file that is to be written: groups and numbers by name, and attributes.
///
/// Mutable; [H5Writer] writes it.
public final class H5Group implements H5Member {
  /// Names lie in the file in the order of their bytes.
  private static final Comparator<String> BYTEWISE =
      (a, b) ->
          Arrays.compareUnsigned(
              a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));

  /// What an attribute holds, in the types that h5py chooses.
  public sealed interface Attribute {
    /// A text of any length, UTF-8.
    record Text(String text) implements Attribute {}

    /// A text of any length that came as bytes.
    record Bytes(String text) implements Attribute {}

    /// Texts of any length that came as bytes.
    record Texts(List<String> texts) implements Attribute {}

    /// Texts in fields of one length.
    record Fields(List<String> texts) implements Attribute {
      /// Length of a field in bytes.
      int width() {
        return texts.stream().mapToInt(t -> utf8(t).length).max().orElse(1);
      }
    }

    /// No texts: an empty list of float64 numbers, as NumPy makes it.
    record Nothing() implements Attribute {}
  }

  private final Map<String, H5Member> members = new TreeMap<>(BYTEWISE);
  private final Map<String, Attribute> attributes = new TreeMap<>(BYTEWISE);

  public static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  Map<String, H5Member> members() {
    return members;
  }

  public Map<String, Attribute> attributes() {
    return attributes;
  }

  public H5Group attribute(String name, Attribute value) {
    attributes.put(name, value);
    return this;
  }

  /// The group at a path below this one; groups on the way are made where there are none.
  public H5Group group(String path) {
    var group = this;
    for (String name : path.split("/")) {
      group = (H5Group) group.members.computeIfAbsent(name, _ -> new H5Group());
    }
    return group;
  }

  /// Adds numbers at a path below this group.
  public void put(String path, H5Member numbers) {
    int slash = path.lastIndexOf('/');
    var group = slash < 0 ? this : group(path.substring(0, slash));
    group.members.put(path.substring(slash + 1), numbers);
  }
}
