package io.fovea.formats.keras;

import com.fasterxml.jackson.databind.JsonNode;
import io.fovea.nn.Border;
import io.fovea.nn.Box;
import io.fovea.nn.Conv1d;
import io.fovea.nn.Conv3d;
import io.fovea.nn.Layer;
import java.util.Collections;
import java.util.List;

/// Keras' convolutions over sequences and volumes and Fovea's, in both directions.
final class KerasRanks {
  private KerasRanks() {}

  static Layer conv1d(KerasConfig c) {
    c.only("data_format", "channels_last");
    return new Conv1d(
        c.integer("filters"),
        sizes(c, "kernel_size", 1).getFirst(),
        sizes(c, "strides", 1).getFirst(),
        border(c, "valid, same or causal"),
        sizes(c, "dilation_rate", 1).getFirst(),
        c.integer("groups", 1),
        KerasValues.weights(c, "kernel"),
        KerasValues.activation(c));
  }

  static void conv1d(Conv1d l, KerasFields f) {
    f.put("filters", l.filters())
        .integers("kernel_size", l.kernel())
        .integers("strides", l.stride());
    f.put("padding", name(l.border())).channelsLast().integers("dilation_rate", l.dilation());
    f.put("groups", l.groups()).activation(l.activation()).weights(l.weights());
    f.unconstrained("kernel");
  }

  static Layer conv3d(KerasConfig c) {
    c.only("data_format", "channels_last");
    var border = border(c, "valid or same");
    if (border == Border.CAUSAL) {
      throw c.unsupported("padding", "valid or same");
    }
    return new Conv3d(
        c.integer("filters"),
        box(c, "kernel_size"),
        box(c, "strides"),
        border,
        box(c, "dilation_rate"),
        c.integer("groups", 1),
        KerasValues.weights(c, "kernel"),
        KerasValues.activation(c));
  }

  static void conv3d(Conv3d l, KerasFields f) {
    f.put("filters", l.filters());
    box(f, "kernel_size", l.kernel());
    box(f, "strides", l.stride());
    f.put("padding", name(l.border())).channelsLast();
    box(f, "dilation_rate", l.dilation());
    f.put("groups", l.groups()).activation(l.activation()).weights(l.weights());
    f.unconstrained("kernel");
  }

  private static Border border(KerasConfig c, String known) {
    return switch (c.text("padding", "valid")) {
      case "valid" -> Border.VALID;
      case "same" -> Border.SAME;
      case "causal" -> Border.CAUSAL;
      default -> throw c.unsupported("padding", known);
    };
  }

  private static String name(Border border) {
    return switch (border) {
      case VALID -> "valid";
      case SAME -> "same";
      case CAUSAL -> "causal";
    };
  }

  private static Box box(KerasConfig c, String key) {
    var sizes = sizes(c, key, 3);
    return new Box(sizes.get(0), sizes.get(1), sizes.get(2));
  }

  private static void box(KerasFields f, String key, Box box) {
    f.integers(key, box.depth(), box.height(), box.width());
  }

  /// One number for all axes, or one for each; 1 if there is none.
  private static List<Integer> sizes(KerasConfig c, String key, int axes) {
    JsonNode node = c.get(key);
    if (!c.has(key) || node.isInt()) {
      return Collections.nCopies(axes, c.integer(key, 1));
    }
    var sizes = c.integers(key);
    if (sizes.size() != axes) {
      throw c.unsupported(key, axes == 1 ? "one number" : axes + " numbers");
    }
    return sizes;
  }
}
