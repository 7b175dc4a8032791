package io.fovea.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.fovea.turbojpeg.TurboJpeg;
import java.io.ByteArrayInputStream;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
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
  @ParameterizedTest
  @ValueSource(
      strings = {"baseline.jpg", "progressive.jpg", "nomarkers.jpg", "gray.jpg", "rgbids.jpg"})
  void samplesAreThoseOfTheJdk(String name) throws Exception {
    byte[] file = GoldenPicturesTest.resource(name);
    JpegHeader header = JpegHeader.of(file);
    var reader = Jpeg.reader().orElseThrow().createReaderInstance();
    reader.setInput(ImageIO.createImageInputStream(new ByteArrayInputStream(file)), true, true);
    Image expected = Jpeg.image(reader.readRaster(0, null), header);
    byte[] got =
        turbo.decode(file, header.width(), header.height(), header.components()).orElseThrow();
    assertThat(got).isEqualTo(expected.samples());
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
