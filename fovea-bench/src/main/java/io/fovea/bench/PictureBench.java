package io.fovea.bench;

import io.fovea.image.Image;
import io.fovea.image.ImageLimits;
import io.fovea.image.Images;
import io.fovea.image.Pixels;
import io.fovea.image.Resize;
import io.fovea.tensor.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// How many pictures a second one thread brings to a network: a JPEG of 500 x 375, to 224 x 224.
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class PictureBench {
  private static final Resize TO = Resize.to(224, 224).antialiased();

  private final Pixels target = Pixels.allocate(Shape.of(224, 224, 3));
  private final SplittableRandom random = new SplittableRandom(42);
  private byte[] file = {};
  private Image image = Image.of(1, 1, 1, new byte[1]);

  /// Loads the photo.
  @Setup
  public void load() throws IOException {
    try (InputStream in = PictureBench.class.getResourceAsStream("china-500x375.jpg")) {
      file = in.readAllBytes();
    }
    image = decode();
  }

  /// JPEG to samples.
  @Benchmark
  public Image decode() {
    return Images.decode(file, "photo", ImageLimits.DEFAULT);
  }

  /// All of the photo to 224 x 224, antialiased.
  @Benchmark
  public Pixels resize() {
    TO.on(image, target);
    return target;
  }

  /// What training does: decode, random resized crop, flip, normalize.
  @Benchmark
  public Pixels decodeCropFlipNormalize() {
    Image photo = decode();
    double area = photo.width() * photo.height() * (0.08 + 0.92 * random.nextDouble());
    double ratio = Math.pow(4 / 3.0, 2 * random.nextDouble() - 1);
    int width = (int) Math.min(photo.width(), Math.sqrt(area * ratio));
    int height = (int) Math.min(photo.height(), Math.sqrt(area / ratio));
    int left = random.nextInt(photo.width() - width + 1);
    int top = random.nextInt(photo.height() - height + 1);
    TO.part(photo, left, top, width, height, random.nextBoolean(), target);
    float[] values = target.values();
    for (int i = 0; i < values.length; i++) {
      values[i] = values[i] / 127.5f - 1;
    }
    return target;
  }
}
