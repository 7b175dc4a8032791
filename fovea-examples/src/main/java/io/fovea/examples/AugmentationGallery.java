// SPDX-License-Identifier: Apache-2.0
package io.fovea.examples;

import static io.fovea.augment.Augmentations.*;

import io.fovea.augment.Augmentation;
import io.fovea.image.Image;
import io.fovea.image.Images;
import io.fovea.tensor.Rng;
import io.fovea.tensor.Tensor;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.imageio.ImageIO;

/// Section 4: every augmentation in one labelled sheet, of the flower or, with `--picture=FILE`, of
/// a picture of one's own.
public final class AugmentationGallery {
  private static final int SIDE = 144;
  private static final int LABEL = 18;
  private static final int COLUMNS = 8;

  private AugmentationGallery() {}

  /// Writes `augmentations.png`.
  public static void main(String[] args) throws IOException {
    Setting setting = Setting.of("AugmentationGallery", args);
    Image picture =
        setting.value("--picture").map(Path::of).map(Images::read).orElse(Photos.photo("flower"));
    Path file = setting.file("augmentations.png");
    ImageIO.write(sheet(square(picture), all()), "png", file.toFile());
    System.out.println("wrote " + all().size() + " augmentations to " + file);
  }

  /// Every augmentation by name, strong enough to be seen.
  static Map<String, Augmentation> all() {
    var all = new LinkedHashMap<String, Augmentation>();
    all.put("original", unchanged());
    all.put("flipHorizontal", flipHorizontal());
    all.put("flipVertical", flipVertical());
    all.put("quarterTurns", quarterTurns());
    all.put("transpose", transpose());
    all.put("symmetries", symmetries());
    all.put("shift", shift(0.3));
    all.put("rotate", rotate(45));
    all.put("shear", shear(25));
    all.put("zoom", zoom(0.5, 0.7));
    all.put("centerCrop, pad", sequence(centerCrop(104, 104), pad(20)));
    all.put("randomCrop, pad", sequence(randomCrop(104, 104), pad(20)));
    all.put("randomResizedCrop", randomResizedCrop(SIDE, SIDE));
    all.put("perspective", perspective(0.7));
    all.put("elastic", elastic(0.5, 24));
    all.put("gridDistortion", gridDistortion(0.7, 5));
    all.put("opticalDistortion", opticalDistortion(0.5, 0.8));
    all.put("brightness", brightness(1.4, 1.7));
    all.put("contrast", contrast(1.6, 2));
    all.put("gamma", gamma(0.4, 0.5));
    all.put("invert", invert());
    all.put("solarize", solarize(0.4, 0.6));
    all.put("posterize", posterize(2, 2));
    all.put("autoContrast", autoContrast());
    all.put("equalize", equalize());
    all.put("clahe", clahe(4, 6));
    all.put("saturation", saturation(2, 3));
    all.put("hue", hue(180));
    all.put("grayscale", grayscale());
    all.put("rgbShift", rgbShift(0.3));
    all.put("channelShuffle", channelShuffle());
    all.put("channelDropout", channelDropout());
    all.put("colorJitter", colorJitter(0.5, 0.5, 0.8, 40));
    all.put("pcaLighting", pcaLighting(1));
    all.put("boxBlur", boxBlur(4));
    all.put("gaussianBlur", gaussianBlur(2, 3));
    all.put("medianBlur", medianBlur(3));
    all.put("motionBlur", motionBlur(15, 20));
    all.put("sharpen", sharpen(4, 5));
    all.put("gaussianNoise", gaussianNoise(0.3));
    all.put("saltAndPepper", saltAndPepper(0.2));
    all.put("cutout", cutout(0.15));
    all.put("randomErasing", randomErasing());
    all.put("coarseDropout", coarseDropout(12));
    all.put("jpegArtifacts", jpegArtifacts(5, 10));
    all.put("randAugment", randAugment(2, 9));
    all.put("autoAugment", autoAugment());
    all.put("augMix", augMix());
    all.put("light", light());
    all.put("strong", strong());
    all.put("alexNet", alexNet());
    return all;
  }

  private static BufferedImage sheet(Tensor source, Map<String, Augmentation> changes) {
    int rows = Math.ceilDiv(changes.size(), COLUMNS);
    var sheet =
        new BufferedImage(COLUMNS * SIDE, rows * (SIDE + LABEL), BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = sheet.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
    graphics.setColor(Color.BLACK);
    graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
    int i = 0;
    for (Map.Entry<String, Augmentation> entry : changes.entrySet()) {
      int left = i % COLUMNS * SIDE;
      int top = i / COLUMNS * (SIDE + LABEL);
      Tensor changed = entry.getValue().apply(source, Rng.of(1).at(i));
      draw(Image.ofUnitTensor(changed), sheet, left, top + LABEL);
      graphics.drawString(entry.getKey(), left + 4, top + 13);
      i++;
    }
    graphics.dispose();
    return sheet;
  }

  private static void draw(Image picture, BufferedImage sheet, int left, int top) {
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        int red = picture.at(x, y, 0);
        int green = picture.at(x, y, 1);
        int blue = picture.at(x, y, 2);
        sheet.setRGB(left + x, top + y, red << 16 | green << 8 | blue);
      }
    }
  }

  /// The largest square in the middle, resized.
  private static Tensor square(Image picture) {
    int side = Math.min(picture.height(), picture.width());
    return picture.toRgb().centerCrop(side, side).resize(SIDE, SIDE).toUnitTensor(3);
  }
}
