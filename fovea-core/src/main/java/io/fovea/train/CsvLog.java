// SPDX-License-Identifier: Apache-2.0
package io.fovea.train;

import com.google.errorprone.annotations.CheckReturnValue;
import io.fovea.error.DataException;
import io.fovea.file.WholeFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/// Writes the numbers of each epoch as a row of a CSV file, as Keras' `CSVLogger`.
///
/// Columns: `epoch` (from 0), then the names of the first epoch's logs, sorted. A number that is
/// missing later is `NA`; lines end in CR LF. Each row is on disk when its epoch has ended.
///
/// @param file made anew, unless appending, or going on with a run ([Fit#resuming])
/// @param separator between columns
/// @param appending whether rows go behind what the file holds already
@CheckReturnValue
public record CsvLog(Path file, String separator, boolean appending) implements Callback {
  /// A new file with commas.
  public static CsvLog of(Path file) {
    return new CsvLog(file, ",", false);
  }

  /// Another separator, e.g. a tab.
  public CsvLog separator(String separator) {
    return new CsvLog(file, separator, appending);
  }

  /// Goes on behind what the file holds; the header is written only into an empty file.
  public CsvLog append() {
    return new CsvLog(file, separator, true);
  }

  @Override
  public Callback start(Run run) {
    try {
      WholeFile.require(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Watch(this);
  }

  /// Writes the rows of one run. Mutable.
  private static final class Watch implements Callback {
    private final CsvLog log;
    private List<String> names = List.of();
    private long written = -1; // bytes so far; below 0 before the run has begun

    Watch(CsvLog log) {
      this.log = log;
    }

    @Override
    public Memory memory() {
      return Memory.EMPTY.with("names", String.join("\n", names)).with("bytes", written);
    }

    @Override
    public void recall(Run run, Memory memory) {
      var text = memory.text("names");
      names = text.isEmpty() ? List.of() : List.of(text.split("\n"));
      written = (long) memory.number("bytes");
    }

    @Override
    public void onTrainBegin(Run run) {
      if (written >= 0) {
        forgetLaterRows();
      } else if (!log.appending && !run.fit().resumes()) {
        write("", StandardOpenOption.TRUNCATE_EXISTING);
      }
      written = size();
    }

    /// Rows that a run wrote after it was saved come again.
    private void forgetLaterRows() {
      if (size() > written) {
        try (var channel = FileChannel.open(log.file, StandardOpenOption.WRITE)) {
          var _ = channel.truncate(written);
        } catch (IOException e) {
          throw unwritable(e);
        }
      }
      requireSize();
    }

    /// Rows that somebody took away, or the whole file, would be missing without a word.
    private void requireSize() {
      if (size() != written) {
        throw new DataException(
            log.file.toString(),
            "the rows of the epochs before, " + written + " bytes",
            size() == 0 ? "none" : size() + " bytes",
            "bring the file back, or train anew.");
      }
    }

    @Override
    public void onEpochEnd(Run run, int epoch, Logs logs) {
      var rows = new StringBuilder();
      if (names.isEmpty()) {
        names = List.copyOf(logs.values().keySet());
        if (size() == 0) {
          var header = new ArrayList<>(List.of("epoch"));
          header.addAll(names);
          rows.append(row(header));
        }
      }
      var cells = new ArrayList<>(List.of(String.valueOf(epoch)));
      for (var name : names) {
        var value = logs.find(name);
        cells.add(value.isEmpty() ? "NA" : Numbers.shortest(value.getAsDouble()));
      }
      requireSize();
      write(rows.append(row(cells)).toString(), StandardOpenOption.APPEND);
      written = size();
    }

    private String row(List<String> cells) {
      return String.join(log.separator, cells.stream().map(this::quoted).toList()) + "\r\n";
    }

    private String quoted(String cell) {
      boolean plain = !cell.contains(log.separator) && !cell.contains("\"") && !cell.contains("\n");
      return plain ? cell : '"' + cell.replace("\"", "\"\"") + '"';
    }

    private long size() {
      try {
        return Files.exists(log.file) ? Files.size(log.file) : 0;
      } catch (IOException e) {
        throw unwritable(e);
      }
    }

    private void write(String text, StandardOpenOption how) {
      try {
        var folder = log.file.toAbsolutePath().getParent();
        if (folder != null) {
          Files.createDirectories(folder);
        }
        var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        try (var channel =
            FileChannel.open(log.file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, how)) {
          while (bytes.hasRemaining()) {
            var _ = channel.write(bytes);
          }
          channel.force(true);
        }
      } catch (IOException e) {
        throw unwritable(e);
      }
    }

    private DataException unwritable(IOException e) {
      return new DataException(
          log.file.toString(),
          "a file that can be written",
          e.toString(),
          "choose another place for csvLog.");
    }
  }
}
