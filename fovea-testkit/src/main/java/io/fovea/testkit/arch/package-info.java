/// The rules that hold between Fovea's packages, as tests: which package may know which, what a public
/// type may be, what nobody does.
///
/// ```
/// tensor <- graph <- nn <- loss, metric, optim <- train, zoo
///           graph <- engine <- engine.reference, onednn
/// tensor <- image <- augment <- data <- train
/// ```
///
/// Needs ArchUnit on the test class path, which the module declares itself.
@NullMarked
package io.fovea.testkit.arch;

import org.jspecify.annotations.NullMarked;
