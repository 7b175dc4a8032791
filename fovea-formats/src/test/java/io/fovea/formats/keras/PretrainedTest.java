// SPDX-License-Identifier: Apache-2.0
package io.fovea.formats.keras;

import static io.fovea.nn.Layers.dense;
import static io.fovea.nn.Layers.globalAvgPool2d;
import static io.fovea.zoo.EfficientNet.B0;
import static io.fovea.zoo.MobileNetV2.MOBILENET_V2;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import io.fovea.augment.Preprocessing;
import io.fovea.error.DataException;
import io.fovea.train.Model;
import io.fovea.zoo.Pretrained;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Weights of ImageNet on their way from a server (here: of this machine, with random numbers in the
/// published layout) through Keras' cache into a model.
class PretrainedTest {
  private static final String NAME = "mobilenet_v2_224_no_top.h5";

  @TempDir Path folder;

  private final List<String> requests = new ArrayList<>();
  private String home = "";
  private HttpServer server;
  private byte[] served = {};

  @BeforeEach
  void start() throws IOException {
    assumeTrue(System.getenv("KERAS_HOME") == null);
    home = System.setProperty("user.home", folder.resolve("home").toString());
    var file = folder.resolve("weights.h5");
    PublishedFiles.write(file, PublishedFiles.table("mobilenet-v2", 1), Map.of());
    served = Files.readAllBytes(file);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          requests.add(exchange.getRequestURI() + " " + exchange.getRequestHeaders().get("Range"));
          try (exchange) {
            var range = exchange.getRequestHeaders().getFirst("Range");
            int from = range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
            if (range != null) {
              exchange
                  .getResponseHeaders()
                  .set("Content-Range", "bytes %d-/%d".formatted(from, served.length));
            }
            exchange.sendResponseHeaders(range == null ? 200 : 206, served.length - from);
            exchange.getResponseBody().write(served, from, served.length - from);
          }
        });
    server.start();
  }

  @AfterEach
  void stop() {
    if (!home.isEmpty()) {
      System.setProperty("user.home", home);
      server.stop(0);
    }
  }

  private String md5() throws IOException {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(served));
    } catch (NoSuchAlgorithmException e) {
      throw new IOException(e);
    }
  }

  /// As the row of the table, but on this machine.
  private Pretrained row(String checksum, Integer... sides) {
    var address = "http://127.0.0.1:" + server.getAddress().getPort() + "/mobilenet_v2/";
    return new Pretrained(
        "mobilenet-v2",
        address,
        "top.h5",
        NAME,
        checksum,
        checksum,
        List.of(sides),
        Preprocessing.SIGNED);
  }

  private Path cached() {
    return folder.resolve("home/.keras/models").resolve(NAME);
  }

  private static Model base() {
    return MOBILENET_V2.model().withoutTop().input(32, 32).build();
  }

  @Test
  void weightsAreBroughtOnceIntoTheCacheOfKeras() throws IOException {
    var heard = new ArrayList<Long>();
    var base = row(md5()).into(base(), (bytes, total) -> heard.add(bytes));
    assertThat(cached()).hasBinaryContent(served);
    assertThat(heard.getLast()).isEqualTo(served.length);
    assertThat(base.variables().getFirst().read()[5]).isEqualTo(PublishedFiles.number(0, 0, 5));
    server.stop(0);
    var again = row(md5()).into(base(), (_, _) -> {});
    assertThat(again.variables().getLast().read()).isEqualTo(base.variables().getLast().read());
    assertThat(requests).containsExactly("/mobilenet_v2/" + NAME + " null");
  }

  @Test
  void weightsForPicturesOfTheSameSizeAreChosen() throws IOException {
    var base = row(md5(), 32, 224).into(base(), (_, _) -> {}); // 32 x 32 pixels
    assertThat(base.variables().getFirst().read()[5]).isEqualTo(PublishedFiles.number(0, 0, 5));
    assertThat(requests).containsExactly("/mobilenet_v2/mobilenet_v2_32_no_top.h5 null");
  }

  @Test
  void aBrokenDownloadGoesOnWhereItStopped() throws IOException {
    Files.createDirectories(cached().getParent());
    Files.write(cached().resolveSibling(NAME + ".part"), Arrays.copyOf(served, 1_000_000));
    assertThat(row(md5()).into(base(), (_, _) -> {}).parameters()).isEqualTo(2_257_984);
    assertThat(requests).containsExactly("/mobilenet_v2/" + NAME + " [bytes=1000000-]");
  }

  @Test
  void anotherFileThanPublishedIsNeverLoaded() {
    var base = base();
    float[] before = base.variables().getFirst().read();
    assertThatThrownBy(() -> row("0".repeat(32)).into(base, (_, _) -> {}))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("MD5 " + "0".repeat(32));
    assertThat(cached()).doesNotExist();
    assertThat(base.variables().getFirst().read()).isEqualTo(before);
  }

  @Test
  void offlineTheSentenceSaysWhatToPutWhere() throws IOException {
    var row = row(md5());
    server.stop(0);
    assertThatThrownBy(() -> row.into(base(), (_, _) -> {}))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("connect to the internet and run again")
        .hasMessageContaining(
            "or get " + row.address() + NAME + " by other means and put it at " + cached() + ".");
    Files.createDirectories(cached().getParent());
    Files.write(cached(), served);
    assertThat(row.into(base(), (_, _) -> {}).preprocessing()).isEqualTo(Preprocessing.SIGNED);
  }

  @Test
  void howPicturesArePreparedGoesAlongIntoEveryFile() throws IOException {
    var base = row(md5()).into(base(), (_, _) -> {});
    var model = base.then(globalAvgPool2d(), dense(3).softmax());
    assertThat(model.preprocessing()).isEqualTo(Preprocessing.SIGNED);
    for (String name : List.of("m.keras", "m.h5", "m.fovea")) {
      var file = folder.resolve(name);
      model.save(file);
      assertThat(Model.load(file).preprocessing()).as(name).isEqualTo(Preprocessing.SIGNED);
    }
  }

  @Test
  void deviationsInPublishedFilesOfEfficientNetBecomeVariances() {
    float[] deviations = {0.229f, 0.224f, 0.225f};
    var file = folder.resolve("efficientnetb0_notop.h5");
    PublishedFiles.write(
        file,
        PublishedFiles.table("efficientnet-b0", 1),
        Map.of("normalization/variance", deviations));
    var model = B0.model().withoutTop().input(32, 32).weights(file).build();
    var variance =
        model.variables().stream()
            .filter(v -> v.path().equals("normalization/variance"))
            .findFirst()
            .orElseThrow()
            .read();
    for (int i = 0; i < 3; i++) {
      assertThat(variance[i]).isCloseTo(deviations[i] * deviations[i], within(1e-8f));
    }
    assertThat(model.preprocessing()).isEqualTo(Preprocessing.BYTES);
  }
}
