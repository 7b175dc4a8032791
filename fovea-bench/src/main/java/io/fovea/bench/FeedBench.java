// SPDX-License-Identifier: Apache-2.0
package io.fovea.bench;

import static io.fovea.augment.Augmentations.colorJitter;
import static io.fovea.augment.Augmentations.flipHorizontal;
import static io.fovea.augment.Augmentations.normalize;
import static io.fovea.augment.Augmentations.randomResizedCrop;
import static io.fovea.augment.Augmentations.sequence;
import static io.fovea.augment.Augmentations.shift;
import static io.fovea.loss.Losses.sparseCategoricalCrossentropy;
import static io.fovea.optim.Optimizers.sgd;

import io.fovea.augment.Augmentation;
import io.fovea.data.Batches;
import io.fovea.data.Dataset;
import io.fovea.data.PictureFiles;
import io.fovea.data.Source;
import io.fovea.image.Image;
import io.fovea.image.ImageLimits;
import io.fovea.image.Images;
import io.fovea.image.Pixels;
import io.fovea.tensor.Rng;
import io.fovea.tensor.Shape;
import io.fovea.train.Callback;
import io.fovea.train.Fit;
import io.fovea.train.Logs;
import io.fovea.train.Model;
import io.fovea.train.Run;
import io.fovea.zoo.Zoo;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;

/// Whether real JPEG files slow training down: steps of a network beside which pictures are copied
/// from memory, and steps beside which they are read, cropped, flipped, jittered and normalized.
///
/// Prints pictures per second of one thread that reads, then the steps' times of both kinds, which
/// take turns in one epoch, and their ratio; without steps, the first figure alone.
///
/// ```
/// java ... io.fovea.bench.FeedBench [MODEL [BATCH [STEPS OF EACH KIND]]]
/// ```
final class FeedBench {
  private static final int FILES = 160;
  private static final int SIDE = 224;

  /// Passes over the files, of which the fastest counts.
  private static final int EPOCHS = 8;

  /// Batches that are read ahead: the first step is one beside which the batch behind them is read.
  private static final int AHEAD = 2;

  /// Steps before the first one that counts.
  private static final int WARM = 6;

  private FeedBench() {}

