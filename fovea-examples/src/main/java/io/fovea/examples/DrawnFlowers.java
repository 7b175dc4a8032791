// SPDX-License-Identifier: Apache-2.0
package io.fovea.examples;

import io.fovea.image.Image;
import io.fovea.image.Images;
import io.fovea.tensor.Rng;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A small stand-in for photos of flowers: five kinds, drawn, in a folder for each kind.
///
/// Size, place, turn, light and background differ from picture to picture; petals and colors are
/// those of the kind.
final class DrawnFlowers {
  /// How a kind looks.
  ///
  /// @param slim width of a petal as a share of its length
  private record Kind(String name, int petals, double slim, Color petal, Color heart) {}

  private static final List<Kind> KINDS =
      List.of(
          new Kind("daisy", 13, 0.25, new Color(245, 245, 240), new Color(240, 200, 40)),
          new Kind("dandelion", 40, 0.1, new Color(250, 215, 30), new Color(230, 170, 10)),
          new Kind("roses", 5, 0.9, new Color(200, 30, 60), new Color(120, 10, 30)),
          new Kind("sunflowers", 18, 0.35, new Color(245, 180, 20), new Color(80, 45, 20)),
          new Kind("tulips", 3, 0.6, new Color(220, 90, 150), new Color(240, 150, 190)));

  private DrawnFlowers() {}

  /// Draws pictures of 5 kinds into folders below `folder`; those that are there stay.
  static Path into(Path folder, int perKind, int side) {
    for (int k = 0; k < KINDS.size(); k++) {
      Path kind = folder.resolve(KINDS.get(k).name);
      for (int i = 0; i < perKind; i++) {
        Path file = kind.resolve("%03d.png".formatted(i));
        if (!Files.exists(file)) {
          make(kind);
          Images.writePng(draw(KINDS.get(k), side, Rng.of(k).at(i)), file);
        }
      }
    }
    return folder;
  }

  private static void make(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Image draw(Kind kind, int side, Rng rng) {
    var picture = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = picture.createGraphics();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    meadow(g, side, rng.at("meadow"));
    g.translate(side * rng.uniform(0, 0.35, 0.65), side * rng.uniform(1, 0.35, 0.65));
    g.rotate(rng.uniform(2, 0, 2 * Math.PI));
    double length = side * rng.uniform(3, 0.22, 0.4);
    double light = rng.uniform(4, 0.75, 1.05);
    for (int petal = 0; petal < kind.petals; petal++) {
      var turned = AffineTransform.getRotateInstance(2 * Math.PI * petal / kind.petals);
      double width = length * kind.slim;
      var shape = turned.createTransformedShape(new Ellipse2D.Double(0, -width / 2, length, width));
      g.setColor(lit(kind.petal, light * rng.uniform(100 + petal, 0.9, 1)));
      g.fill(shape);
      g.setColor(lit(kind.petal, 0.7 * light));
      g.draw(shape);
    }
    double heart = length * 0.3;
    g.setColor(lit(kind.heart, light));
    g.fill(new Ellipse2D.Double(-heart, -heart, 2 * heart, 2 * heart));
    g.dispose();
    return noisy(picture, rng.at("noise"));
  }

  private static void meadow(Graphics2D g, int side, Rng rng) {
    g.setColor(new Color(30, 60 + (int) (60 * rng.uniform(0)), 30));
    g.fillRect(0, 0, side, side);
    g.setStroke(new BasicStroke(side / 40f));
    for (int blade = 0; blade < 60; blade++) {
      var own = rng.at(blade);
      g.setColor(
          new Color(20, 50 + (int) (130 * own.uniform(0)), 20 + (int) (40 * own.uniform(1))));
      int x = (int) (side * own.uniform(2));
      int y = (int) (side * own.uniform(3));
      g.drawLine(x, y, x + (int) (side * (own.uniform(4) - 0.5) / 4), y - side / 4);
    }
    g.setStroke(new BasicStroke(1));
  }

  private static Image noisy(BufferedImage picture, Rng rng) {
    int side = picture.getWidth();
    var samples = new byte[side * side * 3];
    for (int i = 0; i < samples.length; i++) {
      int color = picture.getRGB(i / 3 % side, i / 3 / side) >> 8 * (2 - i % 3) & 0xFF;
      samples[i] = (byte) Math.clamp(color + Math.round(40 * (rng.uniform(i) - 0.5)), 0, 255);
    }
    return Image.of(side, side, 3, samples);
  }

  private static Color lit(Color color, double light) {
    return new Color(
        (int) Math.min(255, color.getRed() * light),
        (int) Math.min(255, color.getGreen() * light),
        (int) Math.min(255, color.getBlue() * light));
  }
}
