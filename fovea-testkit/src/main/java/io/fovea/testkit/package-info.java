/// Checks for Fovea and for everybody who writes layers or engines for it.
///
/// ```
/// GradientCheck     central differences   against   gradient rules      (reference engine, double)
/// EngineComparison  reference engine      against   another engine      (results and gradients)
/// GoldenCases       numbers from Keras    against   any engine
/// OpCases           what the checks run over: every op at awkward sizes
/// ```
@NullMarked
package io.fovea.testkit;

import org.jspecify.annotations.NullMarked;