  static void main(String[] arguments) throws IOException {
    String name = arguments.length > 0 ? arguments[0] : "resnet18";
    int batch = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 16;
    int steps = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 50;
    Path folder = Files.createTempDirectory("fovea-feed");
    try {
      Dataset files = files(folder);
      print(
          "one thread: %.0f pictures per second of its processor time%n",
          picturesPerSecond(files, batch));
      if (steps > 0) {
        measure(name, batch, steps, files);
      }
    } finally {
      try (var left = Files.list(folder)) {
        for (Path file : left.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(folder);
    }
  }

  /// JPEG files of 500 x 375 on disk, as training reads them.
  private static Dataset files(Path folder) throws IOException {
    byte[] photo;
    try (var in = FeedBench.class.getResourceAsStream("china-500x375.jpg")) {
      photo = in.readAllBytes();
    }
    Image image = Images.decode(photo, "photo", ImageLimits.DEFAULT);
    Shape shape = image.shape();
    var source = Pixels.of(shape, image.toUnitTensor(3).toArray(), 0);
    var moved = Pixels.allocate(shape);
    var labelled = new ArrayList<PictureFiles.Labelled>();
    for (int i = 0; i < FILES; i++) {
      shift(0.1).apply(source, moved, Rng.of(i));
      Path file = folder.resolve(i + ".jpg");
      write(moved, file);
      labelled.add(new PictureFiles.Labelled(file, i % 10));
    }
    List<String> names = IntStream.range(0, 10).mapToObj(Integer::toString).toList();
    Augmentation usual =
        sequence(
            randomResizedCrop(SIDE, SIDE),
            flipHorizontal().sometimes(0.5),
            colorJitter(0.4, 0.4, 0.4, 18),
            normalize(List.of(0.485, 0.456, 0.406), List.of(0.229, 0.224, 0.225)));
    return PictureFiles.of(labelled, names).size(SIDE, SIDE).dataset().shuffle().augment(usual);
  }

  private static void write(Pixels pixels, Path file) throws IOException {
    var picture = new BufferedImage(pixels.width(), pixels.height(), BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < pixels.height(); y++) {
      for (int x = 0; x < pixels.width(); x++) {
        int at = pixels.index(y, x);
        int rgb = 0;
        for (int c = 0; c < 3; c++) {
          rgb = rgb << 8 | Math.round(255 * Math.clamp(pixels.values()[at + c], 0f, 1f));
        }
        picture.setRGB(x, y, rgb);
      }
    }
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ImageWriteParam quality = writer.getDefaultWriteParam();
    quality.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
    quality.setCompressionQuality(0.9f);
    try (var out = ImageIO.createImageOutputStream(file.toFile())) {
      writer.setOutput(out);
      writer.write(null, new IIOImage(picture, null, null), quality);
    } finally {
      writer.dispose();
    }
  }

  /// Counts the processor's time, not the clock's, so that other programs do not matter much.
  private static double picturesPerSecond(Dataset files, int batch) {
    var threads = ManagementFactory.getThreadMXBean();
    double best = 0;
    for (int epoch = 0; epoch < EPOCHS; epoch++) {
      long start = threads.getCurrentThreadCpuTime();
      int count = 0;
      try (Batches batches = files.openBatches(batch, 1, epoch, 0, 0)) {
        while (batches.next()) {
          count += batches.count();
        }
      }
      best = Math.max(best, count * 1e9 / (threads.getCurrentThreadCpuTime() - start));
    }
    return best;
  }

  private static void measure(String name, int batch, int steps, Dataset files) {
    var turns = new Turns(files, batch, WARM + 2 * steps + AHEAD);
    Model model = Zoo.model(name).compile(sgd(0.01).momentum(0.9), sparseCategoricalCrossentropy());
    var stamps = new ArrayList<Long>();
    var watch =
        new Callback() {
          @Override
          public void onBatchEnd(Run run, int step, Logs logs) {
            stamps.add(System.nanoTime());
          }
        };
    var data = Dataset.from(turns).classes(10).prefetch(AHEAD);
    var _ = model.fit(data, Fit.epochs(1).batch(batch).inOrder().quiet().callbacks(watch));
    var ofMemory = new ArrayList<Long>();
    var ofFiles = new ArrayList<Long>();
    for (int i = WARM; i < WARM + 2 * steps; i++) {
      (turns.isFromFiles(i + AHEAD) ? ofFiles : ofMemory).add(stamps.get(i) - stamps.get(i - 1));
    }
    print("%s, batch %d, %d steps each, %d workers%n", name, batch, steps, data.workers());
    print("%-10s %12s %12s%n", "", "median ms", "mean ms");
    print("%-10s %12.1f %12.1f%n", "memory", median(ofMemory), mean(ofMemory));
    print("%-10s %12.1f %12.1f%n", "files", median(ofFiles), mean(ofFiles));
    print(
        "%-10s %12.3f %12.3f%n",
        "ratio", median(ofFiles) / median(ofMemory), mean(ofFiles) / mean(ofMemory));
  }

  /// Batches that come from memory and from files in turns, so that what else the machine does falls
  /// on both alike.
  private static final class Turns implements Source {
    private final Dataset files;
    private final int batch;
    private final int steps;
    private final float[] memory;
    private final ThreadLocal<Reader> readers;

    Turns(Dataset files, int batch, int steps) {
      this.files = files;
      this.batch = batch;
      this.steps = steps;
      this.memory = new float[Math.toIntExact(batch * files.exampleShape().elements())];
      var rng = Rng.of(1);
      for (int i = 0; i < memory.length; i++) {
        memory[i] = (float) rng.uniform(i, -2, 2);
      }
      this.readers = ThreadLocal.withInitial(() -> new Reader(files));
    }

    boolean isFromFiles(int step) {
      return step % 2 == 1;
    }

    @Override
    public int size() {
      return batch * steps;
    }

    @Override
    public Shape exampleShape() {
      return files.exampleShape();
    }

    @Override
    public float label(int example) {
      return example % 10;
    }

    @Override
    public void read(int example, float[] target, int at) {
      int elements = memory.length / batch;
      if (isFromFiles(example / batch)) {
        System.arraycopy(readers.get().next(), 0, target, at, elements);
      } else {
        System.arraycopy(memory, example % batch * elements, target, at, elements);
      }
    }
  }

  /// One picture after the other, as training reads them; for one thread, which reads itself.
  private static final class Reader {
    private final Dataset files;
    private int epoch;
    private Batches batches;

    @SuppressWarnings("MustBeClosedChecker") // has no threads to end
    Reader(Dataset files) {
      this.files = files;
      this.batches = files.openBatches(1, 1, epoch, 0, 0);
    }

    @SuppressWarnings("MustBeClosedChecker")
    float[] next() {
      while (!batches.next()) {
        epoch++;
        batches = files.openBatches(1, 1, epoch, 0, 0);
      }
      return batches.images();
    }
  }

  private static double median(List<Long> nanos) {
    return nanos.stream().sorted().toList().get(nanos.size() / 2) / 1e6;
  }

  private static double mean(List<Long> nanos) {
    return nanos.stream().mapToLong(Long::longValue).average().orElse(0) / 1e6;
  }

  private static void print(String format, Object... arguments) {
    System.out.printf(Locale.ROOT, format, arguments);
  }
}
