// SPDX-License-Identifier: Apache-2.0
package io.fovea.train;

import io.fovea.system.Glyphs;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;

/// What there is to say of a step, and a bar as long as there is room for.
///
/// @param count of the step, as `23/63`
/// @param done share of the epoch
/// @param time left, or taken
/// @param perStep time of a step; empty if it is left out
/// @param rate pictures per second; empty if it is left out
/// @param values of loss and metrics
/// @param length of the bar, in characters
record ProgressLine(
    String count,
    double done,
    String time,
    String perStep,
    String rate,
    List<String> values,
    int length) {
  private static final int LONGEST = 20;
  private static final int SHORTEST = 5;
  private static final String BETWEEN = " - ";

  /// Copies the list.
  ProgressLine {
    values = List.copyOf(values);
  }

  ProgressLine(
      String count, double done, String time, String perStep, String rate, List<String> values) {
    this(count, done, time, perStep, rate, values, LONGEST);
  }

  /// As a log has it, without a bar.
  String plain() {
    var parts = new ArrayList<>(List.of(count, time, perStep, rate));
    parts.addAll(values);
    return String.join(BETWEEN, parts);
  }

  /// What fits so many columns: of the values as many as there is room for beside a short bar, then
  /// the speed, then a longer bar.
  ProgressLine cut(int room) {
    int free = room - count.length() - 1 - SHORTEST - 1 - time.length();
    var kept = new ArrayList<String>();
    for (var value : values) {
      if (needs(value) <= free) {
        free -= needs(value);
        kept.add(value);
      }
    }
    boolean step = needs(perStep) <= free;
    boolean speed = step && needs(perStep) + needs(rate) <= free;
    var line = new ProgressLine(count, done, time, step ? perStep : "", speed ? rate : "", kept, 0);
    int bar = Math.min(LONGEST, room - line.width() - 1);
    return bar < 1
        ? new ProgressLine(
            first(count, room), done, first(time, room - count.length() - 1), "", "", List.of(), 0)
        : new ProgressLine(count, done, time, line.perStep, line.rate, kept, bar);
  }

  private static int needs(String text) {
    return BETWEEN.length() + text.length();
  }

  private static String first(String text, int room) {
    return room >= text.length() ? text : text.substring(0, Math.max(0, room));
  }

  /// What was left out, on lines of their own.
  List<String> rest(ProgressLine shown, int room) {
    var parts = new ArrayList<>(List.of(perStep, rate));
    parts.addAll(values);
    parts.removeAll(shown.values);
    parts.removeAll(List.of(shown.perStep, shown.rate));
    var lines = new ArrayList<String>();
    for (var part : parts) {
      var joined = lines.isEmpty() ? "" : lines.getLast() + BETWEEN + part;
      if (joined.isEmpty() || joined.length() > room) {
        lines.add("  " + part);
      } else {
        lines.set(lines.size() - 1, joined);
      }
    }
    return lines;
  }

  /// Columns on a terminal.
  int width() {
    return count.length()
        + (length == 0 ? 0 : 1 + length)
        + (time.isEmpty() ? 0 : 1 + tail().length());
  }

  /// With a green bar before a white one, of lines where the charset has them.
  String drawn(Charset charset) {
    if (length == 0) {
      return count + (time.isEmpty() ? "" : " " + tail());
    }
    int full = (int) (length * done);
    boolean lines = Glyphs.in(charset, "━").equals("━");
    return count
        + " \033[32m"
        + (lines ? "━" : "#").repeat(full)
        + "\033[0m\033[37m"
        + (lines ? "━" : "-").repeat(length - full)
        + "\033[0m "
        + tail();
  }

  private String tail() {
    var tail = new StringBuilder(time);
    tail.append(perStep.isEmpty() ? "" : " ").append(perStep);
    tail.append(rate.isEmpty() ? "" : BETWEEN).append(rate);
    values.forEach(value -> tail.append(BETWEEN).append(value));
    return tail.toString();
  }
}
