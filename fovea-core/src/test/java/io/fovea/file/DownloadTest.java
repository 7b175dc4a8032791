// SPDX-License-Identifier: Apache-2.0
package io.fovea.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.fovea.error.DataException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Against a server on this machine; no network.
@Timeout(60)
final class DownloadTest {
  private static final Download.Settings SETTINGS =
      Download.Settings.of("-Dfovea.cache= or FOVEA_CACHE");
  private static final byte[] CONTENT = new byte[200_000];

  static {
    new Random(1).nextBytes(CONTENT);
  }

  /// The Range header of each request, "" if it had none.
  private final List<String> ranges = Collections.synchronizedList(new ArrayList<>());

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private HttpServer server;
  private Path folder;

  @BeforeEach
  void start(@TempDir Path temporary) throws IOException {
    folder = temporary.resolve("cache/set");
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
    threads.shutdownNow();
  }

  private URI serve(String path, HttpHandler handler) {
    server.createContext(
        path,
        exchange -> {
          String range = exchange.getRequestHeaders().getFirst("Range");
          ranges.add(range == null ? "" : range);
          try (exchange) {
            handler.handle(exchange);
          }
        });
    int port = server.getAddress().getPort();
    return URI.create("http://localhost:" + port + path);
  }

  private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  /// Serves ranges, as any file server does.
  private static void whole(HttpExchange exchange) throws IOException {
    String range = exchange.getRequestHeaders().getFirst("Range");
    if (range == null) {
      send(exchange, 200, CONTENT);
      return;
    }
    int from = Integer.parseInt(range.replaceAll("bytes=(\\d+)-", "$1"));
    if (from >= CONTENT.length) {
      send(exchange, 416, new byte[0]);
      return;
    }
    exchange
        .getResponseHeaders()
        .set("Content-Range", "bytes " + from + "-" + (CONTENT.length - 1) + "/" + CONTENT.length);
    send(exchange, 206, Arrays.copyOfRange(CONTENT, from, CONTENT.length));
  }

  private static RemoteFile file(String sha256, URI... addresses) {
    return new RemoteFile("file.bin", List.of(addresses), sha256);
  }

  private Path fetch(RemoteFile file) {
    return fetch(file, SETTINGS);
  }

  private Path fetch(RemoteFile file, Download.Settings settings) {
    return Download.fetch(file, folder, settings);
  }

  private static String sha256(Path file) throws IOException {
    return Download.digest(file, "SHA-256");
  }

  private String right() throws IOException {
    Path copy = Files.createTempFile(folder.getParent().getParent(), "content", "");
    return sha256(Files.write(copy, CONTENT));
  }

  private void assertComplete(Path path) {
    assertThat(path).isEqualTo(folder.resolve("file.bin")).hasBinaryContent(CONTENT);
    assertThat(folder.resolve("file.bin.part")).doesNotExist();
  }

  @Test
  void checksumsAreThoseOfTheStandard(@TempDir Path temporary) throws IOException {
    // FIPS 180-2, appendix B.1
    assertThat(sha256(Files.writeString(temporary.resolve("abc"), "abc")))
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }

  @Test
  void downloadsOnceAndIsOfflineAfterwards() throws IOException {
    RemoteFile file = file(right(), serve("/file", DownloadTest::whole));
    assertComplete(fetch(file));
    server.stop(0);
    assertComplete(fetch(file));
    assertThat(ranges).containsExactly("");
  }

  @Test
  void aFileBroughtByHandNeedsNoServer() throws IOException {
    Files.createDirectories(folder);
    Files.write(folder.resolve("file.bin"), CONTENT);
    assertComplete(fetch(file(right(), URI.create("http://localhost:1/file"))));
  }

  @Test
  void followsRedirects() throws IOException {
    URI target = serve("/target", DownloadTest::whole);
    URI start =
        serve(
            "/start",
            exchange -> {
              exchange.getResponseHeaders().set("Location", target.toString());
              send(exchange, 302, new byte[0]);
            });
    assertComplete(fetch(file(right(), start)));
  }

  @Test
  void anEarlierPartIsCompleted() throws IOException {
    Files.createDirectories(folder);
    Files.write(folder.resolve("file.bin.part"), Arrays.copyOf(CONTENT, 150_000));
    assertComplete(fetch(file(right(), serve("/file", DownloadTest::whole))));
    assertThat(ranges).containsExactly("bytes=150000-");
  }

