// SPDX-License-Identifier: Apache-2.0
package io.fovea;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Target;

/// Public for other parts of Fovea, not for its users: this type, or all types of this package, may
/// change or go in any release. Every other public type of the library is a promise.
@Documented
@Target({ElementType.PACKAGE, ElementType.TYPE})
public @interface Internal {}
