/// How fast Fovea is, beside others in the same run.
///
/// ```text
/// Bench ── asks ──> Child (a JVM of its own) ── Worker ── Contender: FoveaContender, OnnxContender
/// ```
@NullMarked
package io.fovea.bench;

import org.jspecify.annotations.NullMarked;
