// SPDX-License-Identifier: Apache-2.0
package io.fovea.train;

import static io.fovea.train.Callbacks.csvLog;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fovea.error.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvLogTest {
  @TempDir Path folder;

  private static void write(CsvLog log, List<Logs> epochs) {
    var run = Runs.run();
    var watch = log.start(run);
    watch.onTrainBegin(run);
    for (int epoch = 0; epoch < epochs.size(); epoch++) {
      watch.onEpochEnd(run, epoch, epochs.get(epoch));
    }
  }

  private static Logs logs(Map<String, Double> values) {
    return new Logs(new TreeMap<>(values));
  }

  @Test
  void writesSortedNamesAndEpochsFromZeroAsKerasDoes() throws IOException {
    var file = folder.resolve("deep/er/history.csv");
    write(
        csvLog(file),
        List.of(
            logs(Map.of("loss", 0.5, "accuracy", 1.0)),
            logs(Map.of("loss", 1e-5, "accuracy", Double.NaN))));
    assertThat(Files.readString(file))
        .isEqualTo("epoch,accuracy,loss\r\n0,1.0,0.5\r\n1,nan,1e-05\r\n");
  }

  @Test
  void aMissingNumberIsNaAndANewOneIsLeftOut() throws IOException {
    var file = folder.resolve("history.csv");
    write(
        csvLog(file).separator(";"),
        List.of(logs(Map.of("a", 1.0, "b", 2.0)), logs(Map.of("b", 3.0, "c", 4.0))));
    assertThat(Files.readString(file)).isEqualTo("epoch;a;b\r\n0;1.0;2.0\r\n1;NA;3.0\r\n");
  }

  @Test
  void startsAnewUnlessAppending() throws IOException {
    var file = folder.resolve("history.csv");
    var epoch = List.of(Runs.logs("loss", 2));
    write(csvLog(file), epoch);
    write(csvLog(file), epoch);
    assertThat(Files.readString(file)).isEqualTo("epoch,loss\r\n0,2.0\r\n");
    write(csvLog(file).append(), epoch);
    assertThat(Files.readString(file)).isEqualTo("epoch,loss\r\n0,2.0\r\n0,2.0\r\n");
  }

  @Test
  void appendingToNothingWritesAHeader() throws IOException {
    var file = folder.resolve("history.csv");
    write(csvLog(file).append(), List.of(Runs.logs("loss", 2)));
    assertThat(Files.readString(file)).isEqualTo("epoch,loss\r\n0,2.0\r\n");
  }

  @Test
  void saysWhichFileCannotBeWritten() throws IOException {
    var file = Files.createDirectory(folder.resolve("taken.csv"));
    assertThatThrownBy(() -> write(csvLog(file), List.of()))
        .isInstanceOf(DataException.class)
        .hasMessage(
            file + ": expected a file, got a folder.\n  Fix: choose another name for the file.");
  }

  @Test
  void numbersLookAsPythonPrintsThem() {
    assertThat(Numbers.shortest(0.1)).isEqualTo("0.1");
    assertThat(Numbers.shortest(1234567.0)).isEqualTo("1234567.0");
    assertThat(Numbers.shortest(1e15)).isEqualTo("1000000000000000.0");
    assertThat(Numbers.shortest(1e16)).isEqualTo("1e+16");
    assertThat(Numbers.shortest(0.0001)).isEqualTo("0.0001");
    assertThat(Numbers.shortest(0.000012)).isEqualTo("1.2e-05");
    assertThat(Numbers.shortest(-2.5e-100)).isEqualTo("-2.5e-100");
    assertThat(Numbers.shortest(Double.NEGATIVE_INFINITY)).isEqualTo("-inf");
    assertThat(Numbers.shortest(0)).isEqualTo("0.0");
  }
}
