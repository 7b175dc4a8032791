// SPDX-License-Identifier: Apache-2.0
package io.fovea.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.fovea.error.FoveaException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Pattern;

/// Damaged and hostile variants of a file, each drawn from a number: bits that flipped, ends cut off,
/// parts moved, and values of the kind that readers trust: sizes, offsets, counts, names.
public final class Mutations {
  private static final long[] NUMBERS = {
    0,
    1,
    -1,
    0x7F,
    0xFF,
    0x7FFF,
    0xFFFF,
    Integer.MAX_VALUE,
    Integer.MIN_VALUE,
    0xFFFF_FFFFL,
    1L << 32,
    (1L << 32) + 1,
    1L << 61,
    Long.MAX_VALUE,
    Long.MIN_VALUE
  };

  private static final List<String> VALUES =
      List.of(
          "0",
          "-1",
          "1.5",
          "2147483647",
          "-2147483648",
          "4294967297",
          "9223372036854775807",
          "18446744073709551620",
          "1e999",
          "-1e-999",
          "1e308",
          "9".repeat(990),
          "NaN",
          "Infinity",
          "\"NaN\"",
          "\"-Infinity\"",
          "null",
          "true",
          "[]",
          "{}",
          "[[1,2],[3]]",
          "\"\"",
          "\"\\u0000\"",
          "\"\\u001b[31m\\n\\u202e\\ud800\"",
          "\"../../../etc/passwd\"",
          "\"/dev/zero\"",
          "\"http://localhost:1/\"",
          "\"" + "x".repeat(100_000) + "\"",
          "[".repeat(150) + "]".repeat(150),
          "[".repeat(100_000),
          "{\"a\":".repeat(100_000));

  /// A number, a word in quotes, or one of JSON's three words.
  private static final Pattern VALUE =
      Pattern.compile("-?\\d+(\\.\\d+)?([eE][-+]?\\d+)?|\"[^\"]{0,200}\"|true|false|null");

  private Mutations() {}

  /// Another file, for each number another one.
  public static byte[] bytes(byte[] original, long number) {
    var random = new SplittableRandom(number);
    var bytes = original.clone();
    for (int changes = random.nextInt(1, 5); changes > 0 && bytes.length > 0; changes--) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(8)) {
        case 0, 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 2 -> bytes[at] = (byte) 0xFF;
        case 3 -> bytes[at] = (byte) random.nextInt();
        case 4, 5 -> number(bytes, at, random);
        case 6 -> { // a part of the file lies elsewhere
          int from = random.nextInt(bytes.length);
          int most = bytes.length - Math.max(at, from);
          System.arraycopy(bytes, from, bytes, at, random.nextInt(Math.min(most, 512)));
        }
        default -> bytes = changes > 1 ? bytes : Arrays.copyOf(bytes, at);
      }
    }
    return bytes;
  }

  /// A field of 2, 4 or 8 bytes that becomes a size, count or offset of the worst kind.
  private static void number(byte[] bytes, int place, SplittableRandom random) {
    int width = 2 << random.nextInt(3);
    int at = random.nextBoolean() ? place & -width : place;
    if (at + width <= bytes.length) {
      long value =
          random.nextInt(4) == 0
              ? bytes.length + random.nextInt(-9, 10)
              : NUMBERS[random.nextInt(NUMBERS.length)];
      var field = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value);
      System.arraycopy(field.array(), 0, bytes, at, width);
    }
  }

  /// A text in JSON with some of its values replaced, repeated or left out.
  public static byte[] json(byte[] original, long number) {
    var random = new SplittableRandom(number);
    String text = new String(original, ISO_8859_1);
    for (int changes = random.nextInt(1, 3); changes > 0; changes--) {
      var found = VALUE.matcher(text);
      if (!found.find(random.nextInt(text.length()))) {
        continue;
      }
      String value =
          switch (random.nextInt(8)) {
            case 0 -> found.group() + "," + found.group();
            case 1 -> "";
            default -> VALUES.get(random.nextInt(VALUES.size()));
          };
      text = text.substring(0, found.start()) + value + text.substring(found.end());
    }
    return text.getBytes(ISO_8859_1);
  }

  /// Throws unless an error is one sentence for people: bounded, printable, and with a fix.
  public static void requireSentence(FoveaException problem) {
    String text = String.valueOf(problem.getMessage());
    boolean good =
        text.length() <= FoveaException.MOST
            && text.matches(
                "[^\\p{C}\\n]+: expected [^\\p{C}\\n]+, got [^\\p{C}\\n]+\\.\\n  Fix: .+")
            && !text.matches(
                "(?s).*(java\\.|For input string|Nul character|Input length|overflow).*");
    if (!good) {
      throw new AssertionError("expected a sentence for people, got " + text, problem);
    }
  }
}
