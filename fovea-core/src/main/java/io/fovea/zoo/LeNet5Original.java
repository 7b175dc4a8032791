// SPDX-License-Identifier: Apache-2.0
package io.fovea.zoo;

import static io.fovea.nn.Layers.conv2d;
import static io.fovea.nn.Layers.dense;
import static io.fovea.nn.Layers.flatten;
import static io.fovea.nn.Layers.partialConv2d;
import static io.fovea.nn.Layers.rbf;
import static io.fovea.nn.Layers.rescaling;
import static io.fovea.nn.Layers.scaledTanh;
import static io.fovea.nn.Layers.softmax;
import static io.fovea.nn.Layers.subsampling2d;
import static io.fovea.nn.Layers.zeroPadding2d;

import com.google.errorprone.annotations.CheckReturnValue;
import io.fovea.nn.Layer;
import io.fovea.nn.Node;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import java.util.List;

/// LeNet-5 as published: LeCun et al. 1998, "Gradient-based learning applied to document
/// recognition", figure 2 and section II.B.
///
/// - input: `[N, 28, 28, 1]`, numbers from 0 to 1
/// - output: `[N, 10]`
/// - parameters: 60,000, all trained; C1 156, S2 12, C3 1,516, S4 32, C5 48,120, F6 10,164
///
/// The last layer gives the squared distance of the 84 numbers of F6 to a picture of each digit in
/// 7x12 pixels of 1 and -1. A softmax of their negative tenths turns them into probabilities;
/// cross-entropy on it is the paper's discriminative criterion (equation 9) without its class of
/// rubbish.
@CheckReturnValue
public record LeNet5Original() implements Layer {
  public static final LeNet5Original LENET5_ORIGINAL = new LeNet5Original();

  /// The paper's table 1, column by column.
  private static final List<List<Integer>> C3 =
      List.of(
          List.of(0, 1, 2),
          List.of(1, 2, 3),
          List.of(2, 3, 4),
          List.of(3, 4, 5),
          List.of(0, 4, 5),
          List.of(0, 1, 5),
          List.of(0, 1, 2, 3),
          List.of(1, 2, 3, 4),
          List.of(2, 3, 4, 5),
          List.of(0, 3, 4, 5),
          List.of(0, 1, 4, 5),
          List.of(0, 1, 2, 5),
          List.of(0, 1, 3, 4),
          List.of(1, 2, 4, 5),
          List.of(0, 2, 3, 5),
          List.of(0, 1, 2, 3, 4, 5));

  private static final int CODE_WIDTH = 7;
  private static final int CODE_HEIGHT = 12;

  private static final String CODES =
      """
      .#####. ...#... .#####. .#####. ....##. ####### ..####. ####### .#####. .#####.
      #.....# ..##... #.....# #.....# ...#.#. #...... .#..... ......# #.....# #.....#
      #.....# .#.#... ......# ......# ..#..#. #...... #...... .....#. #.....# #.....#
      #.....# #..#... ......# ......# .#...#. #...... #...... .....#. #.....# #.....#
      #....## ...#... ......# ......# #....#. ######. #...... ....#.. #.....# #.....#
      #...#.# ...#... .....#. ..####. #....#. ......# ######. ....#.. .#####. .######
      #..#..# ...#... ....#.. ......# ####### ......# #.....# ...#... #.....# ......#
      #.#...# ...#... ...#... ......# .....#. ......# #.....# ...#... #.....# ......#
      ##....# ...#... ..#.... ......# .....#. ......# #.....# ..#.... #.....# ......#
      #.....# ...#... .#..... ......# .....#. ......# #.....# ..#.... #.....# ......#
      #.....# ...#... #...... #.....# .....#. #.....# #.....# .#..... #.....# .....#.
      .#####. ####### ####### .#####. .....#. .#####. .#####. .#..... .#####. .####..
      """;

  @Override
  public Node on(Node x) {
    return x.then("in", zeroPadding2d(2))
        .then("normalized", rescaling(1.275).offset(-0.1))
        .then("C1", conv2d(6, 5))
        .then("C1_tanh", scaledTanh())
        .then("S2", subsampling2d(2))
        .then("S2_tanh", scaledTanh())
        .then("C3", partialConv2d(C3, 5))
        .then("C3_tanh", scaledTanh())
        .then("S4", subsampling2d(2))
        .then("S4_tanh", scaledTanh())
        .then("C5", conv2d(120, 5))
        .then("C5_tanh", scaledTanh())
        .then("flatten", flatten())
        .then("F6", dense(84))
        .then("F6_tanh", scaledTanh())
        .then("distances", rbf(codes()))
        .then("nearness", rescaling(-0.1))
        .then("output", softmax());
  }

  /// Row by row what stands above as a picture.
  private static Tensor codes() {
    var rows = CODES.lines().toList();
    int size = CODE_WIDTH * CODE_HEIGHT;
    return Tensor.generate(
        Shape.of(10, size),
        i -> {
          int digit = i / size;
          int column = digit * (CODE_WIDTH + 1) + i % CODE_WIDTH;
          return rows.get(i % size / CODE_WIDTH).charAt(column) == '#' ? 1 : -1;
        });
  }
}
