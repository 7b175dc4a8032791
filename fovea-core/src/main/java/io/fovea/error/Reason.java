// SPDX-License-Identifier: Apache-2.0
package io.fovea.error;

import io.fovea.Internal;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.util.Objects;

/// What an error says, in words for users: the texts of the JDK name no place and often say nothing.
@Internal
public final class Reason {
  private static final String EXPECTED = ": expected ";

  private Reason() {}

  /// The sentence of an error as the end of "got ...", without its fix.
  public static String of(Throwable error) {
    String text = Objects.requireNonNullElse(error.getMessage(), "");
    if (text.contains(EXPECTED)) {
      String sentence = text.lines().findFirst().orElse("");
      return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    }
    return switch (error) {
      case ArithmeticException _ -> "numbers that are too large";
      case NegativeArraySizeException _ -> "numbers that are too large";
      case NumberFormatException _ -> "text where a number should be";
      case IndexOutOfBoundsException _ -> "less than it says";
      case InvalidPathException _ -> "text that is no path";
      case CharacterCodingException _ -> "bytes that are no text in UTF-8";
      case EOFException _ when text.isEmpty() || text.contains("ZLIB") -> "an end in the middle";
      case NoSuchFileException _ -> "no such file or folder";
      case AccessDeniedException _ -> "no permission";
      case FileSystemException e ->
          Objects.requireNonNullElse(e.getReason(), "something else there");
      case IOException _ when text.contains(" ") -> text; // as the system says it
      default -> "an error (" + error.getClass().getSimpleName() + ")";
    };
  }
}
