/// Small programs, each one tested.
@NullMarked
package io.fovea.examples;

import org.jspecify.annotations.NullMarked;