  @Test
  void aCompletePartIsOnlyRenamed() throws IOException {
    Files.createDirectories(folder);
    Files.write(folder.resolve("file.bin.part"), CONTENT);
    assertComplete(fetch(file(right(), serve("/file", DownloadTest::whole))));
    assertThat(ranges).isEmpty();
  }

  @Test
  void aServerWithoutRangesStartsAnew() throws IOException {
    Files.createDirectories(folder);
    Files.write(folder.resolve("file.bin.part"), Arrays.copyOf(CONTENT, 150_000));
    URI address = serve("/file", exchange -> send(exchange, 200, CONTENT));
    assertComplete(fetch(file(right(), address)));
  }

  @Test
  void aPartOfAnotherFileIsThrownAway() throws IOException {
    RemoteFile file = file(right(), serve("/file", DownloadTest::whole));
    Files.createDirectories(folder);
    Files.write(folder.resolve("file.bin.part"), new byte[1000]);
    assertComplete(fetch(file));
    assertThat(ranges).containsExactly("bytes=1000-", "");
  }

  @Test
  void aPartThatIsTooLongIsThrownAway() throws IOException {
    Files.createDirectories(folder);
    Files.write(folder.resolve("file.bin.part"), new byte[CONTENT.length + 5]);
    assertComplete(fetch(file(right(), serve("/file", DownloadTest::whole))));
    assertThat(ranges).containsExactly("bytes=200005-", "");
  }

  @Test
  void aBrokenConnectionGoesOnWhereItStopped() throws IOException {
    URI address =
        serve(
            "/file",
            exchange -> {
              if (exchange.getRequestHeaders().getFirst("Range") == null) {
                exchange.sendResponseHeaders(200, CONTENT.length);
                exchange.getResponseBody().write(CONTENT, 0, 120_000);
                exchange.getResponseBody().flush();
                throw new IOException("the cable is cut");
              }
              whole(exchange);
            });
    assertComplete(fetch(file(right(), address)));
    assertThat(ranges).hasSize(2);
    // what had arrived by then is not asked for again
    assertThat(ranges.get(1)).matches("bytes=[1-9]\\d*-");
  }

