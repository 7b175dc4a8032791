/// Errors as part of the API: one sentence that says where, what was expected, what came, and the
/// fix. Nobody throws anything else on purpose, except `IllegalArgumentException` and
/// `IllegalStateException` for plain misuse, which the same class formats.
@NullMarked
package io.fovea.error;

import org.jspecify.annotations.NullMarked;
