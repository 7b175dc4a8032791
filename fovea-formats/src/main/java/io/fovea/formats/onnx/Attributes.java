// SPDX-License-Identifier: Apache-2.0
package io.fovea.formats.onnx;

import java.util.List;

/// Settings of a node: `AttributeProto` in onnx.proto.
final class Attributes {
  private static final int NAME = 1;
  private static final int TYPE = 20;

  private Attributes() {}

  static ProtoMessage real(String name, double value) {
    return new ProtoMessage().text(NAME, name).real(2, value).number(TYPE, 1);
  }

  static ProtoMessage number(String name, long value) {
    return new ProtoMessage().text(NAME, name).number(3, value).number(TYPE, 2);
  }

  static ProtoMessage text(String name, String value) {
    return new ProtoMessage().text(NAME, name).text(4, value).number(TYPE, 3);
  }

  /// One field per number: attributes are not packed.
  static ProtoMessage numbers(String name, List<Integer> values) {
    var attribute = new ProtoMessage().text(NAME, name);
    values.forEach(value -> attribute.number(8, value));
    return attribute.number(TYPE, 7);
  }
}
