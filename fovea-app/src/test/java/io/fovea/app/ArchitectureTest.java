// SPDX-License-Identifier: Apache-2.0
package io.fovea.app;

import io.fovea.testkit.arch.ArchitectureRules;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// The rules over all modules that the app is made of.
class ArchitectureTest {
  @TestFactory
  Stream<DynamicTest> allModulesFollowTheArchitecture() {
    return ArchitectureRules.tests(10);
  }
}
