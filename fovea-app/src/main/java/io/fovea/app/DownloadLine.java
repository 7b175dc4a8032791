package io.fovea.app;

import io.fovea.file.Download;
import java.io.PrintStream;
import java.util.Locale;

/// Says how far a download is, every tenth of it.
final class DownloadLine implements Download.Progress {
  private static final int PARTS = 10;
  private static final double MEGA = 1e6;

  private final PrintStream out;
  private long said = -1;

  DownloadLine(PrintStream out) {
    this.out = out;
  }

  @Override
  public void arrived(long bytes, long total) {
    long part = total > 0 ? PARTS * bytes / total : 0;
    if (part > said) {
      said = part;
      out.printf(Locale.ROOT, "downloading: %.1f of %.1f MB%n", bytes / MEGA, total / MEGA);
    }
  }
}
