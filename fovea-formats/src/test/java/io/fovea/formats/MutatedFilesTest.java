package io.fovea.formats;

import static io.fovea.loss.Losses.sparseCategoricalCrossentropy;
import static io.fovea.nn.Layers.batchNorm;
import static io.fovea.nn.Layers.conv2d;
import static io.fovea.nn.Layers.dense;
import static io.fovea.nn.Layers.flatten;
import static io.fovea.nn.Layers.input;
import static io.fovea.optim.Optimizers.adam;
import static org.assertj.core.api.Assertions.assertThat;

import io.fovea.error.FoveaException;
import io.fovea.tensor.Rng;
import io.fovea.train.Model;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Files with some bytes changed or the end cut off: each one gives a model or a sentence, in bounded
/// time and memory. `-Dfovea.mutations=10000` tries as many of each format.
class MutatedFilesTest {
  private static final int MUTATIONS = Integer.getInteger("fovea.mutations", 200);

  @TempDir Path folder;

  private static Model tiny() {
    return Model.of(input(4, 4, 1), conv2d(2, 3), batchNorm(), flatten(), dense(2).softmax())
        .compile(adam(1e-3), sparseCategoricalCrossentropy());
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

  private static void write(Model model, Path file) {
    if (file.toString().endsWith(".safetensors")) {
      TorchWeights.save(model, file);
    } else if (file.toString().endsWith(".weights.h5")) {
      model.saveWeights(file);
    } else {
      model.save(file);
    }
  }

  private static void read(Model model, Path file) {
    if (file.toString().endsWith(".safetensors")) {
      TorchWeights.load(model, file);
    } else if (file.toString().endsWith(".weights.h5")) {
      model.loadWeights(file);
    } else {
      assertThat(Model.load(file).parameters()).isPositive();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"tiny.keras", "tiny.weights.h5", "tiny.h5", "tiny.safetensors", "tiny.fovea"})
  @Timeout(600)
  void noMutationDoesHarm(String name) throws IOException {
    var original = folder.resolve(name);
    write(tiny(), original);
    byte[] bytes = Files.readAllBytes(original);
    var members = members(original);
    var names = new ArrayList<>(members.keySet());
    var file = folder.resolve("mutated-" + name);
    var model = tiny();
    int refused = 0;
    for (int i = 0; i < MUTATIONS; i++) {
      var rng = Rng.of(i);
      byte[] mutant;
      if (names.isEmpty() || i % 3 == 0) {
        mutant = mutant(bytes, rng);
      } else {
        var changed = new TreeMap<>(members);
        changed.computeIfPresent(names.get(i % names.size()), (_, old) -> mutant(old, rng));
        mutant = zip(changed);
      }
      Files.write(file, mutant);
      try {
        read(model, file);
      } catch (FoveaException e) {
        assertThat(e.fix()).isNotEmpty();
        assertThat(e).hasMessageContaining("Fix: ");
        refused++;
      }
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

  /// A few bytes changed, or the end cut off.
  private static byte[] mutant(byte[] bytes, Rng rng) {
    byte[] mutant = bytes.clone();
    int changes = 1 + (int) (rng.uniform(0) * 4);
    for (int c = 0; c < changes; c++) {
      int at = (int) (rng.uniform(3 * c + 1) * mutant.length);
      double kind = rng.uniform(3 * c + 2);
      mutant[at] =
          kind < 0.3
              ? (byte) 0xFF
              : kind < 0.6
                  ? (byte) (mutant[at] ^ (1 << (int) (rng.uniform(3 * c + 3) * 8)))
                  : (byte) (rng.uniform(3 * c + 3) * 256);
    }
    return rng.uniform(99) < 0.1
        ? Arrays.copyOf(mutant, (int) (rng.uniform(98) * mutant.length))
        : mutant;
  }
}
