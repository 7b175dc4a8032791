// SPDX-License-Identifier: Apache-2.0
package io.fovea.app;

import io.fovea.data.Dataset;
import io.fovea.data.PictureFiles;
import io.fovea.error.DataException;
import io.fovea.error.FoveaException;
import io.fovea.error.Printable;
import io.fovea.image.ImageLimits;
import io.fovea.image.Images;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;

/// Files of pictures on their way to a run: broken ones left out, classes numbered, divided.
///
/// @param name of the data, for messages
/// @param parts files by the name of the part, as [PictureFolder] finds them
/// @param console hears how far it is, and what was left out
/// @param json whether the command's results are for machines
record PictureData(
    String name, Map<String, PictureFiles> parts, Wanted wanted, Console console, boolean json) {
  private static final int MOST_NAMED = 20;

  /// A file that cannot be read, and why.
  private record Broken(PictureFiles.Labelled file, String problem) {}

  /// All examples, in parts.
  DataParts read() {
    var classes = classes();
    PictureFolder.remarks(new PictureFolder(Path.of(name), parts).files())
        .forEach(console.progress(json)::println);
    Map<String, PictureFiles> files = new LinkedHashMap<>();
    parts.forEach((part, found) -> files.put(part, sized(readable(found), classes)));
    var facts = new Json().put("name", name);
    files.forEach((part, found) -> facts.put(part, found.files().size()));
    var hash = DataHash.ofFiles(List.copyOf(files.values()));
    facts.put("sha256", hash);
    var whole = files.get(PictureFolder.ALL);
    return whole == null ? divided(files, hash, facts) : divide(whole, hash, facts);
  }

  // ---- parts -----------------------------------------------------------------------------------

  /// A heap is mixed, then each class is divided by the shares.
  private DataParts divide(PictureFiles all, String hash, Json facts) {
    var division = wanted.division().filter(known -> known.data().map(hash::equals).orElse(true));
    if (division.isEmpty()) {
      wanted.division().ifPresent(_ -> tellOthers("all of them are"));
      var mixed = dataset(all).mix(0);
      return new DataParts(wanted.limited(mixed), Optional.empty(), Optional.empty(), facts);
    }
    division.get().data().ifPresent(_ -> tellSame());
    var mixed = dataset(all).mix(division.get().seed());
    var shares = division.get().shares();
    var found = new ArrayList<>(mixed.splitStratified(shares.present()));
    tellAbsent(found, mixed.classNames());
    var test = shares.test() > 0 ? Optional.of(found.removeFirst()) : Optional.<Dataset>empty();
    var validation =
        shares.validation() > 0 ? Optional.of(found.removeFirst()) : Optional.<Dataset>empty();
    return new DataParts(
        wanted.limited(found.getFirst()),
        validation.map(wanted::limited),
        test.map(wanted::limited),
        facts.put("split", shares.toString()));
  }

  private void tellSame() {
    console
        .progress(json)
        .println("The model learned from these pictures; the part kept apart then is measured.");
  }

  /// @param measured which of them
  private void tellOthers(String measured) {
    console
        .progress(json)
        .println(
            "These are not, or not only, the pictures that the model learned from; "
                + measured
                + " measured. If it has seen some of them, the result is too good.");
  }

  private DataParts divided(Map<String, PictureFiles> files, String hash, Json facts) {
    wanted
        .division()
        .flatMap(Wanted.Division::data)
        .filter(learned -> !learned.equals(hash))
        .ifPresent(_ -> tellOthers("one part of them is"));
    var train = mixed(files, PictureFolder.TRAIN).orElseThrow();
    var validation = mixed(files, PictureFolder.VALIDATION);
    var test = mixed(files, PictureFolder.TEST);
    if (validation.isEmpty() && wanted.validation() > 0) {
      var halves = train.splitStratified(1 - wanted.validation(), wanted.validation());
      tellAbsent(halves, train.classNames());
      train = halves.getFirst();
      validation = Optional.of(halves.getLast());
    }
    return new DataParts(
        wanted.limited(train), validation.map(wanted::limited), test.map(wanted::limited), facts);
  }

  /// Names the classes that have too few pictures to be in every part.
  private void tellAbsent(List<Dataset> parts, List<String> classes) {
    var absent = new TreeSet<String>();
    for (var part : parts) {
      int[] counts = part.classCounts();
      for (int i = 0; i < counts.length; i++) {
        if (counts[i] == 0) {
          absent.add(classes.get(i));
        }
      }
    }
    if (!absent.isEmpty()) {
      console
          .progress(json)
          .printf(
              "Too few pictures to be in each of the %d parts: %s.%n",
              parts.size(), String.join(", ", absent));
    }
  }

  private Optional<Dataset> mixed(Map<String, PictureFiles> files, String part) {
    return Optional.ofNullable(files.get(part))
        .map(found -> dataset(found).mix(wanted.division().map(Wanted.Division::seed).orElse(0L)));
  }

  private Dataset dataset(PictureFiles files) {
    return wanted.prepared(files.dataset());
  }

  // ---- classes ---------------------------------------------------------------------------------

  /// The classes the network knows, or those of the training part.
  private List<String> classes() {
    var first = parts.getOrDefault(PictureFolder.TRAIN, parts.values().iterator().next());
    if (wanted.input().labels().isEmpty() && first.classNames().size() < 2) {
      throw new DataException(
          name,
          "pictures of at least two classes, each in a folder of its name",
          "one class " + first.classNames(),
          "add a folder with pictures of something else.");
    }
    var order = wanted.input().labels().isEmpty() ? first.classNames() : wanted.input().labels();
    var unknown = new TreeSet<String>();
    parts.values().forEach(part -> unknown.addAll(part.classNames()));
    order.forEach(unknown::remove);
    if (!unknown.isEmpty()) {
      throw new DataException(
          name,
          "classes among " + order,
          unknown.first(),
          wanted.input().labels().isEmpty()
              ? "give the training part a folder of that name, or remove it."
              : "evaluate on classes that the model learned.");
    }
    return order;
  }

  /// As the network wants them, with labels that count along `order`.
  private PictureFiles sized(PictureFiles files, List<String> order) {
    var labelled = new ArrayList<PictureFiles.Labelled>();
    for (var file : files.files()) {
      var label = order.indexOf(files.classNames().get((int) file.label()));
      labelled.add(new PictureFiles.Labelled(file.file(), label));
    }
    return PictureFiles.of(labelled, order).like(wanted.input());
  }

  // ---- broken files ----------------------------------------------------------------------------

  /// Reads every file once, so that training never meets a broken one.
  private PictureFiles readable(PictureFiles files) {
    var line = console.work(json, "checking", "pictures", 1);
    var looked = new AtomicInteger();
    var broken =
        files.files().parallelStream()
            .flatMap(file -> {
              var found = look(file);
              synchronized (line) {
                line.at(looked.incrementAndGet(), files.files().size());
              }
              return found.stream();
            })
            .toList();
    if (broken.isEmpty()) {
      return full(files, files.files());
    }
    if (wanted.strict()) {
      throw new DataException(
          broken.getFirst().file().file().toString(),
          "a picture that can be read",
          broken.getFirst().problem(),
          "repair or remove it, or leave out --strict.");
    }
    var told = console.progress(json);
    told.printf(
        "%d of %d pictures cannot be read and are left out:%n",
        broken.size(), files.files().size());
    broken.stream()
        .limit(MOST_NAMED)
        .forEach(one ->
            told.println(Printable.of("  " + one.file().file() + " (" + one.problem() + ")")));
    if (broken.size() > MOST_NAMED) {
      told.println("  and " + (broken.size() - MOST_NAMED) + " more; see 'fovea data check'");
    }
    var kept = new ArrayList<>(files.files());
    kept.removeAll(broken.stream().map(Broken::file).toList());
    return full(files, kept);
  }

  /// Only these files, at least one of each class.
  private PictureFiles full(PictureFiles files, List<PictureFiles.Labelled> kept) {
    var labels = new boolean[files.classNames().size()];
    kept.forEach(file -> labels[(int) file.label()] = true);
    for (int i = 0; i < labels.length; i++) {
      if (!labels[i]) {
        throw new DataException(
            name,
            "pictures of each class",
            "none of " + files.classNames().get(i) + " that can be read",
            "add some, or leave the class out.");
      }
    }
    return PictureFiles.of(kept, files.classNames());
  }

  private static Optional<Broken> look(PictureFiles.Labelled file) {
    try {
      var _ = Images.read(file.file(), ImageLimits.DEFAULT);
      return Optional.empty();
    } catch (FoveaException e) {
      return Optional.of(new Broken(file, "expected " + e.expected() + ", got " + e.got()));
    }
  }
}
