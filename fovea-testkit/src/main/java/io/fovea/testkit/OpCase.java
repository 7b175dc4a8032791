// SPDX-License-Identifier: Apache-2.0
package io.fovea.testkit;

import io.fovea.graph.Graph;
import io.fovea.graph.GraphBuilder;
import io.fovea.graph.Op;
import io.fovea.graph.Value;
import io.fovea.tensor.Rng;
import io.fovea.tensor.Tensor;
import java.util.List;
import java.util.stream.IntStream;

/// A small graph around one op, with the numbers it is checked with.
///
/// @param name unique among cases, e.g. `Conv [2, 5, 6, 3] 3x3 same -> 8`
/// @param op what it is a case for
/// @param operands the inputs
/// @param body adds the op, and what it needs around it, to a graph
/// @param slope how far gradients can be checked
public record OpCase(
    String name, Class<? extends Op> op, List<Operand> operands, Body body, Slope slope) {
  /// How far the gradients of a case can be checked.
  public enum Slope {
    /// There is no gradient rule: results only.
    NONE,
    /// There are ties or kinks, where central differences mislead: between engines only.
    KINKED,
    /// By central differences too.
    SMOOTH
  }

  /// Adds steps to a graph.
  @FunctionalInterface
  public interface Body {
    /// The results to check, made from `inputs`.
    List<Value> build(GraphBuilder g, List<Value> inputs);
  }

  /// Copies the list.
  public OpCase {
    operands = List.copyOf(operands);
  }

  /// A case whose gradients central differences can check, for a body of a single op.
  public static OpCase of(String detail, Op op, Operand... operands) {
    var name = op.getClass().getSimpleName() + " " + detail;
    return new OpCase(
        name,
        op.getClass(),
        List.of(operands),
        (g, in) -> g.addAll(g.path(), op, in),
        Slope.SMOOTH);
  }

  /// The same case with other claims about its gradients.
  public OpCase slope(Slope slope) {
    return new OpCase(name, op, operands, body, slope);
  }

  /// The same case with another body.
  public OpCase body(Body body) {
    return new OpCase(name, op, operands, body, slope);
  }

  /// Inputs in the order of the operands, and the body's results as outputs. Each call makes new
  /// variables, if the body has any.
  public Graph graph() {
    var g = new GraphBuilder();
    var inputs =
        operands.stream().map(operand -> g.input(operand.name(), operand.shape())).toList();
    g.enter(name);
    var outputs = body.build(g, inputs);
    g.leave();
    return g.build(outputs);
  }

  /// Numbers for the inputs.
  public List<Tensor> inputs(Rng seed) {
    return IntStream.range(0, operands.size())
        .mapToObj(i -> operands.get(i).domain().draw(operands.get(i).shape(), seed.at(name).at(i)))
        .toList();
  }

  /// Positions of the operands that gradients flow to.
  public List<Integer> checked() {
    return IntStream.range(0, operands.size())
        .filter(i -> operands.get(i).checked())
        .boxed()
        .toList();
  }

  /// Elements of all operands together: small cases run first.
  public long size() {
    return operands.stream().mapToLong(operand -> operand.shape().elements()).sum();
  }

  /// The name.
  @Override
  public String toString() {
    return name;
  }
}
