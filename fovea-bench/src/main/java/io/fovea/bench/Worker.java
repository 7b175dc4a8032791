package io.fovea.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Collectors;

/// The other end of a [Child]: answers each line of standard input with one line.
///
/// - a number of milliseconds: runs for that long, at least once; answers the nanoseconds of each run
/// - `shares`: answers `kind,steps,nanoseconds` of each kind of step, with `;` between them
/// - `facts`: answers multiply-adds of a run and bytes that the plan holds, 0 where unknown
final class Worker {
  private Worker() {}

  static void main(String[] arguments) throws IOException {
    var task =
        new Task(
            arguments[1],
            Task.Job.valueOf(arguments[2]),
            Integer.parseInt(arguments[3]),
            Path.of(arguments[4]));
    Contender contender =
        arguments[0].equals("fovea") ? new FoveaContender(task) : new OnnxContender(task);
    System.out.println(contender.name());
    var questions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (var line = questions.readLine(); line != null; line = questions.readLine()) {
      System.out.println(answer(line, contender));
    }
  }

  private static String answer(String question, Contender contender) {
    return switch (question) {
      case "shares" ->
          contender.shares().stream()
              .map(share -> share.kind() + "," + share.steps() + "," + share.nanos())
              .collect(Collectors.joining(";"));
      case "facts" ->
          contender instanceof FoveaContender fovea ? fovea.macs() + " " + fovea.bytes() : "0 0";
      default -> times(Long.parseLong(question) * 1_000_000, contender);
    };
  }

  private static String times(long budget, Contender contender) {
    var answer = new StringBuilder();
    long start = System.nanoTime();
    long now = start;
    do {
      contender.run();
      long end = System.nanoTime();
      answer.append(end - now).append(' ');
      now = end;
    } while (now - start < budget);
    return answer.toString().strip();
  }
}
