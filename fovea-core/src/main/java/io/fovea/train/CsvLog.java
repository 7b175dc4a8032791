package io.fovea.train;

import com.google.errorprone.annotations.CheckReturnValue;
import io.fovea.error.DataException;
import java.io.IOException;
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
/// @param file made anew, unless appending
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
    return new Watch(this);
  }

  /// Writes the rows of one run. Mutable.
  private static final class Watch implements Callback {
    private final CsvLog log;
    private List<String> names = List.of();

    Watch(CsvLog log) {
      this.log = log;
    }

    @Override
    public void onTrainBegin(Run run) {
      if (!log.appending) {
        write("", StandardOpenOption.TRUNCATE_EXISTING);
      }
    }

    @Override
    public void onEpochEnd(Run run, int epoch, Logs logs) {
      var rows = new StringBuilder();
      if (names.isEmpty()) {
        names = List.copyOf(logs.values().keySet());
        if (isEmpty()) {
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
      write(rows.append(row(cells)).toString(), StandardOpenOption.APPEND);
    }

    private String row(List<String> cells) {
      return String.join(log.separator, cells.stream().map(this::quoted).toList()) + "\r\n";
    }

    private String quoted(String cell) {
      boolean plain = !cell.contains(log.separator) && !cell.contains("\"") && !cell.contains("\n");
      return plain ? cell : '"' + cell.replace("\"", "\"\"") + '"';
    }

    private boolean isEmpty() {
      try {
        return !Files.exists(log.file) || Files.size(log.file) == 0;
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
        Files.writeString(log.file, text, StandardOpenOption.CREATE, StandardOpenOption.WRITE, how);
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
