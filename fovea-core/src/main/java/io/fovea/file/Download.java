// SPDX-License-Identifier: Apache-2.0
package io.fovea.file;

import io.fovea.error.DataException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// Brings a published file into a folder, once, complete and verified, or not at all.
///
/// The file grows under the name `<name>.part`; a broken download goes on where it stopped, in the
/// same call and in a later one. It gets its own name when its checksum is right. Processes and
/// threads that want the same folder wait for each other.
public final class Download {
  private static final Logger LOG = System.getLogger(Download.class.getName());
  private static final Duration CONNECT = Duration.ofSeconds(20);
  private static final int TRIES = 3;
  private static final int MD5_DIGITS = 32;

  private final RemoteFile file;
  private final Path target;
  private final Path part;
  private final Settings settings;

  private Download(RemoteFile file, Path folder, Settings settings) {
    this.file = file;
    this.target = folder.resolve(file.name());
    this.part = folder.resolve(file.name() + ".part");
    this.settings = settings;
  }

  /// Hears how far a download is.
  @FunctionalInterface
  public interface Progress {
    /// More bytes are there.
    ///
    /// @param bytes so far, those of earlier attempts included
    /// @param total of the whole file; -1 if the server does not say
    void arrived(long bytes, long total);
  }

  /// How to download.
  ///
  /// @param knob how the user chooses another folder, for messages
  /// @param patience how long a server may send nothing
  /// @param progress hears what arrives
  public record Settings(String knob, Duration patience, Progress progress) {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /// With a minute of patience, and nobody who hears about it.
    public static Settings of(String knob) {
      return new Settings(knob, PATIENCE, (_, _) -> {});
    }

    /// With somebody who hears what arrives.
    public Settings progress(Progress progress) {
      return new Settings(knob, patience, progress);
    }

    /// With another patience.
    public Settings patience(Duration patience) {
      return new Settings(knob, patience, progress);
    }
  }

  /// Returns the file in `folder`, downloaded if it is not there yet.
  ///
  /// @throws DataException if it cannot be had, or if what is there is something else
  public static Path fetch(RemoteFile file, Path folder, Settings settings) {
    var download = new Download(file, folder, settings);
    requireRegular(download.target);
    requireRegular(download.part);
    try {
      if (download.isThere()) {
        return download.target;
      }
      return FolderLock.holding(
          folder,
          () -> {
            // somebody else may have brought it meanwhile
            if (!download.isThere()) {
              download.bring();
            }
            return download.target;
          });
    } catch (IOException e) {
      throw new DataException(
          download.target.toString(),
          "a cache folder that can be written",
          reason(e),
          "name a writable folder with " + settings.knob() + ".",
          e);
    }
  }

  /// A pipe would be read for ever, a folder or a device is nothing to write a download to.
  private static void requireRegular(Path path) {
    if (Files.exists(path) && !Files.isRegularFile(path)) {
      throw new DataException(
          path.toString(),
          "a regular file, or nothing there",
          Files.isDirectory(path) ? "a folder" : "a device or pipe",
          "remove or rename what stands there.");
    }
  }

  private boolean isThere() throws IOException {
    if (!Files.exists(target)) {
      return false;
    }
    String found = checksum(target);
    if (!found.equals(file.checksum())) {
      throw new DataException(
          target.toString(),
          named(file.checksum()),
          found,
          "delete the file; it is damaged or another one.");
    }
    return true;
  }

  private void bring() throws IOException {
    boolean resumed = Files.exists(part);
    if (!resumed || file.checksum().isEmpty() || !checksum(part).equals(file.checksum())) {
      transfer();
    }
    String found = checksum(part);
    if (!found.equals(file.checksum()) && resumed) {
      // what lay there may have been the start of another file
      Files.delete(part);
      transfer();
      found = checksum(part);
    }
    if (!found.equals(file.checksum())) {
      Files.delete(part);
      throw new DataException(
          file.name() + " from " + file.addresses().getFirst(),
          named(file.checksum()),
          found,
          "the server sent something else; try again later, or " + byHand());
    }
    WholeFile.replace(part, target);
  }

