// SPDX-License-Identifier: Apache-2.0
package io.fovea.image;

import io.fovea.error.DataException;
import io.fovea.image.LeftOut.Item;
import io.fovea.image.LeftOut.Reason;
import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Pictures in a folder per class: the one rule by which files and folders count, wherever folders
/// of pictures are read.
///
/// - A class is a folder, or a link to one, with pictures at any depth; its name is that of the
///   folder, in Unicode's form NFC, so that the same name is the same class whichever system wrote
///   it.
/// - A picture is a regular file, or a link to one, whose name ends as a [PictureFormat]'s does, in
///   upper or lower case.
/// - Nothing hidden counts: names that begin with a dot, and the folders that systems make for
///   themselves (`__MACOSX`, `@eaDir`, `lost+found`, `$RECYCLE.BIN`, `System Volume Information`).
/// - A folder that cannot be read is an error. Everything else that does not count is told by
///   [#leftOut], except the notes of systems (`Thumbs.db`, `desktop.ini`, hidden files that are no
///   pictures) and what lies beside the folders of the classes and is no picture.
///
/// @param classes in the order of their names, each with at least one picture
/// @param leftOut what does not count
public record ClassFolders(List<ClassFolder> classes, LeftOut leftOut) {
  private static final Set<String> OF_SYSTEMS =
      Set.of("__macosx", "@eadir", "lost+found", "$recycle.bin", "system volume information");
  private static final Set<String> NOTES = Set.of("thumbs.db", "desktop.ini");

  /// By name, whatever the system; the same on every machine.
  private static final Comparator<Path> BY_NAME = Comparator.comparing(Path::toString);

  /// A class and its pictures.
  ///
  /// @param files in the order of their paths
  public record ClassFolder(String name, List<Path> files) {
    /// Copies the list.
    public ClassFolder {
      files = List.copyOf(files);
    }
  }

  /// Copies the list.
  public ClassFolders {
    classes = List.copyOf(classes);
  }

  /// Looks through a folder; finding no class is no error.
  ///
  /// @throws DataException if it is no folder, or if it or one below cannot be read
  public static ClassFolders of(Path folder) {
    checkFolder(folder);
    try (Stream<Path> all = Files.list(folder)) {
      Map<String, List<Path>> classes = new TreeMap<>();
      List<Item> leftOut = new ArrayList<>();
      for (Path child : all.sorted(BY_NAME).toList()) {
        if (!Files.isDirectory(child)) {
          noteBeside(child, leftOut);
        } else if (isHidden(child)) {
          leftOut.add(new Item(child, Reason.HIDDEN));
        } else if (leadsOut(child, folder)) {
          leftOut.add(new Item(child, Reason.LOOP));
        } else {
          List<Path> pictures = below(child, leftOut);
          String name = Normalizer.normalize(name(child), Normalizer.Form.NFC);
          if (pictures.isEmpty()) {
            leftOut.add(new Item(child, Reason.EMPTY));
          } else {
            classes.computeIfAbsent(name, _ -> new ArrayList<>()).addAll(pictures);
          }
        }
      }
      return new ClassFolders(
          classes.entrySet().stream()
              .map(entry -> new ClassFolder(entry.getKey(), entry.getValue()))
              .toList(),
          new LeftOut(leftOut));
    } catch (IOException e) {
      throw DataException.unreadable(folder, e);
    }
  }

  /// All pictures in a folder, at any depth, as one class of its name; none if there are none.
  ///
  /// @throws DataException if it is no folder, or if it or one below cannot be read
  public static ClassFolders asOne(Path folder) {
    checkFolder(folder);
    List<Item> leftOut = new ArrayList<>();
    List<Path> pictures = below(folder, leftOut);
    return new ClassFolders(
        pictures.isEmpty() ? List.of() : List.of(new ClassFolder(name(folder), pictures)),
        new LeftOut(leftOut));
  }

  private static void checkFolder(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new DataException(
          folder.toString(),
          "a folder",
          Files.exists(folder) ? "a file" : "no such folder",
          "check the path.");
    }
  }

  private static void noteBeside(Path file, List<Item> leftOut) {
    if (Files.isSymbolicLink(file) && !Files.exists(file)) {
      leftOut.add(new Item(file, Reason.BROKEN_LINK));
    } else if (isNamedLikeOne(file) && Files.isRegularFile(file)) {
      leftOut.add(new Item(file, Reason.OUTSIDE));
    }
  }

  /// The pictures in a folder, at any depth.
  ///
  /// @param leftOut takes what does not count
  private static List<Path> below(Path folder, List<Item> leftOut) {
    var pictures = new ArrayList<Path>();
    try {
      Files.walkFileTree(
          folder,
          Set.of(FileVisitOption.FOLLOW_LINKS),
          Integer.MAX_VALUE,
          new Finder(folder, pictures, leftOut));
    } catch (IOException e) {
      throw DataException.unreadable(folder, e);
    }
    pictures.sort(BY_NAME);
    return pictures;
  }

  /// Sorts what lies in a folder into pictures and the rest.
  private static final class Finder extends SimpleFileVisitor<Path> {
    private final Path start;
    private final List<Path> pictures;
    private final List<Item> leftOut;

    Finder(Path start, List<Path> pictures, List<Item> leftOut) {
      this.start = start;
      this.pictures = pictures;
      this.leftOut = leftOut;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
        throws IOException {
      if (folder.equals(start)) {
        return FileVisitResult.CONTINUE;
      }
      boolean out = leadsOut(folder, start);
      if (out || isHidden(folder)) {
        leftOut.add(new Item(folder, out ? Reason.LOOP : Reason.HIDDEN));
        return FileVisitResult.SKIP_SUBTREE;
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (attributes.isSymbolicLink()) {
        leftOut.add(new Item(file, Reason.BROKEN_LINK));
      } else if (!attributes.isRegularFile()) {
        leftOut.add(new Item(file, Reason.SPECIAL));
      } else if (isNamedLikeOne(file)) {
        pictures.add(file);
      } else {
        noteOther(file);
      }
      return FileVisitResult.CONTINUE;
    }

    private void noteOther(Path file) {
      if (isHidden(file)) {
        if (PictureFormat.named(name(file)).isPresent()) {
          leftOut.add(new Item(file, Reason.HIDDEN));
        }
      } else if (!NOTES.contains(name(file).toLowerCase(Locale.ROOT))) {
        boolean ending = !LeftOut.ending(file).isEmpty();
        leftOut.add(new Item(file, ending ? Reason.NO_READER : Reason.NO_ENDING));
      }
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException problem) throws IOException {
      if (problem instanceof FileSystemLoopException) {
        leftOut.add(new Item(file, Reason.LOOP));
        return FileVisitResult.CONTINUE;
      }
      throw problem;
    }
  }

  /// Whether a link leads to `inner` or to a folder around it, so that what it holds would be found
  /// twice or for ever.
  private static boolean leadsOut(Path link, Path inner) throws IOException {
    return Files.isSymbolicLink(link) && inner.toRealPath().startsWith(link.toRealPath());
  }

  private static boolean isNamedLikeOne(Path file) {
    return !isHidden(file) && PictureFormat.named(name(file)).isPresent();
  }

  private static boolean isHidden(Path path) {
    String name = name(path);
    return name.startsWith(".") || OF_SYSTEMS.contains(name.toLowerCase(Locale.ROOT));
  }

  private static String name(Path path) {
    return String.valueOf(path.getFileName());
  }
}
