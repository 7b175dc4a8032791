// SPDX-License-Identifier: Apache-2.0
package io.fovea.graph;

import io.fovea.tensor.Shape;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How much of the picture one cell of a feature map sees (Araujo et al. 2019, "Computing receptive
/// fields of convolutional neural networks").
///
/// A window of reach `r` and stride `s` takes size `f` and step `j` to `f + (r - 1) j` and `s j`.
/// Padding counts as picture, so deep layers may see more than there is. What sees all positions at
/// once (a window as large as the map, a product behind flatten) sees the whole picture, no more.
///
/// @param height of the field, in pixels of the picture
/// @param width of the field, in pixels of the picture
/// @param stepHeight distance between the fields of neighbouring cells, in pixels
/// @param stepWidth distance between the fields of neighbouring cells, in pixels
public record ReceptiveField(double height, double width, double stepHeight, double stepWidth) {

  /// The field of every value that depends on the first input; that input is `[N, H, W, C]`.
  ///
  /// @param graph all sizes but the first axis known
  /// @return empty if the first input is no batch of pictures
  public static Map<Value, ReceptiveField> of(Graph graph) {
    var picture = graph.inputs().getFirst().output();
    if (picture.shape().rank() != 4) {
      return Map.of();
    }
    var whole = new ReceptiveField(picture.shape().get(1), picture.shape().get(2), 0, 0);
    var fields = new HashMap<Value, ReceptiveField>();
    fields.put(picture, new ReceptiveField(1, 1, 1, 1));
    for (var step : graph.steps()) {
      var seen =
          step.inputs().stream()
              .map(value -> Optional.ofNullable(fields.get(value)))
              .flatMap(Optional::stream)
              .reduce(ReceptiveField::union);
      if (seen.isPresent()) {
        var field = behind(step, seen.get(), whole);
        step.outputs().forEach(output -> fields.put(output, field));
      }
    }
    return fields;
  }

  private static ReceptiveField behind(Step step, ReceptiveField in, ReceptiveField whole) {
    return switch (step.op()) {
      case Op.Conv(var window, _) -> in.slide(window, step, whole);
      case Op.MaxPool(var window) -> in.slide(window, step, whole);
      case Op.AvgPool(var window) -> in.slide(window, step, whole);
      case Op.ConvBackData(var window, _, _) -> in.spread(window);
      case Op.Resample(boolean linear, Shape spatial) ->
          in.resample(linear, step.inputs().getFirst().shape(), spatial);
      case Op.MatMul _, Op.Custom _ -> whole;
      case Op.Reduce(_, List<Integer> axes) -> axes.contains(1) || axes.contains(2) ? whole : in;
      case Op.Fused(var main, _) ->
          behind(new Step(step.path(), main, step.inputs(), step.outputs()), in, whole);
      // batch statistics see everything, but are no part of what a network computes in the end
      case Op.BatchNorm _, Op.BatchNormFixed _, Op.Phase _ -> in;
      case Op.Softmax _, Op.LogSoftmax _, Op.Map _, Op.Binary _, Op.Random _, Op.OneHot _ -> in;
      case Op.Broadcast _, Op.Reshape _, Op.Transpose _, Op.Concat _, Op.Slice _, Op.Pad _ -> in;
      case Op.Input _, Op.Read _, Op.Fill _, Op.Literal _, Op.Assign _, Op.Update _ -> in;
      // gradients look the other way
      case Op.ConvBackFilter _, Op.MaxPoolBack _, Op.AvgPoolBack _, Op.ResampleBack _ -> whole;
      case Op.BatchNormBack _, Op.SoftmaxBack _, Op.MapBack _ -> whole;
    };
  }

  /// The larger of both in each direction, and the wider step.
  private ReceptiveField union(ReceptiveField other) {
    return new ReceptiveField(
        Math.max(height, other.height),
        Math.max(width, other.width),
        Math.max(stepHeight, other.stepHeight),
        Math.max(stepWidth, other.stepWidth));
  }

  private ReceptiveField slide(Window window, Step step, ReceptiveField whole) {
    if (window.rank() != 2) {
      return this;
    }
    var down = window.axes().get(0);
    var right = window.axes().get(1);
    var map = step.inputs().getFirst().shape();
    return new ReceptiveField(
        covers(down, map.get(1)) ? whole.height : height + (down.reach() - 1) * stepHeight,
        covers(right, map.get(2)) ? whole.width : width + (right.reach() - 1) * stepWidth,
        stepHeight * down.stride(),
        stepWidth * right.stride());
  }

  private static boolean covers(Axis axis, int size) {
    return axis.reach() == size && axis.before() == 0 && axis.after() == 0;
  }

  // a cell of the larger map gets something from ceil(reach / stride) cells of the smaller one
  private ReceptiveField spread(Window window) {
    if (window.rank() != 2) {
      return this;
    }
    var down = window.axes().get(0);
    var right = window.axes().get(1);
    return new ReceptiveField(
        height + (Math.ceilDiv(down.reach(), down.stride()) - 1) * stepHeight,
        width + (Math.ceilDiv(right.reach(), right.stride()) - 1) * stepWidth,
        stepHeight / down.stride(),
        stepWidth / right.stride());
  }

  private ReceptiveField resample(boolean linear, Shape before, Shape spatial) {
    int neighbours = linear ? 1 : 0;
    return new ReceptiveField(
        height + neighbours * stepHeight,
        width + neighbours * stepWidth,
        stepHeight * before.get(1) / spatial.get(0),
        stepWidth * before.get(2) / spatial.get(1));
  }

  /// As in `14` or `14x7`.
  @Override
  public String toString() {
    return height == width ? whole(height) : whole(height) + "x" + whole(width);
  }

  /// The steps, as in `4` or `4x2`; `-` for what sees everything at once and has no neighbours.
  public String steps() {
    if (stepHeight == 0 && stepWidth == 0) {
      return "-";
    }
    return stepHeight == stepWidth ? exact(stepHeight) : exact(stepHeight) + "x" + exact(stepWidth);
  }

  // enlarged maps step by fractions of a pixel
  private static String exact(double pixels) {
    return pixels == Math.rint(pixels) ? whole(pixels) : String.valueOf(pixels);
  }

  private static String whole(double pixels) {
    return String.valueOf(Math.round(pixels));
  }
}
