// SPDX-License-Identifier: Apache-2.0
package io.fovea.onednn.dnnl;

/// One argument of a primitive when it runs: which one, and the tensor.
///
/// @param id one of the constants, or what a factory computes
/// @param memory the tensor
public record Arg(int id, Memory memory) {
  /// The source; the first operand of a binary function.
  public static final int SRC = 1;

  /// The second operand of a binary function.
  public static final int SRC_1 = 2;

  /// The destination.
  public static final int DST = 17;

  /// The weights.
  public static final int WEIGHTS = 33;

  /// The bias.
  public static final int BIAS = 41;

  /// The mean of a normalization.
  public static final int MEAN = 49;

  /// The variance of a normalization.
  public static final int VARIANCE = 50;

  /// The scale (gamma) of a normalization.
  public static final int SCALE = 51;

  /// The shift (beta) of a normalization.
  public static final int SHIFT = 52;

  /// What forward keeps for backward.
  public static final int WORKSPACE = 64;

  /// Memory needed while running.
  public static final int SCRATCHPAD = 80;

  /// The gradient of the source.
  public static final int DIFF_SRC = 129;

  /// The gradient of the destination.
  public static final int DIFF_DST = 145;

  /// The gradient of the weights.
  public static final int DIFF_WEIGHTS = 161;

  /// The gradient of the bias.
  public static final int DIFF_BIAS = 169;

  /// The gradient of a normalization's scale.
  public static final int DIFF_SCALE = 255;

  /// The gradient of a normalization's shift.
  public static final int DIFF_SHIFT = 256;

  /// The first of many sources.
  public static final int MULTIPLE_SRC = 1024;

  /// Scales of another argument, to be added to its number.
  public static final int SCALES_OF = 4096;

  /// Zero points of another argument, to be added to its number.
  public static final int ZERO_POINTS_OF = 8192;

  private static final int POST_OP = 32768;

  /// The source.
  public static Arg src(Memory memory) {
    return new Arg(SRC, memory);
  }

  /// The second operand of a binary function.
  public static Arg src1(Memory memory) {
    return new Arg(SRC_1, memory);
  }

  /// Source `index` (from 0) of a concatenation or sum.
  public static Arg source(int index, Memory memory) {
    return new Arg(MULTIPLE_SRC + index, memory);
  }

  /// The destination.
  public static Arg dst(Memory memory) {
    return new Arg(DST, memory);
  }

  /// The weights.
  public static Arg weights(Memory memory) {
    return new Arg(WEIGHTS, memory);
  }

  /// The bias.
  public static Arg bias(Memory memory) {
    return new Arg(BIAS, memory);
  }

  /// The mean of a normalization.
  public static Arg mean(Memory memory) {
    return new Arg(MEAN, memory);
  }

  /// The variance of a normalization.
  public static Arg variance(Memory memory) {
    return new Arg(VARIANCE, memory);
  }

  /// The scale (gamma) of a normalization.
  public static Arg scale(Memory memory) {
    return new Arg(SCALE, memory);
  }

  /// The shift (beta) of a normalization.
  public static Arg shift(Memory memory) {
    return new Arg(SHIFT, memory);
  }

  /// What forward keeps for backward.
  public static Arg workspace(Memory memory) {
    return new Arg(WORKSPACE, memory);
  }

  /// Memory needed while running.
  public static Arg scratchpad(Memory memory) {
    return new Arg(SCRATCHPAD, memory);
  }

  /// The gradient of the source.
  public static Arg diffSrc(Memory memory) {
    return new Arg(DIFF_SRC, memory);
  }

  /// The gradient of the destination.
  public static Arg diffDst(Memory memory) {
    return new Arg(DIFF_DST, memory);
  }

  /// The gradient of the weights.
  public static Arg diffWeights(Memory memory) {
    return new Arg(DIFF_WEIGHTS, memory);
  }

  /// The gradient of the bias.
  public static Arg diffBias(Memory memory) {
    return new Arg(DIFF_BIAS, memory);
  }

  /// The gradient of a normalization's scale.
  public static Arg diffScale(Memory memory) {
    return new Arg(DIFF_SCALE, memory);
  }

  /// The gradient of a normalization's shift.
  public static Arg diffShift(Memory memory) {
    return new Arg(DIFF_SHIFT, memory);
  }

  /// The operand of the binary post-operation at `index` (from 0) of the whole chain.
  public static Arg postOp(int index, Memory memory) {
    return new Arg(postOp(index), memory);
  }

  /// The number of that argument.
  public static int postOp(int index) {
    return POST_OP * (index + 1) + SRC_1;
  }

  /// Scales of the argument `id`: float32, one number or one for each channel.
  public static Arg scalesOf(int id, Memory memory) {
    return new Arg(SCALES_OF + id, memory);
  }

  /// Zero points of the argument `id`: int32.
  public static Arg zeroPointsOf(int id, Memory memory) {
    return new Arg(ZERO_POINTS_OF + id, memory);
  }

  static boolean isPostOp(int id) {
    return id >= POST_OP;
  }

  static int postOpIndex(int id) {
    return id / POST_OP - 1;
  }
}
