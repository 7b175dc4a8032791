// SPDX-License-Identifier: Apache-2.0
package io.fovea.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// An option that would do nothing is wrong usage.
class OptionsWithoutEffectTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          augment --write light x.json --grid 2x2 | --grid | a PICTURE to draw | 2x2
          augment --write light x.json --seed 7   | --seed | a PICTURE to draw | 7
          augment a.png --pipeline light --augment strong | --augment | none together with --pipeline, its older name | strong
          summary lenet5 --model lenet5  | --model | none for a network of the zoo | lenet5
          summary lenet5 --json --columns | --columns | none together with --json, which has all | it
          summary lenet5 --json --width 60 | --width | none together with --json, which has all | 60
          scale --grid-step 0.5 --alpha 1.3 | --alpha | none together with --grid-step, which tries all | 1.3
          train --strict | --strict | none for mnist10k, whose pictures have one size and parts of their own | it
          train --resume --strict | --strict | none together with --resume, as a run keeps its settings | it
          """)
  void anOptionWithoutEffectIsRefused(String words, String option, String expected, String got) {
    assertRefused(Cli.run((Object[]) words.split(" +")), option, expected, got);
    assertThat(Path.of("x.json")).doesNotExist();
  }

  @Test
  void aFolderWithAPartForValidationHoldsBackNothing() throws Exception {
    for (var part : new String[] {"train", "validation", "test"}) {
      Painted.folder(folder.resolve(part), 2, 3);
    }
    var run = Cli.run("train", "--data", folder, "--validation", 0.2);
    assertRefused(run, "--validation", "none for " + folder + ", which has a part for it", "0.2");
  }

  private static void assertRefused(Cli run, String option, String expected, String got) {
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err())
        .contains(
            "Invalid value for option '"
                + option
                + "': expected "
                + expected
                + ", got "
                + got
                + ".\n  Fix: ");
  }

  /// A row that somebody edited, before the phase that goes on.
  @Test
  void aRowThatIsNoNumberNamesItsFile() throws Exception {
    var file = folder.resolve("history.csv");
    Files.writeString(file, "epoch,loss\r\n1,0.5\r\n2,much\r\n");
    assertThat(HistoryRows.read(file).first(file, 1).rows()).hasSize(1);
    assertThatThrownBy(() -> HistoryRows.whole(file))
        .hasMessage(
            file + ": expected numbers, got much.\n  Fix: bring the file back, or train anew.");
  }
}
