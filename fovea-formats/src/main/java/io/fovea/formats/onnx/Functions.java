// SPDX-License-Identifier: Apache-2.0
package io.fovea.formats.onnx;

import io.fovea.graph.Eltwise;
import io.fovea.graph.Op;
import java.util.List;

/// Functions of single elements, as nodes or compositions of nodes.
final class Functions {
  private static final int FLOAT = 1;
  private static final double SQRT_2_OVER_PI = Math.sqrt(2 / Math.PI);

  private final OnnxGraph file;

  Functions(OnnxGraph file) {
    this.file = file;
  }

  /// The name of `function(x)`.
  String apply(Eltwise function, String x) {
    double a = function.alpha();
    double b = function.beta();
    return switch (function.kind()) {
      case RELU -> a == 0 ? file.node("Relu", x) : file.node("LeakyRelu", alpha(a), x);
      case ELU -> file.node("Elu", alpha(a), x);
      case TANH -> file.node("Tanh", x);
      case SIGMOID -> file.node("Sigmoid", x);
      case EXP -> file.node("Exp", x);
      case SQRT -> file.node("Sqrt", x);
      case CLIP -> file.node("Clip", x, file.scalar(a), file.scalar(b));
      case SQUARE -> times(x, x);
      case ABS -> file.node("Abs", x);
      case LINEAR -> plus(times(a, x), b);
      case SOFTPLUS -> times(1 / a, file.node("Softplus", times(a, x)));
      case HARD_SIGMOID -> hardSigmoid(a, b, x);
      case HARD_SWISH -> times(x, hardSigmoid(a, b, x));
      case LOG -> file.node("Log", x);
      case SWISH -> times(x, file.node("Sigmoid", times(a, x)));
      case GELU -> {
        var erf = file.node("Erf", file.node("Div", x, file.scalar(Math.sqrt(2))));
        yield times(0.5, times(x, plus(erf, 1)));
      }
      case GELU_TANH -> {
        var inner = plus(times(0.044715, times(x, x)), 1);
        var tanh = file.node("Tanh", times(SQRT_2_OVER_PI, times(x, inner)));
        yield times(0.5, times(x, plus(tanh, 1)));
      }
      case POW -> times(a, file.node("Pow", x, file.scalar(b)));
      case MISH -> times(x, file.node("Tanh", file.node("Softplus", x)));
    };
  }

  /// The name of `a kind b`.
  String combine(Op.Binary.Kind kind, String a, String b) {
    return switch (kind) {
      case ADD -> file.node("Add", a, b);
      case SUB -> file.node("Sub", a, b);
      case MUL -> times(a, b);
      case DIV -> file.node("Div", a, b);
      case MAX -> file.node("Max", a, b);
      case MIN -> file.node("Min", a, b);
      case GT -> floats(file.node("Greater", a, b));
      case GE -> floats(file.node("GreaterOrEqual", a, b));
      case EQ -> floats(file.node("Equal", a, b));
    };
  }

  /// Truth values as zeros and ones.
  private String floats(String truths) {
    return file.node("Cast", List.of(Attributes.number("to", FLOAT)), truths);
  }

  private String hardSigmoid(double a, double b, String x) {
    return file.node(
        "HardSigmoid", List.of(Attributes.real("alpha", a), Attributes.real("beta", b)), x);
  }

  private String times(String a, String b) {
    return file.node("Mul", a, b);
  }

  private String times(double a, String x) {
    return a == 1 ? x : times(x, file.scalar(a));
  }

  private String plus(String x, double b) {
    return b == 0 ? x : file.node("Add", x, file.scalar(b));
  }

  private static List<ProtoMessage> alpha(double a) {
    return List.of(Attributes.real("alpha", a));
  }
}
