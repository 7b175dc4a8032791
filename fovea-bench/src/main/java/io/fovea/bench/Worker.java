// SPDX-License-Identifier: Apache-2.0
package io.fovea.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// The other end of a [Child]: answers each line of standard input with one line.
///
/// - first, unasked: name and version of the contender
/// - a number of milliseconds: runs for that long, at least once; answers the nanoseconds of each run
/// - `profile` and a number of milliseconds for each part of it: answers a [Profile] as JSON; Fovea only
/// - `export`: answers once the network lies where the peer finds it; Fovea only
///
/// Where there is no answer the line is [#SORRY] and the reason, its line breaks written as `\n`.
final class Worker {
  static final String SORRY = "sorry: ";
  static final ObjectMapper JSON = new ObjectMapper();

  private Worker() {}

  static void main(String[] arguments) throws IOException {
    var task =
        new Task(
            arguments[1],
            Task.Job.valueOf(arguments[2]),
            Integer.parseInt(arguments[3]),
            Path.of(arguments[4]));
    try {
      Contender contender =
          arguments[0].equals(Bench.FOVEA) ? new FoveaContender(task) : new OnnxContender(task);
      System.out.println(contender.name());
      var questions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      for (var line = questions.readLine(); line != null; line = questions.readLine()) {
        System.out.println(answer(line, contender));
      }
    } catch (RuntimeException e) {
      System.out.println(SORRY + String.valueOf(e.getMessage()).replace("\n", "\\n"));
    }
  }

  private static String answer(String question, Contender contender) throws IOException {
    return switch (contender) {
      case FoveaContender fovea when question.startsWith("profile ") ->
          JSON.writeValueAsString(fovea.profile(nanos(question.split(" ")[1])));
      case FoveaContender fovea when question.equals("export") -> {
        fovea.export();
        yield "done";
      }
      default -> times(nanos(question), contender);
    };
  }

  private static long nanos(String millis) {
    return Long.parseLong(millis) * 1_000_000;
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
