// SPDX-License-Identifier: Apache-2.0
package io.fovea.formats;

import static io.fovea.augment.Augmentations.cutout;
import static io.fovea.augment.Augmentations.elastic;
import static io.fovea.augment.Augmentations.oneOf;
import static io.fovea.augment.Augmentations.randAugment;
import static io.fovea.augment.Augmentations.randomCrop;
import static io.fovea.augment.Augmentations.rotate;
import static io.fovea.augment.Augmentations.sequence;
import static io.fovea.loss.Losses.sparseCategoricalCrossentropy;
import static io.fovea.metric.Metrics.accuracy;
import static io.fovea.nn.Layers.add;
import static io.fovea.nn.Layers.batchNorm;
import static io.fovea.nn.Layers.conv2d;
import static io.fovea.nn.Layers.dense;
import static io.fovea.nn.Layers.dropout;
import static io.fovea.nn.Layers.flatten;
import static io.fovea.nn.Layers.input;
import static io.fovea.optim.Optimizers.adam;
import static org.assertj.core.api.Assertions.assertThat;

import io.fovea.error.FoveaException;
import io.fovea.formats.record.Pipelines;
import io.fovea.formats.torch.TorchWeights;
import io.fovea.testkit.Mutations;
import io.fovea.train.Model;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Files with bytes, fields or values changed: each one gives a model or a sentence, in ten seconds and
/// half a gigabyte. `-Dfovea.mutations=10000` tries as many of each format, `-Dfovea.mutations.from`
/// others.
class MutatedFilesTest {
  private static final int MUTATIONS = Integer.getInteger("fovea.mutations", 200);
  private static final int FROM = Integer.getInteger("fovea.mutations.from", 0);
  private static final long MOST_NANOS = 10_000_000_000L;

  /// Of this thread's work, whatever else the machine does.
  private static final ThreadMXBean CLOCK = ManagementFactory.getThreadMXBean();

  @TempDir Path folder;

  private static Model tiny() {
    var x = input(4, 4, 1);
    var y = x.then(conv2d(2, 3).same()).then(batchNorm()).relu();
    var z = y.join(add(), y.then(conv2d(2, 1).l2(1e-4)));
    return Model.to("tiny", z.then(flatten()).then(dropout(0.2)).then(dense(2).softmax()))
        .replaceMetadata(Map.of("classes", "cat\ndog"))
        .compile(adam(1e-3), sparseCategoricalCrossentropy(), accuracy());
  }

  /// An archive, or nothing for files that are none.
  private static Map<String, byte[]> members(Path file) throws IOException {
    var members = new TreeMap<String, byte[]>();
    if (file.toString().endsWith(".keras") || file.toString().endsWith(".fovea")) {
      try (var zip = new ZipFile(file.toFile())) {
        for (var entry : zip.stream().toList()) {
          members.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
        }
      }
    }
    return members;
  }

  /// Checksums are right again, so that readers look at what is inside.
  private static byte[] zip(Map<String, byte[]> members) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(out)) {
      for (var member : members.entrySet()) {
        zip.putNextEntry(new ZipEntry(member.getKey()));
        zip.write(member.getValue());
      }
    }
    return out.toByteArray();
  }

  private static void write(Path file) throws IOException {
    String name = file.toString();
    if (name.endsWith(".safetensors")) {
      TorchWeights.save(tiny(), file);
    } else if (name.endsWith(".weights.h5")) {
      tiny().saveWeights(file);
    } else if (name.endsWith(".json")) {
      Pipelines.save(
          sequence(
              oneOf(rotate(9), cutout(0.1)).sometimes(0.5),
              elastic(0.4, 8),
              randomCrop(3, 3),
              randAugment(2, 9)),
          file);
    } else {
      tiny().save(file);
    }
  }

  private static void read(Model model, Path file) throws IOException {
    String name = file.toString();
    if (name.endsWith(".safetensors")) {
      TorchWeights.load(model, file);
    } else if (name.endsWith(".weights.h5")) {
      model.loadWeights(file);
    } else if (name.endsWith(".json")) {
      assertThat(Pipelines.load(file)).isNotNull();
    } else {
      assertThat(Model.load(file).parameters()).isPositive();
    }
  }

  /// Bytes, values in texts, or a member of an archive.
  private static byte[] mutant(byte[] bytes, Map<String, byte[]> members, int number)
      throws IOException {
    if (members.isEmpty() || number % 4 == 0) {
      return number % 2 == 0 && isText(bytes)
          ? Mutations.json(bytes, number)
          : Mutations.bytes(bytes, number);
    }
    var names = new ArrayList<>(members.keySet());
    var changed = new TreeMap<>(members);
    String name = names.get(number / 4 % names.size());
    var old = members.getOrDefault(name, bytes);
    if (number % 4 == 1 && name.endsWith(".json") || number % 4 == 2 && name.endsWith(".json")) {
      changed.put(name, Mutations.json(old, number));
    } else if (number % 100 == 3) {
      changed.remove(name);
      changed.put(number % 200 == 3 ? "../" + name : name + "\u0000", old);
    } else {
      changed.put(name, Mutations.bytes(old, number));
    }
    return zip(changed);
  }

  private static boolean isText(byte[] bytes) {
    return bytes[0] == '{' || bytes[8] == '{'; // JSON, or safetensors
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tiny.keras",
        "tiny.weights.h5",
        "tiny.h5",
        "tiny.safetensors",
        "tiny.fovea",
        "tiny.json"
      })
  void noMutationDoesHarm(String name) throws IOException {
    var original = folder.resolve(name);
    write(original);
    byte[] bytes = Files.readAllBytes(original);
    var members = members(original);
    var file = folder.resolve("mutated-" + name);
    var model = tiny();
    int refused = 0;
    for (int i = FROM; i < FROM + MUTATIONS; i++) {
      Files.write(file, mutant(bytes, members, i));
      long start = CLOCK.getCurrentThreadCpuTime();
      try {
        read(model, file);
      } catch (FoveaException e) {
        Mutations.requireSentence(e);
        refused++;
      } catch (RuntimeException | Error e) {
        throw new AssertionError("mutation " + i + " of " + name + " gave " + e, e);
      }
      assertThat(CLOCK.getCurrentThreadCpuTime() - start)
          .as("nanos of mutation %d", i)
          .isLessThan(MOST_NANOS);
    }
    // bytes of numbers may be any
    assertThat(refused).isBetween(MUTATIONS / 8, MUTATIONS - 1);
    assertThat(files()).containsExactlyInAnyOrder(name, "mutated-" + name);
  }

  private List<String> files() throws IOException {
    try (var all = Files.list(folder)) {
      return all.map(path -> path.getFileName().toString()).toList();
    }
  }
}
