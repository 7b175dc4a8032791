// SPDX-License-Identifier: Apache-2.0
package io.fovea.bench;

import static io.fovea.augment.Augmentations.*;

import io.fovea.augment.Augmentation;
import io.fovea.image.Pixels;
import io.fovea.tensor.Rng;
import io.fovea.tensor.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// How many pictures of 224 x 224 x 3 one core augments per second, by operation.
///
/// Returns rows of text; each operation runs for 0.4 seconds after a warm-up.
final class AugmentBench {
  private static final Shape PICTURE = Shape.of(224, 224, 3);
  private static final long NANOS = 400_000_000;

  private AugmentBench() {}

  /// One line per operation: milliseconds per picture, pictures per second.
  static List<String> rows() {
    return operations().entrySet().stream()
        .map(entry -> row(entry.getKey(), entry.getValue()))
        .toList();
  }

  private static Map<String, Augmentation> operations() {
    var all = new LinkedHashMap<String, Augmentation>();
    all.put("flipHorizontal", flipHorizontal());
    all.put("symmetries", symmetries());
    all.put("shift", shift(0.2));
    all.put("rotate", rotate(30));
    all.put("shear", shear(20));
    all.put("zoom", zoom(0.7, 1.4));
    all.put("perspective", perspective(0.5));
    all.put("elastic", elastic(0.4, 32));
    all.put("gridDistortion", gridDistortion(0.5, 5));
    all.put("opticalDistortion", opticalDistortion(-0.2, 0.5));
    all.put("brightness", brightness(0.5, 1.5));
    all.put("contrast", contrast(0.5, 1.5));
    all.put("gamma", gamma(0.5, 2));
    all.put("invert", invert());
    all.put("solarize", solarize(0.4, 0.6));
    all.put("posterize", posterize(3, 5));
    all.put("autoContrast", autoContrast());
    all.put("equalize", equalize());
    all.put("clahe", clahe(1, 4));
    all.put("saturation", saturation(0, 2));
    all.put("hue", hue(180));
    all.put("grayscale", grayscale());
    all.put("rgbShift", rgbShift(0.2));
    all.put("channelShuffle", channelShuffle());
    all.put("channelDropout", channelDropout());
    all.put("colorJitter", colorJitter(0.4, 0.4, 0.4, 18));
    all.put("pcaLighting", pcaLighting(0.1));
    all.put("boxBlur", boxBlur(2));
    all.put("gaussianBlur", gaussianBlur(0.5, 2));
    all.put("medianBlur", medianBlur(1));
    all.put("motionBlur", motionBlur(3, 7));
    all.put("sharpen", sharpen(0, 2));
    all.put("gaussianNoise", gaussianNoise(0.1));
    all.put("saltAndPepper", saltAndPepper(0.1));
    all.put("randomErasing", randomErasing());
    all.put("coarseDropout", coarseDropout(8));
    all.put("jpegArtifacts", jpegArtifacts(30, 80));
    all.put("randAugment", randAugment(2, 9));
    all.put("autoAugment", autoAugment());
    all.put("augMix", augMix());
    all.put("randomResizedCrop", randomResizedCrop(224, 224));
    all.put(
        "usual training",
        sequence(
            randomResizedCrop(224, 224),
            flipHorizontal().sometimes(0.5),
            colorJitter(0.4, 0.4, 0.4, 18),
            normalize(List.of(0.485, 0.456, 0.406), List.of(0.229, 0.224, 0.225))));
    return all;
  }

  private static String row(String name, Augmentation change) {
    // crops start from a photograph of the usual size
    Shape shape =
        name.equals("randomResizedCrop") || name.equals("usual training")
            ? Shape.of(375, 500, 3)
            : PICTURE;
    Pixels source = Pixels.allocate(shape);
    for (int i = 0; i < source.elements(); i++) {
      source.values()[i] = (float) Rng.of(1).uniform(i);
    }
    Pixels target = Pixels.allocate(PICTURE);
    double warm = nanosPerPicture(change, source, target);
    double nanos = Math.min(warm, nanosPerPicture(change, source, target));
    return String.format(Locale.ROOT, "%-20s %8.3f ms %8.0f /s", name, nanos / 1e6, 1e9 / nanos);
  }

  private static double nanosPerPicture(Augmentation change, Pixels source, Pixels target) {
    long start = System.nanoTime();
    int count = 0;
    while (System.nanoTime() - start < NANOS) {
      change.apply(source, target, Rng.of(count++));
    }
    return (double) (System.nanoTime() - start) / count;
  }

  /// Prints the table.
  public static void main(String[] args) {
    rows().forEach(System.out::println);
  }
}
