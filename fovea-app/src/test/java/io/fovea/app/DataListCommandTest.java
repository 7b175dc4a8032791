// SPDX-License-Identifier: Apache-2.0
package io.fovea.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class DataListCommandTest {
  @Test
  void everyDataSetHasARow() throws IOException {
    var run = Cli.run("data", "list");
    assertThat(run.code()).isZero();
    assertThat(run.out().lines().skip(1).map(line -> line.split(" ")[0]))
        .containsExactly(
            "mnist10k",
            "mnist",
            "fashion-mnist",
            "cifar10",
            "cifar100",
            "tf-flowers",
            "imagenette",
            "kept");
    var json = new ObjectMapper().readTree(Cli.run("data", "list", "--json").out());
    assertThat(json.get("data").get(0))
        .hasToString(
            "{\"name\":\"mnist10k\",\"classes\":10,\"train\":8000,\"test\":2000,"
                + "\"size\":\"28x28x1\",\"download_mb\":0.0,\"state\":\"built in\"}");
  }

  @Test
  void whatIsBuiltInNeedsNoDownload() {
    var run = Cli.run("data", "fetch", "mnist10k");
    assertThat(run.err()).isEmpty();
    assertThat(run.out().strip()).isEqualTo("mnist10k: 10000 pictures, part of the program");
    assertThat(Cli.run("data", "fetch", "mnist10k", "--json").out())
        .startsWith("{\"name\":\"mnist10k\",\"pictures\":10000,\"folder\":");
  }

  @Test
  void otherNamesAreWrongUsage() {
    var run = Cli.run("data", "fetch", "mnist20k");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err())
        .contains(
            "expected a data set, got mnist20k.\n"
                + "  Fix: did you mean mnist or mnist10k? 'fovea data list' lists all.");
  }

  @Test
  void whatIsListedIsWhatDataNames() {
    var rows = Cli.run("data", "list", "--json").json().get("data");
    for (var row : rows) {
      String name = row.get("name").asText();
      assertThat(DataSource.of(name).entry()).as(name).isPresent();
      assertThat(Cli.run("train", "--help").out().replaceAll("\\s+", " ")).contains(name);
    }
    assertThat(DataSource.of("cifar-10")).isEqualTo(DataSource.of("cifar10"));
    assertThat(DataSource.of("TF_Flowers").name()).isEqualTo("tf-flowers");
    assertThat(DataSource.of("cifar10").entry().orElseThrow().folder()).hasFileName("cifar-10");
  }
}
