// SPDX-License-Identifier: Apache-2.0
package io.fovea.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.fovea.turbojpeg.TurboJpeg;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Runs where the system has libjpeg-turbo, or `-Dfovea.turbojpeg=` names it.
final class TurboJpegTest {
  private TurboJpeg turbo;

  @BeforeEach
  void findIt() {
    Assumptions.assumeTrue(TurboJpeg.installed().isPresent(), "libjpeg-turbo is not installed");
    turbo = TurboJpeg.installed().orElseThrow();
  }

  /// The JDK's decoder gives the samples as they are in the file; [Jpeg] makes colors of them.
  @Test
  void samplesAreThoseOfTheJdk() throws Exception {
    Map<String, byte[]> files =
        new HashMap<>(PictureCasesTest.entries(GoldenPicturesTest.resource("jpeg.zip")));
    for (String name : List.of("baseline.jpg", "nomarkers.jpg", "rgbids.jpg")) {
      files.put(name, GoldenPicturesTest.resource(name));
    }
    int compared = 0;
    for (var entry : files.entrySet()) {
      byte[] file = entry.getValue();
      JpegHeader header = JpegHeader.of(file);
      boolean left = header.tall() != 0 || !header.common() || header.components() == 4;
      if (left || !entry.getKey().endsWith(".jpg")) {
        continue;
      }
      Part all = Part.all(header.width(), header.height());
      var raster = Jpeg.raster(Jpeg.reader().orElseThrow(), file, all, new ArrayList<>());
      assertThat(turbo.decode(file, header.width(), header.height(), header.components()))
          .as(entry.getKey())
          .hasValue(Jpeg.image(raster, header).samples());
      compared++;
    }
    assertThat(compared).isGreaterThan(30);
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 50, 90})
  void whatIsCutOffIsLeftToOthers(int percent) throws Exception {
    byte[] file = GoldenPicturesTest.resource("baseline.jpg");
    JpegHeader header = JpegHeader.of(file);
    byte[] part = Arrays.copyOf(file, file.length * percent / 100);
    assertThat(turbo.decode(part, header.width(), header.height(), 3)).isEmpty();
    // and the decompressor is good for the next file
    assertThat(turbo.decode(file, header.width(), header.height(), 3)).isPresent();
  }
}
