// SPDX-License-Identifier: Apache-2.0
package io.fovea.system;

import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;

/// Lines, bars and signs for people, in the characters that a terminal has: `┃` becomes `|` where it
/// cannot be shown. The text keeps its width.
public final class Glyphs {
  private static final String OURS = "━─┃│┏┳┓┡╇┩├┼┤└┴┘…×µ·→≥≤–—’";
  private static final String PLAIN = "=-||++++++++++++~xu.>><--'";

  private Glyphs() {}

  /// The text with a plain sign for each of ours that the charset lacks; all else stays.
  public static String in(Charset charset, String text) {
    if (isAscii(text) || showsAll(charset)) {
      return text;
    }
    CharsetEncoder encoder = encoder(charset);
    var plain = new StringBuilder(text.length());
    for (char c : text.toCharArray()) {
      int ours = OURS.indexOf(c);
      plain.append(ours >= 0 && !encoder.canEncode(c) ? PLAIN.charAt(ours) : c);
    }
    return plain.toString();
  }

  /// The charset of standard output, as the JDK found it when it started.
  public static Charset standardOutput() {
    var name = System.getProperty("stdout.encoding", "UTF-8");
    return Charset.isSupported(name) ? Charset.forName(name) : StandardCharsets.US_ASCII;
  }

  private static boolean isAscii(String text) {
    return text.chars().allMatch(c -> c < 0x80);
  }

  private static boolean showsAll(Charset charset) {
    return charset.equals(StandardCharsets.UTF_8);
  }

  private static CharsetEncoder encoder(Charset charset) {
    return (charset.canEncode() ? charset : StandardCharsets.US_ASCII).newEncoder();
  }
}
