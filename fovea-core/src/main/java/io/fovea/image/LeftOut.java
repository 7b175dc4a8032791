// SPDX-License-Identifier: Apache-2.0
package io.fovea.image;

import io.fovea.error.Printable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What was not taken for a picture or a class when pictures were looked for, and why.
///
/// Its text is one line, empty if nothing was left out:
/// `left out: 3 HEIC files (no reader), 2 hidden, 1 folder without pictures (violet)`.
///
/// @param items in the order in which they were met
public record LeftOut(List<Item> items) {
  /// Nothing was left out.
  public static final LeftOut NOTHING = new LeftOut(List.of());

  private static final int MOST_NAMED = 5;
  private static final int LONGEST_ENDING = 8;

  /// A file, folder or line of a table that was left out.
  ///
  /// @param path of the file or folder; for a repeated line, of what it names
  public record Item(Path path, Reason reason) {
    private String kind() {
      String ending = reason == Reason.NO_READER ? ending(path) : "";
      return ending.isEmpty() ? reason.kind : ending.toUpperCase(Locale.ROOT) + reason.kind;
    }

    private String name() {
      return String.valueOf(path.getFileName());
    }
  }

  /// Why something was left out.
  public enum Reason {
    /// The name ends as no format does that [Images] reads.
    NO_READER(" file# (no reader)"),
    /// The name has no ending.
    NO_ENDING("file# without an ending"),
    /// Hidden, or made by a system for itself.
    HIDDEN("hidden"),
    /// A link that leads nowhere.
    BROKEN_LINK("link# to nothing"),
    /// A link that leads back to a folder it lies in.
    LOOP("link# back to an outer folder"),
    /// A pipe, a socket or a device.
    SPECIAL("pipe#, socket# or device#"),
    /// A picture beside the folders of the classes.
    OUTSIDE("picture# beside the class folders"),
    /// A folder with no pictures at any depth.
    EMPTY("folder# without pictures"),
    /// A folder beside those of the parts.
    BESIDE("folder# beside the parts"),
    /// A line of a table that says what another one says.
    REPEATED("repeated line#");

    private final String kind;

    Reason(String kind) {
      this.kind = kind;
    }

    private boolean isFolder() {
      return this == EMPTY || this == BESIDE;
    }
  }

  /// Copies the list.
  public LeftOut {
    items = List.copyOf(items);
  }

  /// What either left out.
  public LeftOut plus(LeftOut other) {
    return new LeftOut(Stream.concat(items.stream(), other.items.stream()).toList());
  }

  /// And this, too.
  public LeftOut plus(Path path, Reason reason) {
    var all = new ArrayList<>(items);
    all.add(new Item(path, reason));
    return new LeftOut(all);
  }

  /// The number of each kind: `HEIC files (no reader)`, `hidden`, `folders without pictures`.
  public Map<String, Integer> counts() {
    Map<String, Integer> counts = new LinkedHashMap<>();
    kinds().forEach((kind, found) -> counts.put(kind.replace("#", "s"), found.size()));
    return counts;
  }

  /// By kind, in the order of the reasons and then of the endings.
  private Map<String, List<Item>> kinds() {
    return items.stream()
        .sorted(Comparator.comparing(Item::reason).thenComparing(Item::kind))
        .collect(Collectors.groupingBy(Item::kind, LinkedHashMap::new, Collectors.toList()));
  }

  @Override
  public String toString() {
    return items.isEmpty()
        ? ""
        : kinds().entrySet().stream()
            .map(kind -> text(kind.getKey(), kind.getValue()))
            .collect(Collectors.joining(", ", "left out: ", ""));
  }

  private static String text(String kind, List<Item> found) {
    String text = found.size() + " " + kind.replace("#", found.size() == 1 ? "" : "s");
    return found.getFirst().reason.isFolder() ? text + " (" + names(found) + ")" : text;
  }

  private static String names(List<Item> found) {
    String names =
        found.stream()
            .limit(MOST_NAMED)
            .map(Item::name)
            .map(Printable::of)
            .collect(Collectors.joining(", "));
    return found.size() > MOST_NAMED ? names + ", ..." : names;
  }

  /// What follows the last dot, if it is like the ending of a name; else empty.
  static String ending(Path file) {
    String name = String.valueOf(file.getFileName());
    String end = name.substring(name.lastIndexOf('.') + 1);
    boolean ending =
        end.length() < name.length() - 1
            && end.length() <= LONGEST_ENDING
            && end.matches("[A-Za-z0-9]+");
    return ending ? end : "";
  }
}
