// SPDX-License-Identifier: Apache-2.0
package io.fovea.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class BenchTest {
  private record Result(int code, String out, String err) {}

  private static Result run(String... arguments) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    int code =
        Bench.run(
            arguments,
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));
    return new Result(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private static void assertWrong(String sentence, String... arguments) {
    var result = run(arguments);
    assertThat(result.err())
        .isEqualTo(
            "fovea bench: " + sentence + "\n  Fix: 'fovea bench --help' shows how it is used.\n");
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
  }

  @Test
  void wrongUsageIsOneSentence() {
    assertWrong(
        "expected a batch and turns of at least 1 and steps of at least 0, got 0, 7 and 0.",
        "lenet5",
        "--batch=0");
    assertWrong("expected turns of up to 600 seconds, got 0.0.", "lenet5", "--seconds=0");
    assertWrong("expected the peer onnxruntime, got dl4j.", "lenet5", "--peer=dl4j");
    assertWrong(
        "expected --job predict with --peer onnxruntime, which does not train.",
        "lenet5",
        "--job=train",
        "--peer=onnxruntime");
    assertThat(run("lenet6").err())
        .isEqualTo(
            "fovea bench: expected a model file or a network of the zoo, got lenet6.\n"
                + "  Fix: did you mean lenet5? 'fovea zoo' lists all.\n");
  }

  @Test
  void aFileThatIsNoModelIsSaidInOneSentence() {
    var result = run("pom.xml", "--turns=1", "--seconds=0.01");
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).contains("pom.xml").contains("Fix: ").doesNotContain("\tat ");
  }

  @Test
  @Tag("native")
  void twoContendersTakeTurnsAndTellMachinesHowFastTheyAre() throws Exception {
    var result =
        run("lenet5", "--batch=2", "--turns=2", "--seconds=0.05", "--peer=onnxruntime", "--json");
    assertThat(result.code()).as(result.err()).isZero();
    var json = new ObjectMapper().readTree(result.out());
    assertThat(json.at("/results")).hasSize(2);
    for (var one : json.at("/results")) {
      assertThat(one.fieldNames())
          .toIterable()
          .containsExactly(
              "framework",
              "version",
              "model",
              "job",
              "precision",
              "batch",
              "images_per_second",
              "median_ms",
              "best_ms",
              "runs",
              "gflops");
      assertThat(one.at("/best_ms").asDouble())
          .isPositive()
          .isLessThanOrEqualTo(one.at("/median_ms").asDouble());
    }
    double ratio =
        json.at("/results/0/images_per_second").asDouble()
            / json.at("/results/1/images_per_second").asDouble();
    assertThat(json.at("/ratios/onnxruntime").asDouble()).isEqualTo(ratio);
  }

  @Test
  @Tag("native")
  void aTrainingStepIsTakenApart() {
    var result =
        run("lenet5", "--job=train", "--batch=2", "--turns=1", "--seconds=0.05", "--steps=3");
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.out())
        .contains("2 x convolution backward weights")
        .contains("% of the primitives' time in convolutions")
        .containsPattern(
            "a run [0-9.]+ ms, its primitives [0-9.]+ ms: -?[0-9]+ microseconds beyond")
        .containsPattern("a step of fit [0-9.]+ ms: -?[0-9]+ microseconds beyond them");
  }
}
