// SPDX-License-Identifier: Apache-2.0
package io.fovea.formats.keras;

import io.fovea.graph.Eltwise;
import io.fovea.graph.Op;
import io.fovea.graph.Step;
import io.fovea.graph.Value;
import io.fovea.nn.Conv;
import io.fovea.nn.DepthwiseConv2d;
import io.fovea.nn.Layer;
import io.fovea.nn.MaxPool2d;
import io.fovea.nn.Network;
import io.fovea.nn.Padding;
import io.fovea.nn.SeparableConv2d;
import io.fovea.nn.Size;
import io.fovea.nn.Slides;
import io.fovea.nn.ZeroPadding2d;
import io.fovea.tensor.Shape;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Borders of given widths, which no convolution of Keras has: a layer of zeros before the convolution
/// does the same.
///
/// So it does before a pooling by the largest value, if what is pooled is never negative.
final class KerasPadding {
  private static final String SUFFIX = "_pad";

  private final Map<Value, Step> makers;
  private final Set<String> taken;

  KerasPadding(Network network) {
    this.makers = network.graph().makers();
    this.taken = network.calls().stream().map(Network.Call::path).collect(Collectors.toSet());
  }

  /// A layer as Keras has it: itself, or a border of zeros and the layer without border.
  List<Network.Call> apart(Network.Call call) {
    var layer = KerasParts.plain(call.layer());
    if (!(layer instanceof Slides<?> slides)
        || !(slides.sliding().padding() instanceof Padding.Explicit border)
        || border.equals(Padding.VALID)) {
      return List.of(call);
    }
    var input = call.inputs().getFirst();
    return bare(layer, border, input)
        .map(bare -> {
          var padded =
              new Value(-1 - call.output().id(), around(input.shape(), border), input.type());
          var zeros =
              new Network.Call(
                  free(call.path() + SUFFIX),
                  new ZeroPadding2d(border),
                  call.depth(),
                  List.of(input),
                  List.of(padded),
                  List.of());
          var rest =
              new Network.Call(
                  call.path(),
                  bare,
                  call.depth(),
                  List.of(padded),
                  call.outputs(),
                  call.variables());
          return List.of(zeros, rest);
        })
        .orElse(List.of(call));
  }

  /// The layer without border, if it does the same on pictures with zeros around them.
  private Optional<Layer> bare(Layer layer, Padding.Explicit border, Value input) {
    return switch (layer) {
      case Conv l when l.sliding().rank() == 2 -> Optional.of(l.padding(Padding.VALID));
      case DepthwiseConv2d l -> Optional.of(l.padding(Padding.VALID));
      case SeparableConv2d l -> Optional.of(l.padding(Padding.VALID));
      case MaxPool2d l when touchesPictures(l.size(), border) && isNeverNegative(input) ->
          Optional.of(l.padding(Padding.VALID));
      default -> Optional.empty();
    };
  }

  /// Whether no window lies in the border altogether.
  private static boolean touchesPictures(Size window, Padding.Explicit border) {
    return Math.max(border.top(), border.bottom()) < window.height()
        && Math.max(border.left(), border.right()) < window.width();
  }

  private static Shape around(Shape pictures, Padding.Explicit border) {
    return Shape.of(
        pictures.get(0),
        border.top() + pictures.get(1) + border.bottom(),
        border.left() + pictures.get(2) + border.right(),
        pictures.get(3));
  }

  private String free(String path) {
    String free = path;
    while (taken.contains(free)) {
      free += "_";
    }
    return free;
  }

  // ---- what is never negative ----------------------------------------------------------------

  /// Whether the steps that make a value let no negative number through.
  private boolean isNeverNegative(Value value) {
    var open = new ArrayDeque<>(List.of(value));
    var seen = new HashSet<Value>();
    while (!open.isEmpty()) {
      var next = open.pop();
      var step = makers.get(next);
      if (step == null) {
        return false;
      }
      if (!seen.add(next) || isNeverNegative(step.op())) {
        continue;
      }
      if (!keepsSigns(step.op())) {
        return false;
      }
      boolean phase = step.op() instanceof Op.Phase; // its third input is a switch
      open.addAll(phase ? step.inputs().subList(0, 2) : step.inputs());
    }
    return true;
  }

  /// Whether results are at least 0 whatever goes in.
  private static boolean isNeverNegative(Op op) {
    return switch (op) {
      case Op.Map(var f) -> isNeverNegative(f);
      case Op.Softmax _ -> true;
      default -> false;
    };
  }

  private static boolean isNeverNegative(Eltwise f) {
    return switch (f.kind()) {
      case RELU -> f.alpha() == 0;
      case CLIP -> f.alpha() >= 0;
      case SIGMOID, HARD_SIGMOID, EXP, SQRT, SQUARE, ABS -> true;
      default -> false;
    };
  }

  /// Whether results are at least 0 if everything that goes in is.
  private static boolean keepsSigns(Op op) {
    return switch (op) {
      case Op.MaxPool _, Op.AvgPool _, Op.Concat _, Op.Phase _ -> true;
      case Op.Binary(var kind) -> kind == Op.Binary.Kind.ADD || kind == Op.Binary.Kind.MUL;
      default -> false;
    };
  }
}
