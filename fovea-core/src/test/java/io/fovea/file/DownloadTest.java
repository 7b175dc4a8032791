// SPDX-License-Identifier: Apache-2.0
package io.fovea.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fovea.error.DataException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
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

  private FileServer server;
  private Path folder;

  @BeforeEach
  void start(@TempDir Path temporary) throws IOException {
    folder = temporary.resolve("cache/set");
    server = new FileServer(CONTENT);
  }

  @AfterEach
  void stop() {
    server.close();
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
    RemoteFile file = file(right(), server.serve("/file", server::whole));
    assertComplete(fetch(file));
    server.close();
    assertComplete(fetch(file));
    assertThat(server.ranges()).containsExactly("");
  }

  @Test
  void aFileBroughtByHandNeedsNoServer() throws IOException {
    Files.createDirectories(folder);
    Files.write(folder.resolve("file.bin"), CONTENT);
    assertComplete(fetch(file(right(), URI.create("http://localhost:1/file"))));
  }

  @Test
  void followsRedirects() throws IOException {
    URI target = server.serve("/target", server::whole);
    URI start =
        server.serve(
            "/start",
            exchange -> {
              exchange.getResponseHeaders().set("Location", target.toString());
              FileServer.send(exchange, 302, new byte[0]);
            });
    assertComplete(fetch(file(right(), start)));
  }

  @Test
  void anEarlierPartIsCompleted() throws IOException {
    Files.createDirectories(folder);
    Files.write(folder.resolve("file.bin.part"), Arrays.copyOf(CONTENT, 150_000));
    assertComplete(fetch(file(right(), server.serve("/file", server::whole))));
    assertThat(server.ranges()).containsExactly("bytes=150000-");
  }

  @Test
  void aCompletePartIsOnlyRenamed() throws IOException {
    Files.createDirectories(folder);
    Files.write(folder.resolve("file.bin.part"), CONTENT);
    assertComplete(fetch(file(right(), server.serve("/file", server::whole))));
    assertThat(server.ranges()).isEmpty();
  }

  @Test
  void aServerWithoutRangesStartsAnew() throws IOException {
    Files.createDirectories(folder);
    Files.write(folder.resolve("file.bin.part"), Arrays.copyOf(CONTENT, 150_000));
    URI address = server.serve("/file", exchange -> FileServer.send(exchange, 200, CONTENT));
    assertComplete(fetch(file(right(), address)));
  }

  @Test
  void aPartOfAnotherFileIsThrownAway() throws IOException {
    RemoteFile file = file(right(), server.serve("/file", server::whole));
    Files.createDirectories(folder);
    Files.write(folder.resolve("file.bin.part"), new byte[1000]);
    assertComplete(fetch(file));
    assertThat(server.ranges()).containsExactly("bytes=1000-", "");
  }

  @Test
  void aPartThatIsTooLongIsThrownAway() throws IOException {
    Files.createDirectories(folder);
    Files.write(folder.resolve("file.bin.part"), new byte[CONTENT.length + 5]);
    assertComplete(fetch(file(right(), server.serve("/file", server::whole))));
    assertThat(server.ranges()).containsExactly("bytes=200005-", "");
  }

  @Test
  void aBrokenConnectionGoesOnWhereItStopped() throws IOException {
    URI address =
        server.serve(
            "/file",
            exchange -> {
              if (exchange.getRequestHeaders().getFirst("Range") == null) {
                exchange.sendResponseHeaders(200, CONTENT.length);
                exchange.getResponseBody().write(CONTENT, 0, 120_000);
                exchange.getResponseBody().flush();
                throw new IOException("the cable is cut");
              }
              server.whole(exchange);
            });
    assertComplete(fetch(file(right(), address)));
    assertThat(server.ranges()).hasSize(2);
    // what had arrived by then is not asked for again
    assertThat(server.ranges().get(1)).matches("bytes=[1-9]\\d*-");
  }

  @Test
  void aSilentServerIsGivenUpAndResumed() throws IOException {
    var end = new CountDownLatch(1);
    URI address =
        server.serve(
            "/file",
            exchange -> {
              if (exchange.getRequestHeaders().getFirst("Range") != null) {
                server.whole(exchange);
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
    assertThat(server.ranges()).containsExactly("", "bytes=100000-");
  }

  @Test
  void theNextAddressIsTriedWhenOneHasNothing() throws IOException {
    URI gone = server.serve("/gone", exchange -> FileServer.send(exchange, 404, new byte[0]));
    assertComplete(fetch(file(right(), gone, server.serve("/file", server::whole))));
    assertThat(server.ranges()).hasSize(2);
  }

  @Test
  void aWrongChecksumLeavesNothing() {
    String wrong = "0".repeat(64);
    URI address =
        server.serve(
            "/file", exchange -> FileServer.send(exchange, 200, new byte[] {'a', 'b', 'c'}));
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
    URI address = server.serve("/file", server::whole);
    assertThatThrownBy(() -> fetch(file("00", address)))
        .isInstanceOf(DataException.class)
        .hasMessage(
            odd
                + ": expected a regular file, or nothing there, got a folder.\n"
                + "  Fix: remove or rename what stands there.");
    assertThat(odd).isDirectory();
    assertThat(server.ranges()).isEmpty();
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
    URI gone = server.serve("/gone", exchange -> FileServer.send(exchange, 404, new byte[0]));
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
    assertThat(server.ranges()).hasSize(1);
    assertThat(folder.resolve("file.bin")).doesNotExist();
  }

  @Test
  void beingOfflineSaysWhatToPutWhere() {
    URI address = server.serve("/file", server::whole);
    server.close();
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
    URI address = server.serve("/file", server::whole);
    assertThatThrownBy(() -> fetch(file("00", address)))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(
            folder.resolve("file.bin") + ": expected a cache folder that can be written, got ")
        .hasMessageEndingWith("Fix: name a writable folder with -Dfovea.cache= or FOVEA_CACHE.");
    assertThat(server.ranges()).isEmpty();
  }

  @Test
  void threadsThatWantTheSameFileBringItOnce() throws Exception {
    RemoteFile file = file(right(), server.serve("/file", server::whole));
    var all = new ArrayList<Thread>();
    for (int i = 0; i < 4; i++) {
      all.add(Thread.ofVirtual().start(() -> assertComplete(fetch(file))));
    }
    for (Thread thread : all) {
      thread.join();
    }
    assertComplete(folder.resolve("file.bin"));
    assertThat(server.ranges()).hasSize(1);
  }

  @Test
  void md5IsGoodEnoughWherePublishersHaveNothingElse() throws IOException {
    // RFC 1321, appendix A.5
    var abc =
        Files.writeString(Files.createTempFile(folder.getParent().getParent(), "abc", ""), "abc");
    assertThat(Download.digest(abc, "MD5")).isEqualTo("900150983cd24fb0d6963f7d28e17f72");
    var md5 = Download.digest(Files.write(abc, CONTENT), "MD5");
    assertComplete(fetch(file(md5, server.serve("/file", server::whole))));
    assertThatThrownBy(() -> fetch(file("0".repeat(32), server.serve("/other", server::whole))))
        .hasMessageContaining("expected MD5 00000000000000000000000000000000, got " + md5);
  }

  @Test
  void withoutChecksumTheFileIsTakenAsItIs() throws IOException {
    var file = file("", server.serve("/file", server::whole));
    assertComplete(fetch(file));
    assertComplete(fetch(file));
    assertThat(server.ranges()).hasSize(1);
  }

  @Test
  void whoWatchesHearsEveryByte() throws IOException {
    var heard = new ArrayList<Long>();
    var settings =
        SETTINGS.progress((bytes, total) -> {
          assertThat(total).isEqualTo(CONTENT.length);
          heard.add(bytes);
        });
    assertComplete(fetch(file(right(), server.serve("/file", server::whole)), settings));
    assertThat(heard).isSorted().endsWith((long) CONTENT.length);
  }
}
