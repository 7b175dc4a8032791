// SPDX-License-Identifier: Apache-2.0
package io.fovea.train;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/// Listens to the warnings of training.
final class Said {
  private static final Logger LOGGER = Logger.getLogger("io.fovea.train");

  private Said() {}

  /// The warnings while something runs.
  static List<String> during(Runnable action) {
    return during(Level.WARNING, action);
  }

  /// What is said while something runs, from a level on.
  static List<String> during(Level least, Runnable action) {
    var said = new ArrayList<String>();
    var handler =
        new Handler() {
          @Override
          public void publish(LogRecord record) {
            if (record.getLevel().intValue() >= least.intValue()) {
              said.add(record.getMessage());
            }
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    boolean before = LOGGER.getUseParentHandlers();
    LOGGER.addHandler(handler);
    LOGGER.setUseParentHandlers(false);
    try {
      action.run();
    } finally {
      LOGGER.removeHandler(handler);
      LOGGER.setUseParentHandlers(before);
    }
    return said;
  }
}