  /// Makes the part file complete, trying each address a few times.
  private void transfer() throws IOException {
    String problem = "";
    HttpClient client =
        HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NORMAL)
            .connectTimeout(CONNECT)
            .build();
    try {
      for (URI address : file.addresses()) {
        for (int i = 0; i < TRIES; i++) {
          try {
            int status = receive(client, address);
            if (status == 200 || status == 206) {
              return;
            }
            problem = "HTTP status " + status + " from " + address;
            if (status != 416) {
              break;
            }
            // the part is as long as the file or longer: not a part of it
            Files.deleteIfExists(part);
          } catch (UncheckedIOException e) {
            throw e.getCause();
          } catch (IOException e) {
            problem = reason(e) + " at " + address;
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      problem = "an interrupt";
    } finally {
      client.shutdownNow();
    }
    throw new DataException(
        file.name(),
        "to download it from " + file.addresses().getFirst().getHost(),
        problem,
        "connect to the internet and run again (it goes on where it stopped), or " + byHand());
  }

  private String byHand() {
    return "get " + file.addresses().getFirst() + " by other means and put it at " + target + ".";
  }

  /// One request; appends what comes to the part file.
  ///
  /// @throws IOException if the connection fails
  /// @throws UncheckedIOException if the part file cannot be written
  private int receive(HttpClient client, URI address) throws IOException, InterruptedException {
    long start = Files.exists(part) ? Files.size(part) : 0;
    var request = HttpRequest.newBuilder(address).timeout(settings.patience());
    if (start > 0) {
      request.header("Range", "bytes=" + start + "-");
    }
    HttpResponse<InputStream> response =
        client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    try (InputStream in = response.body()) {
      int status = response.statusCode();
      if (status != 200 && status != 206) {
        return status;
      }
      String range = response.headers().firstValue("Content-Range").orElse("");
      if (status == 206 && !range.startsWith("bytes " + start + "-")) {
        throw new IOException("the server answered with another range (" + range + ")");
      }
      long length = response.headers().firstValueAsLong("Content-Length").orElse(-1);
      LOG.log(
          Logger.Level.INFO,
          "downloading {0} to {1}{2}",
          address,
          target,
          length < 0 ? "" : " (%.1f MB)".formatted(length / 1e6));
      boolean continued = status == 206;
      long before = continued ? start : 0;
      copy(in, continued, before, length < 0 ? -1 : before + length);
      return status;
    }
  }

  private void copy(InputStream in, boolean append, long before, long total) throws IOException {
    var arrived = new AtomicLong(System.nanoTime());
    Thread watch = Thread.ofVirtual().name("fovea-download-watch").start(() -> watch(in, arrived));
    long bytes = before;
    try (OutputStream out = openPart(append)) {
      byte[] block = new byte[1 << 16];
      for (int n = in.read(block); n >= 0; n = in.read(block)) {
        arrived.set(System.nanoTime());
        write(out, block, n);
        bytes += n;
        settings.progress().arrived(bytes, total);
      }
    } finally {
      watch.interrupt();
    }
  }

  private OutputStream openPart(boolean append) {
    try {
      return Files.newOutputStream(
          part,
          StandardOpenOption.CREATE,
          StandardOpenOption.WRITE,
          append ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(OutputStream out, byte[] block, int count) {
    try {
      out.write(block, 0, count);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Closes a stream on which nothing arrives for too long; its reader then gets an error.
  private void watch(InputStream in, AtomicLong arrived) {
    try {
      while (true) {
        long silent = System.nanoTime() - arrived.get();
        long left = settings.patience().toNanos() - silent;
        if (left <= 0) {
          in.close();
          return;
        }
        TimeUnit.NANOSECONDS.sleep(left);
      }
    } catch (InterruptedException | IOException e) {
      // interrupted: the download is done; a stream that cannot be closed is broken already
      return;
    }
  }

  private static String reason(Exception e) {
    String name = e.getClass().getSimpleName();
    return e.getMessage() == null ? name : name + ": " + e.getMessage();
  }

  private static String named(String checksum) {
    return (isMd5(checksum) ? "MD5 " : "SHA-256 ") + checksum;
  }

  private static boolean isMd5(String checksum) {
    return checksum.length() == MD5_DIGITS;
  }

  /// Of a file, by the rule of the checksum that is expected; empty if none is.
  private String checksum(Path path) throws IOException {
    if (file.checksum().isEmpty()) {
      return "";
    }
    return digest(path, isMd5(file.checksum()) ? "MD5" : "SHA-256");
  }

  static String digest(Path file, String algorithm) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance(algorithm);
      byte[] block = new byte[1 << 16];
      for (int n = in.read(block); n >= 0; n = in.read(block)) {
        digest.update(block, 0, n);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has " + algorithm, e);
    }
  }
}
