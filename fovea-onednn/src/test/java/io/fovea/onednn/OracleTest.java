// SPDX-License-Identifier: Apache-2.0
package io.fovea.onednn;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.fovea.testkit.EngineComparison;
import io.fovea.testkit.OpCase;
import io.fovea.testkit.OpCases;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/// Every op over awkward sizes: result and every gradient against the reference engine.
@Tag("isa")
class OracleTest {
  @TestFactory
  Stream<DynamicTest> agreesWithTheReferenceEngine() {
    var oracle = EngineComparison.with(new OneDnnEngine());
    return OpCases.all().stream()
        .collect(Collectors.groupingBy(OpCase::name, TreeMap::new, Collectors.toList()))
        .entrySet()
        .stream()
        .map(entry ->
            dynamicTest(entry.getKey(), () -> entry.getValue().forEach(c -> oracle.check(c))));
  }
}
