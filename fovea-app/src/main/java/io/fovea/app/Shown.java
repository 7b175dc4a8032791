// SPDX-License-Identifier: Apache-2.0
package io.fovea.app;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.fovea.error.Printable;
import io.fovea.system.Glyphs;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.util.Arrays;

/// Text on its way to a terminal, whoever chose it: what a terminal would obey (control characters,
/// changes of direction) and what its charset lacks is written like `\u001b`, which JSON understands, too;
/// our own lines and signs become ASCII ones.
///
/// Mutable; for one thread at a time, as the stream that writes to it sees to.
final class Shown extends OutputStream {
  private final PrintStream target;
  private final Charset charset;
  private final CharsetEncoder encoder;
  private byte[] begun = {};

  private Shown(PrintStream target) {
    this.target = target;
    this.charset = target.charset();
    this.encoder = (charset.canEncode() ? charset : US_ASCII).newEncoder();
  }

  /// A stream that writes to another one what may be shown there, at once.
  static PrintStream on(PrintStream target) {
    return new PrintStream(new Shown(target), true, UTF_8);
  }

  @Override
  public void write(int single) {
    write(new byte[] {(byte) single}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int count) {
    var all = Arrays.copyOf(begun, begun.length + count);
    System.arraycopy(bytes, from, all, begun.length, count);
    int end = whole(all);
    begun = Arrays.copyOfRange(all, end, all.length);
    target.print(shown(new String(all, 0, end, UTF_8)));
  }

  /// Where the last whole character of UTF-8 ends.
  private static int whole(byte[] text) {
    for (int back = 1; back <= Math.min(3, text.length); back++) {
      int lead = text[text.length - back] & 0xff;
      if (lead < 0x80 || lead >= 0xc0) {
        int length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1;
        return length > back ? text.length - back : text.length;
      }
    }
    return text.length;
  }

  private String shown(String text) {
    var shown = new StringBuilder(text.length());
    int begin = 0;
    for (int i = 0; i <= text.length(); i++) {
      if (i == text.length() || text.charAt(i) == '\n' || text.charAt(i) == '\t') {
        boolean windows = i > begin && i < text.length() && text.charAt(i - 1) == '\r';
        shown.append(Printable.of(text.substring(begin, windows ? i - 1 : i)));
        shown.append(text, windows ? i - 1 : i, Math.min(i + 1, text.length()));
        begin = i + 1;
      }
    }
    return encodable(Glyphs.in(charset, shown.toString()));
  }

  private String encodable(String text) {
    if (charset.equals(UTF_8) || encoder.canEncode(text)) {
      return text;
    }
    var plain = new StringBuilder(text.length());
    for (char c : text.toCharArray()) {
      plain.append(encoder.canEncode(c) ? String.valueOf(c) : "\\u%04x".formatted((int) c));
    }
    return plain.toString();
  }

  @Override
  public void flush() {
    target.flush();
  }
}
