// SPDX-License-Identifier: Apache-2.0
package io.fovea.testkit.arch;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// The rules over core and test kit; the app's test checks all modules together.
class ArchitectureTest {
  @TestFactory
  Stream<DynamicTest> coreAndTestkitFollowTheArchitecture() {
    return ArchitectureRules.tests(10);
  }
}
