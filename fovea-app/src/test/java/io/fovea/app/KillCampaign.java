// SPDX-License-Identifier: Apache-2.0
package io.fovea.app;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/// Kills a training run at changes of its files, resumes it, and compares what it leaves with what a
/// run leaves that nobody killed; then lets changes fail as a full disk, missing permissions and an
/// interrupted thread do.
///
/// ```
/// java -cp ... -Djava.nio.file.spi.DefaultFileSystemProvider=io.fovea.app.FaultyFiles \
///   io.fovea.app.KillCampaign FOLDER KILLS FAILURES SEED
/// ```
///
/// A kill is a change after which no change succeeds any more, clean-up included: what is on disk is
/// what SIGKILL leaves. Changes are files made, written and brought to disk, renames, links, folders
/// and removals; all but writes come first, in random order.
final class KillCampaign {
  private static final List<IOException> FAILURES =
      List.of(
          new IOException("No space left on device"),
          new AccessDeniedException("somewhere"),
          new ClosedByInterruptException());

  private final Path folder;
  private final Path data;
  private final Random random;
  private int wrong;

  private KillCampaign(Path folder, long seed) throws IOException {
    this.folder = folder;
    this.data = Painted.folder(folder.resolve("colors"), 2, 10);
    this.random = new Random(seed);
  }

  public static void main(String[] args) throws IOException {
    var campaign = new KillCampaign(Path.of(args[0]), Long.parseLong(args[3]));
    campaign.run(Integer.parseInt(args[1]), Integer.parseInt(args[2]));
    System.exit(campaign.wrong == 0 ? 0 : 1);
  }

  private void run(int kills, int failures) throws IOException {
    var whole = folder.resolve("whole");
    FaultyFiles.arm(whole, FaultyFiles.NEVER, false, () -> {});
    var ended = train(whole);
    var changes = FaultyFiles.disarm();
    if (ended.code() != 0) {
      throw new IllegalStateException(ended.text());
    }
    var expected = RunContents.of(onlyRun(whole).orElseThrow());
    System.out.println(changes.size() + " changes, " + expected.size() + " contents");
    for (int at : chosen(changes, kills)) {
      var what = "kill " + at + " (" + changes.get(at - 1) + ")";
      attack(what, expected, at, true, new IOException("killed"));
    }
    for (int at : chosen(changes, failures)) {
      var failure = FAILURES.get(random.nextInt(FAILURES.size()));
      var what = failure.getClass().getSimpleName() + " " + at + " (" + changes.get(at - 1) + ")";
      attack(what, expected, at, false, failure);
    }
    System.out.println(kills + " kills, " + failures + " failures: " + wrong + " wrong");
  }

  /// All changes but writes, then writes, each in random order.
  private List<Integer> chosen(List<String> changes, int count) {
    var rare = new ArrayList<Integer>();
    var writes = new ArrayList<Integer>();
    IntStream.rangeClosed(1, changes.size())
        .forEach(at -> (changes.get(at - 1).equals("write") ? writes : rare).add(at));
    Collections.shuffle(rare, random);
    Collections.shuffle(writes, random);
    rare.addAll(writes);
    return rare.subList(0, Math.min(count, rare.size()));
  }

  private void attack(
      String what, Map<String, String> expected, int at, boolean forever, IOException failure)
      throws IOException {
    var runs = folder.resolve("attacked");
    FaultyFiles.arm(
        runs,
        at,
        forever,
        () -> {
          throw failure;
        });
    var first = train(runs);
    FaultyFiles.disarm();
    if (!forever && !isSentence(first)) {
      wrong(what, "ended with " + first.code() + ":\n" + first.text());
    }
    var last = goOn(runs, first);
    var run = onlyRun(runs);
    if (run.isEmpty() || !RunContents.of(run.get()).equals(expected)) {
      wrong(what, "left\n" + run.map(KillCampaign::contents).orElse("nothing") + last.text());
    }
    try (var left = Files.walk(runs)) {
      left.filter(path -> path.toString().endsWith(".part"))
          .forEach(path -> wrong(what, "left " + path));
    }
    System.out.println(what + " done");
    remove(runs);
  }

  private static String contents(Path run) {
    try {
      return RunContents.of(run).toString();
    } catch (IOException e) {
      return e.toString();
    }
  }

  /// Resumes what there is; starts anew if the run had not begun.
  private Ended goOn(Path runs, Ended first) throws IOException {
    var run = onlyRun(runs);
    if (run.isEmpty()) {
      return train(runs);
    }
    return first.code() == 0 ? first : resume(run.get());
  }

  static Optional<Path> onlyRun(Path runs) throws IOException {
    if (!Files.isDirectory(runs)) {
      return Optional.empty();
    }
    try (var all = Files.list(runs)) {
      return all.filter(path -> path.getFileName().toString().startsWith("20"))
          .filter(Files::isDirectory)
          .findFirst();
    }
  }

  private static boolean isSentence(Ended ended) {
    var text = ended.text();
    return ended.code() == 0 || text.contains(": expected ") && !text.contains("\tat ");
  }

  private void wrong(String what, String text) {
    wrong++;
    System.out.println("WRONG " + what + ": " + text);
  }

  // ---- the command -----------------------------------------------------------------------------

  /// How a command ended.
  private record Ended(int code, String text) {}

  private Ended train(Path runs) {
    return command(words(data, runs));
  }

  /// A run with pictures, two phases, a feature cache, validation and a test part.
  static String[] words(Path data, Path runs) {
    return ("train --model lenet5 --size 28 --batch 8 --split 20,20,60 --freeze-base --epochs 2"
            + " --feature-cache --then-unfreeze --epochs 2 --data "
            + data
            + " --out "
            + runs)
        .split(" ");
  }

  private static Ended resume(Path run) {
    return command("train", "--resume", run.toString());
  }

  private static Ended command(String... words) {
    var told = new ByteArrayOutputStream();
    var out = new PrintStream(told, true, StandardCharsets.UTF_8);
    int code = Main.run(words, out, out);
    return new Ended(code, told.toString(StandardCharsets.UTF_8));
  }

  static void remove(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
