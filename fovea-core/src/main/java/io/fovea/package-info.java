// SPDX-License-Identifier: Apache-2.0
/// What a program begins with: [io.fovea.Fovea]. Everything behind it lies in the packages below, which
/// do not know this one.
@NullMarked
package io.fovea;

import org.jspecify.annotations.NullMarked;
