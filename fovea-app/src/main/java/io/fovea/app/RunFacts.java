// SPDX-License-Identifier: Apache-2.0
package io.fovea.app;

import io.fovea.train.Logs;
import io.fovea.train.Model;
import java.time.LocalDateTime;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What `run.json` says about a run.
record RunFacts(Settings settings, Model model, DataParts data, LocalDateTime written) {
  RunFacts(Settings settings, Model model, DataParts data) {
    this(settings, model, data, LocalDateTime.now());
  }

  /// The text of the file.
  ///
  /// @param metrics as [#metrics] gives them; empty before there are any
  String text(String state, Json metrics) {
    var availability = model.engine().availability();
    var facts =
        new Json()
            .put(SavedSettings.STATE, state)
            .put("model", settings.start().label())
            .put("parameters", model.parameters())
            .put("seed", settings.seed())
            .put(SavedSettings.SETTINGS, SavedSettings.write(settings))
            .put("data", data.facts())
            .put(SavedSettings.DATA_HASH, data.hash())
            .put("classes", data.train().classNames())
            .put(
                "engine",
                new Json()
                    .put("name", model.engine().name())
                    .put("version", availability.version())
                    .put("facts", new TreeMap<>(availability.facts())))
            .put(
                "versions",
                new Json()
                    .put("fovea", Versions.fovea())
                    .put("java", Versions.java())
                    .put("system", Versions.system()))
            .put("started", written.withNano(0).toString());
    return (metrics.fields().isEmpty() ? facts : facts.put("metrics", metrics)).pretty();
  }

  /// The object that `--json` prints.
  ///
  /// @param row of the history that belongs to the model, from 0; below 0 if there is none
  /// @param test of the test part; empty if there is none, or not yet
  Json metrics(Outcome outcome, HistoryRows rows, int row, Logs test, RunFolder folder) {
    return new Json()
        .put("model", settings.start().label())
        .put("parameters", model.parameters())
        .put("epochs", rows.rows().size())
        .put("train_accuracy", orNull(rows.value(row, "accuracy")))
        .put("validation_accuracy", orNull(rows.value(row, "val_accuracy")))
        .put("test_accuracy", orNull(test.find("accuracy")))
        .put("test_loss", orNull(test.find("loss")))
        .put("seconds", outcome.seconds())
        .put("images_per_second", outcome.rate())
        .put("run", folder.toString());
  }

  private static @Nullable Double orNull(OptionalDouble value) {
    return value.isPresent() ? (Double) value.getAsDouble() : null;
  }
}
