// SPDX-License-Identifier: Apache-2.0
package io.fovea.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// The Java of one page of the guide, as its reader would paste it into one file: imports in front, types,
/// and everything else in `main`, in the order of the page.
///
/// @param name of the program
/// @param blocks what stands between ```` ```java ```` and ```` ``` ````
record GuidePage(String name, List<String> blocks) {
  private static final Pattern BLOCK = Pattern.compile("(?s)```java\n(.*?)```");
  private static final Pattern TYPE = Pattern.compile("(record|class|interface|enum) .*");

  static GuidePage of(Path page) throws IOException {
    var blocks =
        BLOCK.matcher(Files.readString(page)).results().map(found -> found.group(1)).toList();
    var file = String.valueOf(page.getFileName()).replace(".md", "").replace('-', '_');
    return new GuidePage("Guide_" + file.toLowerCase(Locale.ROOT), blocks);
  }

  /// The text of the file.
  String program() {
    var imports = new ArrayList<String>();
    var types = new ArrayList<String>();
    var statements = new ArrayList<String>();
    for (var block : blocks) {
      var isType = block.stripIndent().lines().anyMatch(line -> TYPE.matcher(line).matches());
      for (var line : block.lines().toList()) {
        (line.startsWith("import ") ? imports : isType ? types : statements).add(line);
      }
    }
    return String.join("\n", imports.stream().distinct().toList())
        + "\n\n"
        + String.join("\n", types)
        + "\n\nvoid main() throws Exception {\n"
        + String.join("\n", statements)
        + "\n}\n";
  }
}
