// SPDX-License-Identifier: Apache-2.0
package io.fovea.formats.keras;

import io.fovea.error.FormatException;
import io.fovea.nn.AvgPool2d;
import io.fovea.nn.Cropping2d;
import io.fovea.nn.Layer;
import io.fovea.nn.Layers;
import io.fovea.nn.MaxPool2d;
import io.fovea.nn.Resizing;
import io.fovea.nn.Size;
import io.fovea.nn.Sliding;
import io.fovea.nn.UpSampling2d;
import io.fovea.nn.ZeroPadding2d;

/// Keras' layers that give pictures another size, without weights, and Fovea's, in both directions.
final class KerasShapes {
  private KerasShapes() {}

  static KerasConfig channelsLast(KerasConfig c) {
    return c.only("data_format", "channels_last");
  }

  private static Sliding pooling(KerasConfig c) {
    channelsLast(c);
    var stride = c.has("strides") ? c.size("strides", 1) : c.size("pool_size", 2);
    return new Sliding(stride, KerasValues.padding(c), Size.square(1));
  }

  static Layer maxPool(KerasConfig c) {
    return new MaxPool2d(c.size("pool_size", 2), pooling(c));
  }

  static void maxPool(MaxPool2d l, KerasFields f) {
    f.padding(
        l.sliding(),
        "none, same(), or a border narrower than the window around what is never negative",
        "put relu() before the pooling");
    pooling(l.size(), f, l.sliding());
  }

  static Layer avgPool(KerasConfig c) {
    return new AvgPool2d(c.size("pool_size", 2), pooling(c));
  }

  static void avgPool(AvgPool2d l, KerasFields f) {
    pooling(l.size(), f.padding(l.sliding()), l.sliding());
  }

  private static void pooling(Size size, KerasFields f, Sliding sliding) {
    if (!sliding.dilation().equals(Size.uniform(sliding.rank(), 1))) {
      throw new FormatException(
          f.where(), "pooling without dilation", sliding.toString(), "save as .fovea.");
    }
    f.put("pool_size", size).strides(sliding).channelsLast();
  }

  static Layer zeroPadding(KerasConfig c) {
    var border = channelsLast(c).border("padding");
    return Layers.zeroPadding2d(border.get(0), border.get(1), border.get(2), border.get(3));
  }

  static void zeroPadding(ZeroPadding2d l, KerasFields f) {
    f.border("padding", l.border()).channelsLast();
  }

  static Layer cropping(KerasConfig c) {
    var border = channelsLast(c).border("cropping");
    return Layers.cropping2d(border.get(0), border.get(1), border.get(2), border.get(3));
  }

  static void cropping(Cropping2d l, KerasFields f) {
    f.border("cropping", l.border()).channelsLast();
  }

  static Layer resizing(KerasConfig c) {
    channelsLast(c).not("crop_to_aspect_ratio").not("pad_to_aspect_ratio").not("antialias");
    var resizing = Layers.resizing(c.integer("height"), c.integer("width"));
    return switch (c.text("interpolation", "bilinear")) {
      case "bilinear" -> resizing;
      case "nearest" -> resizing.nearest();
      default -> throw c.unsupported("interpolation", "nearest or bilinear");
    };
  }

  static void resizing(Resizing l, KerasFields f) {
    f.put("height", l.size().height()).put("width", l.size().width());
    f.put("interpolation", l.linear() ? "bilinear" : "nearest");
    f.put("crop_to_aspect_ratio", false).put("pad_to_aspect_ratio", false);
    f.put("fill_mode", "constant").put("fill_value", 0.0).put("antialias", false).channelsLast();
  }

  static Layer upSampling(KerasConfig c) {
    var size = channelsLast(c).size("size", 2);
    if (size.height() != size.width()) {
      throw c.unsupported("size", "the same factor for height and width");
    }
    return switch (c.text("interpolation", "nearest")) {
      case "nearest" -> Layers.upSampling2d(size.height());
      case "bilinear" -> Layers.upSampling2d(size.height()).bilinear();
      default -> throw c.unsupported("interpolation", "nearest or bilinear");
    };
  }

  static void upSampling(UpSampling2d l, KerasFields f) {
    f.put("size", Size.square(l.factor())).channelsLast();
    f.put("interpolation", l.linear() ? "bilinear" : "nearest");
  }
}
