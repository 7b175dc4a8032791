// SPDX-License-Identifier: Apache-2.0
package io.fovea.onednn.dnnl;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/// Lists of convolutions of published networks, one a line, in `src/test/resources/shapes`.
final class ConvShapes {
  static final List<String> NETWORKS =
      List.of(
          "lenet5",
          "alexnet",
          "googlenet",
          "vgg16",
          "resnet50",
          "se-resnet",
          "xception",
          "efficientnet-b0");

  private ConvShapes() {}

  /// One convolution without its batch.
  record Row(String name, int height, int width, int in, int out, Window window, int groups) {
    MemoryDesc src(DataType type, int batch) {
      return MemoryDesc.channelsLast(type, batch, height, width, in);
    }

    MemoryDesc dst(DataType type, int batch) {
      return MemoryDesc.channelsLast(
          type, batch, window.output(0, height), window.output(1, width), out);
    }

    MemoryDesc kernel(DataType type) {
      return MemoryDesc.kernel(
          type, groups, window.kernel().get(0), window.kernel().get(1), in / groups, out);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /// The convolutions of one network.
  static List<Row> of(String network) {
    return lines(network + ".txt").stream().map(ConvShapes::parse).toList();
  }

  /// Lines of a resource in `shapes`, without comments.
  static List<String> lines(String file) {
    InputStream in = ConvShapes.class.getResourceAsStream("/shapes/" + file);
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(Objects.requireNonNull(in, file), StandardCharsets.UTF_8))) {
      return reader.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Row parse(String line) {
    String[] f = line.strip().split("\\s+");
    int[] n = new int[10];
    for (int i = 1; i < 10; i++) {
      n[i] = i == 8 ? 0 : Integer.parseInt(f[i]);
    }
    Window window = Window.of(n[5], n[6]).stride(n[7]);
    Window padded =
        switch (f[8]) {
          case "valid" -> window;
          case "same" -> same(window, n[1], n[2]);
          default -> window.padding(Integer.parseInt(f[8]));
        };
    return new Row(f[0], n[1], n[2], n[3], n[4], padded, n[9]);
  }

  private static Window same(Window window, int height, int width) {
    int h = excess(window, 0, height);
    int w = excess(window, 1, width);
    return window.padLow(h / 2, w / 2).padHigh(h - h / 2, w - w / 2);
  }

  private static int excess(Window window, int axis, int input) {
    int stride = window.stride().get(axis);
    int output = (input + stride - 1) / stride;
    return Math.max(0, (output - 1) * stride + window.kernel().get(axis) - input);
  }
}
