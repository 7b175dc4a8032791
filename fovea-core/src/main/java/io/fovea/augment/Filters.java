// SPDX-License-Identifier: Apache-2.0
package io.fovea.augment;

/// Changes that mix neighbouring pixels; borders are repeated.
///
/// Input and output `[H, W, C]`, channels apart.
public sealed interface Filters extends Augmentation
    permits BoxBlur, GaussianBlur, MedianBlur, MotionBlur, Sharpen {}
