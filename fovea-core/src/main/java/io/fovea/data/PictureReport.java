// SPDX-License-Identifier: Apache-2.0
package io.fovea.data;

import io.fovea.error.DataException;
import io.fovea.error.FoveaException;
import io.fovea.image.Image;
import io.fovea.image.Images;
import io.fovea.image.PictureFormat;
import io.fovea.image.PictureHash;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/// What was found in picture files, read once each.
///
/// @param pictures how many files were read
/// @param broken files that cannot be read, in the order of the files
/// @param modes how many pictures are `gray`, `color` or `alpha`
/// @param classCounts how many readable pictures each class has, by name
/// @param unusual readable files whose mode is not that of most, or whose name promises another
///     format
/// @param drawnInAlpha readable files of one color whose shapes are in their transparency alone: what
///     they show depends on the background
/// @param duplicates groups of pictures that look the same, in the order of the files
public record PictureReport(
    int pictures,
    List<Problem> broken,
    Map<String, Integer> modes,
    Map<String, Integer> classCounts,
    List<Problem> unusual,
    List<Path> drawnInAlpha,
    List<List<Path>> duplicates) {

  /// A file that cannot be read, or that is not like the others.
  ///
  /// @param reason what was expected, and what the file is instead
  public record Problem(Path file, String reason) {
    @Override
    public String toString() {
      return file + " (" + reason + ")";
    }
  }

  /// Makes the collections unmodifiable; maps keep their order.
  public PictureReport {
    broken = List.copyOf(broken);
    modes = Collections.unmodifiableMap(new TreeMap<>(modes));
    classCounts = Collections.unmodifiableMap(new LinkedHashMap<>(classCounts));
    unusual = List.copyOf(unusual);
    drawnInAlpha = List.copyOf(drawnInAlpha);
    duplicates = duplicates.stream().map(List::copyOf).toList();
  }

  private record Found(
      String mode,
      boolean drawnInAlpha,
      Optional<PictureHash> hash,
      Optional<PictureFormat> format,
      String reason) {}

  static PictureReport of(PictureFiles pictures) {
    List<PictureFiles.Labelled> files = pictures.files();
    List<Found> all =
        IntStream.range(0, files.size())
            .parallel()
            .mapToObj(i -> look(files.get(i).file(), pictures))
            .toList();
    List<Problem> broken = new ArrayList<>();
    Map<String, Integer> modes = new TreeMap<>();
    Map<String, Integer> counts = new LinkedHashMap<>();
    pictures.classNames().forEach(name -> counts.put(name, 0));
    List<Path> drawnInAlpha = new ArrayList<>();
    List<Path> good = new ArrayList<>();
    List<PictureHash> hashes = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      Found found = all.get(i);
      if (found.hash().isEmpty()) {
        broken.add(new Problem(files.get(i).file(), found.reason()));
        continue;
      }
      modes.merge(found.mode(), 1, Integer::sum);
      if (!counts.isEmpty()) {
        counts.merge(pictures.classNames().get((int) files.get(i).label()), 1, Integer::sum);
      }
      if (found.drawnInAlpha()) {
        drawnInAlpha.add(files.get(i).file());
      }
      good.add(files.get(i).file());
      hashes.add(found.hash().get());
    }
    return new PictureReport(
        files.size(),
        broken,
        modes,
        counts,
        unusual(files, all, modes),
        drawnInAlpha,
        groups(good, hashes));
  }

  private static List<Problem> unusual(
      List<PictureFiles.Labelled> files, List<Found> all, Map<String, Integer> modes) {
    String usual =
        modes.entrySet().stream()
            .max(Map.Entry.comparingByValue())
            .map(Map.Entry::getKey)
            .orElse("");
    List<Problem> unusual = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      Path file = files.get(i).file();
      Found found = all.get(i);
      var named = PictureFormat.named(file.toString());
      if (found.hash().isEmpty()) {
        continue;
      }
      if (!found.mode().equals(usual)) {
        unusual.add(new Problem(file, found.mode() + ", most are " + usual));
      }
      if (named.isPresent() && !named.equals(found.format())) {
        String format = found.format().map(PictureFormat::label).orElse("other");
        unusual.add(new Problem(file, "a " + format + " file by its content"));
      }
    }
    return unusual;
  }

  private static Found look(Path file, PictureFiles pictures) {
    try {
      Image image = Images.read(file, pictures.limits());
      var format = PictureFormat.of(start(file));
      String mode = image.channels() == 1 ? "gray" : image.channels() == 3 ? "color" : "alpha";
      return new Found(
          mode, image.isUniformWithoutAlpha(), Optional.of(PictureHash.of(image)), format, "");
    } catch (FoveaException e) {
      return new Found(
          "",
          false,
          Optional.empty(),
          Optional.empty(),
          "expected " + e.expected() + ", got " + e.got());
    }
  }

  private static byte[] start(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(PictureFormat.MAGIC_BYTES);
    } catch (IOException e) {
      throw new DataException(
          file.toString(),
          "a file that stays as it is",
          e.toString(),
          "check the folder again.",
          e);
    }
  }

  /// Each picture joins the first group whose first picture it resembles.
  private static List<List<Path>> groups(List<Path> files, List<PictureHash> hashes) {
    List<List<Path>> groups = new ArrayList<>();
    boolean[] taken = new boolean[files.size()];
    for (int i = 0; i < taken.length; i++) {
      List<Path> group = new ArrayList<>(List.of(files.get(i)));
      for (int k = i + 1; k < taken.length && !taken[i]; k++) {
        if (!taken[k] && hashes.get(i).resembles(hashes.get(k))) {
          taken[k] = true;
          group.add(files.get(k));
        }
      }
      if (group.size() > 1) {
        groups.add(group);
      }
    }
    return groups;
  }
}
