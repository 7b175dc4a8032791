// SPDX-License-Identifier: Apache-2.0
package io.fovea.bench;

import static io.fovea.augment.Augmentations.colorJitter;
import static io.fovea.augment.Augmentations.flipHorizontal;
import static io.fovea.augment.Augmentations.normalize;
import static io.fovea.augment.Augmentations.sequence;

import io.fovea.augment.Augmentation;
import io.fovea.augment.RandomResizedCrop;
import io.fovea.augment.Span;
import io.fovea.image.Image;
import io.fovea.image.ImageLimits;
import io.fovea.image.Images;
import io.fovea.image.Pixels;
import io.fovea.image.Resize;
import io.fovea.tensor.Rng;
import io.fovea.tensor.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
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

  private static final RandomResizedCrop CROP =
      new RandomResizedCrop(224, 224, new Span(0.08, 1), new Span(3.0 / 4, 4.0 / 3));
  private static final Augmentation REST =
      sequence(
          flipHorizontal().sometimes(0.5),
          colorJitter(0.4, 0.4, 0.4, 18),
          normalize(List.of(0.485, 0.456, 0.406), List.of(0.229, 0.224, 0.225)));

  private final Pixels target = Pixels.allocate(Shape.of(224, 224, 3));
  private final Pixels cut = Pixels.allocate(Shape.of(224, 224, 3));
  private long count;
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

  /// What training does: decode, random resized crop, flip, color jitter, normalize.
  @Benchmark
  public Pixels usualTraining() {
    CROP.apply(decode(), cut, Rng.of(count));
    REST.apply(cut, target, Rng.of(count++));
    return target;
  }
}
