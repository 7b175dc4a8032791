/// What a picture shows: a model, what it has to know about pictures, and what its classes are called.
///
/// ```
/// file or Image --InputSpec--> example [H, W, C] --Model--> numbers --Classifier--> guesses by name
/// ```
@NullMarked
package io.fovea.vision;

import org.jspecify.annotations.NullMarked;