  @Test
  void aSilentServerIsGivenUpAndResumed() throws IOException {
    var end = new CountDownLatch(1);
    URI address =
        serve(
            "/file",
            exchange -> {
              if (exchange.getRequestHeaders().getFirst("Range") != null) {
                whole(exchange);
                return;
              }
              exchange.sendResponseHeaders(200, CONTENT.length);
              exchange.getResponseBody().write(CONTENT, 0, 100_000);
              exchange.getResponseBody().flush();
              try {
                end.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    assertComplete(fetch(file(right(), address), SETTINGS.patience(Duration.ofMillis(500))));
    end.countDown();
    assertThat(ranges).containsExactly("", "bytes=100000-");
  }

  @Test
  void theNextAddressIsTriedWhenOneHasNothing() throws IOException {
    URI gone = serve("/gone", exchange -> send(exchange, 404, new byte[0]));
    assertComplete(fetch(file(right(), gone, serve("/file", DownloadTest::whole))));
    assertThat(ranges).hasSize(2);
  }

  @Test
  void aWrongChecksumLeavesNothing() {
    String wrong = "0".repeat(64);
    URI address = serve("/file", exchange -> send(exchange, 200, new byte[] {'a', 'b', 'c'}));
    assertThatThrownBy(() -> fetch(file(wrong, address)))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "file.bin from "
                + address
                + ": expected SHA-256 "
                + wrong
                + ", got ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad.\n"
                + "  Fix: the server sent something else; try again later, or get "
                + address
                + " by other means and put it at "
                + folder.resolve("file.bin")
                + ".");
    assertThat(folder.resolve("file.bin")).doesNotExist();
    assertThat(folder.resolve("file.bin.part")).doesNotExist();
  }

  @Test
  void aDamagedFileInTheCacheIsNamedAndKept() throws IOException {
    Files.createDirectories(folder);
    Path path = Files.writeString(folder.resolve("file.bin"), "abc");
    String right = right();
    assertThatThrownBy(() -> fetch(file(right, URI.create("http://localhost:1/f"))))
        .isInstanceOf(DataException.class)
        .hasMessage(
            path
                + ": expected SHA-256 "
                + right
                + ", got ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad.\n"
                + "  Fix: delete the file; it is damaged or another one.");
    assertThat(path).exists();
  }

  @ParameterizedTest
  @ValueSource(strings = {"file.bin", "file.bin.part"})
  void whatIsNoRegularFileIsLeftAlone(String name) throws IOException {
    Path odd = Files.createDirectories(folder.resolve(name));
    URI address = serve("/file", DownloadTest::whole);
    assertThatThrownBy(() -> fetch(file("00", address)))
        .isInstanceOf(DataException.class)
        .hasMessage(
            odd
                + ": expected a regular file, or nothing there, got a folder.\n"
                + "  Fix: remove or rename what stands there.");
    assertThat(odd).isDirectory();
    assertThat(ranges).isEmpty();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  @Timeout(20)
  void aPipeInTheCacheIsNotReadForEver() throws Exception {
    Files.createDirectories(folder);
    Path pipe = folder.resolve("file.bin");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    assertThatThrownBy(() -> fetch(file(right(), URI.create("http://localhost:1/f"))))
        .hasMessageStartingWith(
            pipe + ": expected a regular file, or nothing there, got a device or pipe.");
  }

  @Test
  void aMissingFileSaysWhatToPutWhere() {
    URI gone = serve("/gone", exchange -> send(exchange, 404, new byte[0]));
    assertThatThrownBy(() -> fetch(file("00", gone)))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "file.bin: expected to download it from localhost, got HTTP status 404 from "
                + gone
                + ".\n  Fix: connect to the internet and run again (it goes on where it stopped), "
                + "or get "
                + gone
                + " by other means and put it at "
                + folder.resolve("file.bin")
                + ".");
    assertThat(ranges).hasSize(1);
    assertThat(folder.resolve("file.bin")).doesNotExist();
  }

  @Test
  void beingOfflineSaysWhatToPutWhere() {
    URI address = serve("/file", DownloadTest::whole);
    server.stop(0);
    assertThatThrownBy(() -> fetch(file("00", address)))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(
            "file.bin: expected to download it from localhost, got ConnectException")
        .hasMessageEndingWith(
            "or get "
                + address
                + " by other means and put it at "
                + folder.resolve("file.bin")
                + ".");
  }

  @Test
  void aFolderThatCannotBeWrittenIsNamed() throws IOException {
    Files.writeString(folder.getParent().getParent().resolve("cache"), "a file, not a folder");
    URI address = serve("/file", DownloadTest::whole);
    assertThatThrownBy(() -> fetch(file("00", address)))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(
            folder.resolve("file.bin") + ": expected a cache folder that can be written, got ")
        .hasMessageEndingWith("Fix: name a writable folder with -Dfovea.cache= or FOVEA_CACHE.");
    assertThat(ranges).isEmpty();
  }

  @Test
  void threadsThatWantTheSameFileBringItOnce() throws Exception {
    RemoteFile file = file(right(), serve("/file", DownloadTest::whole));
    var all = new ArrayList<Thread>();
    for (int i = 0; i < 4; i++) {
      all.add(Thread.ofVirtual().start(() -> assertComplete(fetch(file))));
    }
    for (Thread thread : all) {
      thread.join();
    }
    assertComplete(folder.resolve("file.bin"));
    assertThat(ranges).hasSize(1);
  }

  @Test
  void md5IsGoodEnoughWherePublishersHaveNothingElse() throws IOException {
    // RFC 1321, appendix A.5
    var abc =
        Files.writeString(Files.createTempFile(folder.getParent().getParent(), "abc", ""), "abc");
    assertThat(Download.digest(abc, "MD5")).isEqualTo("900150983cd24fb0d6963f7d28e17f72");
    var md5 = Download.digest(Files.write(abc, CONTENT), "MD5");
    assertComplete(fetch(file(md5, serve("/file", DownloadTest::whole))));
    assertThatThrownBy(() -> fetch(file("0".repeat(32), serve("/other", DownloadTest::whole))))
        .hasMessageContaining("expected MD5 00000000000000000000000000000000, got " + md5);
  }

  @Test
  void withoutChecksumTheFileIsTakenAsItIs() throws IOException {
    var file = file("", serve("/file", DownloadTest::whole));
    assertComplete(fetch(file));
    assertComplete(fetch(file));
    assertThat(ranges).hasSize(1);
  }

  @Test
  void whoWatchesHearsEveryByte() throws IOException {
    var heard = new ArrayList<Long>();
    var settings =
        SETTINGS.progress((bytes, total) -> {
          assertThat(total).isEqualTo(CONTENT.length);
          heard.add(bytes);
        });
    assertComplete(fetch(file(right(), serve("/file", DownloadTest::whole)), settings));
    assertThat(heard).isSorted().endsWith((long) CONTENT.length);
  }
}
