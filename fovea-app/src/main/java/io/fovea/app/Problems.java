// SPDX-License-Identifier: Apache-2.0
package io.fovea.app;

import io.fovea.error.FoveaException;
import io.fovea.error.Nearest;
import io.fovea.error.Printable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.Collection;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// Problems as sentences for the user, of at most 400 characters that can be shown.
final class Problems {
  private static final int MOST = 400;
  private static final int MOST_FIX = 160;
  private static final String FIX = "\n  Fix: ";

  private Problems() {}

  /// What was wrong with the options, and where help is.
  static String wrongUsage(ParameterException problem) {
    var line = problem.getCommandLine();
    var command = line.getCommandSpec().qualifiedName();
    if (problem instanceof UnmatchedArgumentException unmatched) {
      return limited(command + ": " + unmatched(command, line, unmatched));
    }
    var text = Objects.requireNonNullElse(problem.getMessage(), "wrong options");
    if (text.contains(FIX)) {
      return limited(command + ": " + text);
    }
    String end = text.endsWith(".") ? "" : ".";
    return limited(
        command + ": " + text + end + FIX + "'" + command + " --help' shows how it is used.");
  }

  private static String unmatched(
      String command, CommandLine line, UnmatchedArgumentException problem) {
    var got = problem.getUnmatched().getFirst();
    if (problem.isUnknownOption()) {
      var names =
          line.getCommandSpec().options().stream()
              .filter(option -> !option.hidden())
              .flatMap(option -> Arrays.stream(option.names()))
              .toList();
      return unknown(
          "an option of '" + command + "'", got, names, "'" + command + " --help' shows all.");
    }
    var commands = line.getSubcommands().keySet();
    return commands.isEmpty()
        ? "expected nothing more, got "
            + got
            + "."
            + FIX
            + "'"
            + command
            + " --help' shows how it is used."
        : unknown("a command", got, commands, "'" + command + " --help' lists all.");
  }

  /// A name that nobody knows: the ones it is like, and where all are.
  ///
  /// @param expected what kind of name
  /// @param list says where all names are, as a sentence
  static String unknown(String expected, String got, Collection<String> names, String list) {
    return "expected " + expected + ", got " + got + "." + FIX + Nearest.fix(got, names, list);
  }

  /// What went wrong while a command worked.
  static String sentence(Throwable problem) {
    return limited(
        switch (problem) {
          case FoveaException e -> Objects.requireNonNullElse(e.getMessage(), "");
          case InvalidPathException e -> "fovea: " + path(e);
          case NumberFormatException _ ->
              FoveaException.format(
                  "fovea", "a number", "text that is none", "correct it where it stands.");
          case IllegalArgumentException e -> text(e);
          case IllegalStateException e -> text(e);
          case UncheckedIOException e -> file(Objects.requireNonNullElse(e.getCause(), e));
          case IOException e -> file(e);
          case OutOfMemoryError e ->
              FoveaException.format(
                  "fovea",
                  "enough memory",
                  brief(e),
                  "give it more, FOVEA_JAVA_OPTS=-Xmx8g, or less to do: a smaller --batch.");
          case StackOverflowError _ ->
              FoveaException.format(
                  "fovea",
                  "less deeply nested data or networks",
                  "more levels than a thread's stack holds",
                  "give it more, FOVEA_JAVA_OPTS=-Xss64m.");
          case LinkageError e ->
              FoveaException.format(
                  "fovea",
                  "a complete program",
                  brief(e),
                  "build it anew, and see 'fovea doctor'.");
          default -> unexpected(problem);
        });
  }

  /// The sentence of ours if it is one, and not one of the JDK's.
  private static String text(RuntimeException problem) {
    var text = Objects.requireNonNullElse(problem.getMessage(), "");
    return text.contains(": expected ") || text.contains(FIX) ? text : unexpected(problem);
  }

  /// A text that is no path, without the place it stood at.
  static String path(InvalidPathException problem) {
    boolean unmappable = problem.getInput().chars().anyMatch(c -> c > '~');
    return "expected a path that this system can write, got "
        + problem.getInput()
        + "."
        + FIX
        + (unmappable
            ? "choose a locale that has all characters, as LC_ALL=C.UTF-8; this one is "
                + System.getProperty("native.encoding", "unknown")
                + "."
            : "leave out what is no character of a path.");
  }

  private static String file(Throwable problem) {
    var text = Objects.requireNonNullElse(problem.getMessage(), "");
    return switch (problem) {
      case NoSuchFileException _ ->
          FoveaException.format(
              text,
              "a file or folder, or a place where one can be made",
              "none of that name",
              "check the path.");
      case AccessDeniedException _ ->
          FoveaException.format(
              text, "a file that may be used", "no permission", "change its permissions.");
      case FileAlreadyExistsException _ ->
          FoveaException.format(
              text, "a folder", "something else of that name", "choose another place.");
      case FileSystemException e when e.getFile() != null && e.getReason() != null ->
          FoveaException.format(
              e.getFile(),
              "a file that can be read and written",
              "'" + e.getReason() + "'",
              "check permissions and free space.");
      case CharacterCodingException _ ->
          FoveaException.format(
              "fovea", "text in UTF-8", "bytes that are none", "save the file as UTF-8.");
      default ->
          FoveaException.format(
              "fovea",
              "files that can be read and written",
              brief(problem),
              "check permissions and free space.");
    };
  }

  private static String unexpected(Throwable problem) {
    return FoveaException.format(
        "fovea",
        "no such thing to happen",
        brief(problem),
        "run it again with --debug and report what it shows.");
  }

  private static String brief(Throwable problem) {
    var text = problem.getMessage();
    return problem.getClass().getSimpleName() + (text == null ? "" : " (" + text + ")");
  }

  private static String limited(String text) {
    int fix = text.indexOf(FIX);
    if (fix < 0) {
      return Printable.of(text, MOST);
    }
    var sentence = text.substring(0, fix);
    int room = Math.max(MOST_FIX, MOST - FIX.length() - sentence.length());
    var advice = Printable.of(text.substring(fix + FIX.length()), room);
    return Printable.of(sentence, MOST - FIX.length() - advice.length()) + FIX + advice;
  }
}
