/// What has to be computed, as plain data: a [io.fovea.graph.Graph] is a list of
/// [io.fovea.graph.Step]s in the order in which they may run; each applies one
/// [io.fovea.graph.Op] to values. Gradients are ops like any other; passes rewrite a graph into a
/// better one that means the same.
///
/// ```
/// described graph --resolve(phase)--> --batch(n)--> --Gradients--> --Passes--> engine.Plan
/// ```
///
/// Nothing here knows layers above it or engines below it.
@NullMarked
package io.fovea.graph;

import org.jspecify.annotations.NullMarked;
