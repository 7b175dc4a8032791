package io.fovea.app;

import io.fovea.error.FoveaException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Objects;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// Problems as sentences for the user.
final class Problems {
  private Problems() {}

  /// What was wrong with the options, and where help is.
  static String wrongUsage(ParameterException problem) {
    var command = problem.getCommandLine().getCommandSpec().qualifiedName();
    var text = text(problem);
    return command
        + ": "
        + (text.endsWith(".") ? text : text + ".")
        + "\n  Fix: '"
        + command
        + " --help' shows how it is used.";
  }

  private static String text(ParameterException problem) {
    var line = problem.getCommandLine();
    if (problem instanceof UnmatchedArgumentException unmatched
        && !line.getSubcommands().isEmpty()
        && !unmatched.isUnknownOption()) {
      return "expected one of "
          + List.copyOf(line.getSubcommands().keySet())
          + ", got "
          + unmatched.getUnmatched().getFirst();
    }
    return Objects.requireNonNullElse(problem.getMessage(), "wrong options");
  }

  /// What went wrong while a command worked.
  static String sentence(Throwable problem) {
    return switch (problem) {
      case FoveaException e -> text(e);
      case IllegalArgumentException e -> text(e);
      case IllegalStateException e -> text(e);
      case UncheckedIOException e -> file(Objects.requireNonNullElse(e.getCause(), e));
      case IOException e -> file(e);
      default -> unexpected(problem);
    };
  }

  private static String text(RuntimeException problem) {
    var text = problem.getMessage();
    return text == null || text.isBlank() ? unexpected(problem) : text;
  }

  private static String file(Throwable problem) {
    var text = Objects.requireNonNullElse(problem.getMessage(), "");
    return switch (problem) {
      case NoSuchFileException _ ->
          FoveaException.format(text, "a file or folder", "none of that name", "check the path.");
      case AccessDeniedException _ ->
          FoveaException.format(
              text, "a file that may be used", "no permission", "change its permissions.");
      case FileAlreadyExistsException _ ->
          FoveaException.format(
              text, "a folder", "something else of that name", "choose another place.");
      default ->
          FoveaException.format(
              text.isBlank() ? "fovea" : text,
              "files that can be read and written",
              problem.getClass().getSimpleName(),
              "check permissions and free space.");
    };
  }

  private static String unexpected(Throwable problem) {
    var text = problem.getMessage();
    return FoveaException.format(
        "fovea",
        "no such thing to happen",
        problem.getClass().getSimpleName() + (text == null ? "" : " (" + text + ")"),
        "run it again with --debug and report what it shows.");
  }
}
