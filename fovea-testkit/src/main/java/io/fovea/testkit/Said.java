// SPDX-License-Identifier: Apache-2.0
package io.fovea.testkit;

import java.util.List;
import java.util.function.Supplier;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/// Listens to what a package warns of.
public final class Said {
  private Said() {}

  /// Runs something, and adds the warnings of a logger meanwhile to a list instead of printing them.
  ///
  /// ```java
  /// var said = new ArrayList<String>();
  /// History history = Said.into(said, "io.fovea.train", () -> model.fit(data, epochs(5)));
  /// ```
  ///
  /// @param said where messages of warnings and errors are added
  /// @param logger name of the logger, which is that of the package
  public static <T> T into(List<String> said, String logger, Supplier<T> action) {
    var watched = Logger.getLogger(logger);
    var handler =
        new Handler() {
          @Override
          public void publish(LogRecord record) {
            if (record.getLevel().intValue() >= Level.WARNING.intValue()) {
              said.add(record.getMessage());
            }
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    boolean before = watched.getUseParentHandlers();
    watched.addHandler(handler);
    watched.setUseParentHandlers(false);
    try {
      return action.get();
    } finally {
      watched.removeHandler(handler);
      watched.setUseParentHandlers(before);
    }
  }
}
