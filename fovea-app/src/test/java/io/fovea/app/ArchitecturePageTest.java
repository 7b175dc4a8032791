// SPDX-License-Identifier: Apache-2.0
package io.fovea.app;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// ARCHITECTURE.md leads to files that exist, in walks of at most twelve stations.
final class ArchitecturePageTest {
  private static final Path ROOT = root();
  private static final Pattern LINK = Pattern.compile("]\\(([^)#:]+)\\)");
  private static final Pattern STATION =
      Pattern.compile("(\\d+)\\. \\[(\\w+)]\\(.*/(\\w+)\\.java\\): .+");

  private static Path root() {
    var folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("LICENSE"))) {
      folder = Objects.requireNonNull(folder.getParent(), "a folder that holds LICENSE");
    }
    return folder;
  }

  @Test
  void everyLinkLeadsToAFile() throws IOException {
    var links =
        LINK.matcher(Files.readString(ROOT.resolve("ARCHITECTURE.md")))
            .results()
            .map(link -> link.group(1))
            .toList();
    assertThat(links).hasSizeGreaterThan(40).allMatch(link -> Files.exists(ROOT.resolve(link)));
  }

  @Test
  void walksAreShortAndNameTheirStations() throws IOException {
    var stations =
        Files.readAllLines(ROOT.resolve("ARCHITECTURE.md")).stream()
            .map(STATION::matcher)
            .filter(Matcher::matches)
            .toList();
    assertThat(stations.stream().filter(station -> station.group(1).equals("1"))).hasSize(4);
    assertThat(stations)
        .allMatch(station -> Integer.parseInt(station.group(1)) <= 12)
        .allMatch(station -> station.group(2).equals(station.group(3)));
  }

  private static List<Path> packages() throws IOException {
    var found = new ArrayList<Path>();
    for (var module : List.of("core", "onednn", "formats", "app")) {
      try (var files = Files.walk(ROOT.resolve("fovea-" + module + "/src/main/java"))) {
        files.filter(file -> file.endsWith("package-info.java")).forEach(found::add);
      }
    }
    return found;
  }

  private static String nameOf(Path packageInfo) {
    var folder = packageInfo.getParent().toString().replace(File.separatorChar, '.');
    return folder.substring(folder.lastIndexOf(".io.fovea") + 1);
  }

  private static String section(String heading) throws IOException {
    var page = Files.readString(ROOT.resolve("ARCHITECTURE.md"));
    var start = page.indexOf("\n## " + heading);
    return page.substring(start, page.indexOf("\n## ", start + 1));
  }

  @Test
  void everyPackageStandsInTheTable() throws IOException {
    var table = section("Packages");
    assertThat(packages())
        .hasSizeGreaterThan(20)
        .allSatisfy(file -> {
          var name = nameOf(file);
          assertThat(table)
              .containsAnyOf("`" + name + "`", "`" + name.substring(name.lastIndexOf('.')) + "`");
        });
  }

  @Test
  void packagesThatPromiseNothingAreNamed() throws IOException {
    var marked = new TreeSet<String>();
    for (var file : packages()) {
      if (Files.readString(file).contains("\n@Internal\n")) {
        marked.add(nameOf(file));
      }
    }
    var named =
        Pattern.compile("`(io\\.fovea[a-z0-9.]*)`")
            .matcher(section("What is promised"))
            .results()
            .map(match -> match.group(1))
            .collect(toCollection(TreeSet::new));
    assertThat(named).isEqualTo(marked).isNotEmpty();
  }
}
