/// What runs a graph: the [io.fovea.engine.Engine] SPI, found by `ServiceLoader`, and the
/// [io.fovea.engine.Plan] it compiles a graph to. The plain engine that always works is in
/// `io.fovea.engine.reference`.
@NullMarked
package io.fovea.engine;

import org.jspecify.annotations.NullMarked;
