// SPDX-License-Identifier: Apache-2.0
package io.fovea.app;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;

/// Help that fits the terminal.
final class Help {
  /// Columns elsewhere than on a terminal.
  static final int WIDTH = 80;

  /// What picocli can do with.
  private static final int NARROWEST = 55;

  private Help() {}

  /// Gives a command and those below it this width; where a terminal is wider, lines stay readable.
  static void tidy(CommandLine line, int columns) {
    line.setUsageHelpAutoWidth(false);
    line.setUsageHelpWidth(Math.clamp(columns, NARROWEST, WIDTH));
    flow(line);
  }

  private static void flow(CommandLine line) {
    var usage = line.getCommandSpec().usageMessage();
    usage.footer(paragraphs(usage.footer()));
    line.getSubcommands().values().forEach(Help::flow);
  }

  /// Lines that follow each other become one, which is broken where the width ends; examples, which
  /// are indented, stay as they are.
  static String[] paragraphs(String[] lines) {
    var paragraphs = new ArrayList<String>();
    boolean goesOn = false;
    for (var text : List.of(lines)) {
      boolean flows = !text.isEmpty() && !text.startsWith(" ");
      if (flows && goesOn) {
        paragraphs.set(paragraphs.size() - 1, paragraphs.getLast() + " " + text);
      } else {
        paragraphs.add(text);
      }
      goesOn = flows;
    }
    return paragraphs.toArray(String[]::new);
  }
}
