// SPDX-License-Identifier: Apache-2.0
package io.fovea.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fovea.error.DataException;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PictureTableTest {
  @TempDir Path folder;
  private Path table = Path.of("");

  @BeforeEach
  void files() throws IOException {
    table = folder.resolve("table.csv");
    for (String name : new String[] {"a/1.jpg", "a/2.PNG", "b/x, y.jpg", "b/Bl\u00fcte.jpg"}) {
      Files.createDirectories(folder.resolve(name).getParent());
      Files.write(folder.resolve(name), new byte[0]);
    }
  }

  /// Files and labels as text: `a/1.jpg=cat`.
  private java.util.List<String> read(String text, Charset charset) throws IOException {
    Files.write(table, text.getBytes(charset));
    var files = Datasets.csv(table);
    return files.files().stream()
        .map(one ->
            folder.relativize(one.file()).toString().replace('\\', '/')
                + "="
                + files.classNames().get((int) one.label()))
        .toList();
  }

  private java.util.List<String> read(String text) throws IOException {
    return read(text, StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a/1.jpg,cat\na/2.PNG,dog\n",
        "\uFEFFa/1.jpg,cat\na/2.PNG,dog\n",
        "path,label\na/1.jpg,cat\na/2.PNG,dog",
        "\uFEFFpath,label\r\na/1.jpg,cat\r\n\r\na/2.PNG,dog\r\n",
        "label,path\ncat,a/1.jpg\ndog,a/2.PNG\n",
        "cat,a/1.jpg\ndog,a/2.PNG\n",
        "a/1.jpg;cat\na/2.PNG;dog\n",
        "File Name\tClass\na/1.jpg\tcat\na/2.PNG\tdog\n",
        "id,species,image_path,by\n7,cat,a/1.jpg,me\n8,dog,a/2.PNG,me\n",
        "  a/1.jpg , cat \n\n \n\"a/2.PNG\" ,\"dog\"\n",
        "was,wo\ncat,a/1.jpg\ndog,a/2.PNG\n",
        "a\\1.jpg,cat\na\\2.PNG,dog\n",
        "./a/../a/1.jpg,cat\ra/2.PNG,dog\r"
      })
  void columnsAreFoundWhateverTheFormOfTheTable(String text) throws IOException {
    assertThat(read(text)).containsExactly("a/1.jpg=cat", "a/2.PNG=dog");
  }

  @Test
  void quotedCellsHoldSeparatorsQuotesAndUmlauts() throws IOException {
    assertThat(read("path,label\n\"b/x, y.jpg\",\"a \"\"b\"\"; c\"\nb/Bl\u00fcte.jpg,Bl\u00fcte\n"))
        .containsExactly("b/x, y.jpg=a \"b\"; c", "b/Bl\u00fcte.jpg=Bl\u00fcte");
  }

  @Test
  void utf16IsReadWhereItsMarkSaysSo() throws IOException {
    assertThat(read("\uFEFFb/Bl\u00fcte.jpg\tcat\n", StandardCharsets.UTF_16LE))
        .containsExactly("b/Bl\u00fcte.jpg=cat");
    assertThat(read("\uFEFFb/Bl\u00fcte.jpg\tcat\n", StandardCharsets.UTF_16BE))
        .containsExactly("b/Bl\u00fcte.jpg=cat");
    assertThatThrownBy(() -> read("a/1.jpg,cat\n", StandardCharsets.UTF_16LE))
        .hasMessage(
            table
                + ", line 1: expected text in UTF-8, or in UTF-16 with its mark, got a byte 0.\n"
                + "  Fix: save the table as UTF-8.");
  }

  @Test
  void latin1IsNamedAndNotGuessed() {
    assertThatThrownBy(
            () -> read("a/1.jpg,cat\nb/Bl\u00fcte.jpg,cat\n", StandardCharsets.ISO_8859_1))
        .isInstanceOf(DataException.class)
        .hasMessage(
            table
                + ", line 2: expected text in UTF-8, or in UTF-16 with its mark, got a byte that is"
                + " none, as in Latin-1.\n  Fix: save the table as UTF-8.");
  }

  @Test
  void sameNamesInOtherFormsOfUnicodeAreTheSameClass() throws IOException {
    assertThat(read("a/1.jpg,Bl\u00fcte\na/2.PNG,Blu\u0308te\n"))
        .containsExactly("a/1.jpg=Bl\u00fcte", "a/2.PNG=Bl\u00fcte");
  }

  @Test
  void repeatedLinesCountOnceAndAreTold() throws IOException {
    assertThat(read("a/1.jpg,cat\na/2.PNG,dog\n./a/1.jpg,cat\na/1.jpg,cat\n"))
        .containsExactly("a/1.jpg=cat", "a/2.PNG=dog");
    assertThat(Datasets.csv(table).leftOut()).hasToString("left out: 2 repeated lines");
    assertThatThrownBy(() -> read("a/1.jpg,cat\na/2.PNG,dog\na/1.jpg,dog\n"))
        .hasMessage(
            table
                + ", line 3: expected 'cat', as line 1 says of this picture, got 'dog'.\n"
                + "  Fix: leave one label for a/1.jpg.");
  }

  @Test
  void rowsThatLackACellAreNamed() {
    assertThatThrownBy(() -> read("a/1.jpg,dog\n\na/2.PNG\n"))
        .isInstanceOf(DataException.class)
        .hasMessage(
            table
                + ", line 3: expected a path and a label, got 'a/2.PNG'.\n"
                + "  Fix: correct the line; quote cells that hold separators.");
    assertThatThrownBy(() -> read("a/1.jpg,dog\na/2.PNG,\n"))
        .hasMessageContaining(", line 2: expected a path and a label, got 'a/2.PNG,'.");
    assertThatThrownBy(() -> read("a/1.jpg,dog\nb/x, y.jpg,dog\n"))
        .hasMessageContaining(", line 2: expected a path and a label, got 'b/x,y.jpg,dog'.");
    assertThatThrownBy(() -> read("a/1.jpg,dog\n\"a/2.PNG,dog\n"))
        .hasMessageContaining(", line 2: expected a quote at the end of the cell, got none.");
    assertThatThrownBy(() -> read("\"a/1.jpg\"x,dog\n"))
        .hasMessageContaining(", line 1: expected a separator behind a quoted cell, got 'x'.");
  }

  @Test
  void tablesWithoutTheTwoColumnsAreRefused() {
    assertThatThrownBy(() -> read("id,breed\n0001,beagle\n"))
        .hasMessage(
            table
                + ", line 1: expected a path and a label, or headings 'path' and 'label', got"
                + " 'id,breed'.\n  Fix: name the two columns in the first line.");
    assertThatThrownBy(() -> read("a/1.heic,cat\na/2.heic,cat\n"))
        .hasMessageContaining("line 1: expected a path and a label, or headings");
    assertThatThrownBy(() -> read("")).hasMessageContaining("at least 1 example, got 0 examples");
    assertThatThrownBy(() -> read("path,label\n")).hasMessageContaining("got 0 examples");
  }

  @Test
  void pathsThatLeadNowhereAreRefusedAltogether() {
    assertThatThrownBy(() -> read("c/1.jpg,cat\nc/2.jpg,dog\n"))
        .hasMessage(
            table
                + ": expected paths of pictures, relative to its folder, got no such file as "
                + folder.resolve("c/1.jpg")
                + ".\n  Fix: correct the paths, or move the table.");
  }

  @Test
  void controlCharactersInLabelsAreRefused() {
    assertThatThrownBy(() -> read("a/1.jpg,\"a\nb\"\n"))
        .hasMessageContaining("expected names of classes without control characters, got 'a");
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no pipes among its files")
  @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void whatIsNoRegularFileIsRefusedBeforeItIsRead() throws Exception {
    Path pipe = folder.resolve("pipe.csv");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor(9, TimeUnit.SECONDS))
        .isTrue();
    for (Path path : new Path[] {pipe, Path.of("/dev/zero"), folder}) {
      assertThatThrownBy(() -> Datasets.csv(path))
          .isInstanceOf(DataException.class)
          .hasMessageStartingWith(path + ": expected a table of pictures, got a ");
    }
  }
}
