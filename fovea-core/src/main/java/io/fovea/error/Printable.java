// SPDX-License-Identifier: Apache-2.0
package io.fovea.error;

import io.fovea.Internal;
import java.util.HexFormat;

/// Text that came from outside, such as a name in a file, made fit to be shown.
@Internal
public final class Printable {
  private static final String GAP = "...";

  private Printable() {}

  /// The text on one line: white space becomes blanks, and what a terminal would obey or not show
  /// (control characters, changes of direction, half characters) is written like `\u001b`.
  public static String of(String text) {
    if (text.chars().allMatch(c -> c >= ' ' && c <= '~')) {
      return text;
    }
    var plain = new StringBuilder();
    text.codePoints()
        .forEach(point -> {
          if (Character.isWhitespace(point) || Character.isSpaceChar(point)) {
            plain.append(' ');
          } else if (isShown(point)) {
            plain.appendCodePoint(point);
          } else {
            plain.append("\\u").append(HexFormat.of().toHexDigits(point, point > 0xFFFF ? 6 : 4));
          }
        });
    return plain.toString();
  }

  /// The text on one line, its middle left out where it is longer.
  ///
  /// @param most characters, at least 5
  public static String of(String text, int most) {
    if (text.length() > 2 * most + 2) { // enough of it, so that nobody looks at megabytes
      return of(text.substring(0, most) + ' ' + text.substring(text.length() - most), most);
    }
    var plain = of(text);
    if (plain.length() <= most) {
      return plain;
    }
    int tail = (most - GAP.length()) / 2;
    int head = most - GAP.length() - tail;
    return plain.substring(0, whole(plain, head))
        + GAP
        + plain.substring(plain.length() - tail + half(plain, plain.length() - tail));
  }

  private static boolean isShown(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }

  /// The same end, or one less where a character of two halves would be cut.
  private static int whole(String text, int end) {
    return end - half(text, end);
  }

  private static int half(String text, int at) {
    return Character.isLowSurrogate(text.charAt(at)) ? 1 : 0;
  }
}
