// SPDX-License-Identifier: Apache-2.0
package io.fovea.augment;

/// Changes of light and dark; every channel alike. Values 0..1 stay 0..1.
///
/// Input and output `[H, W, C]`; masks, boxes and key points stay as they are.
public sealed interface Tones extends Augmentation
    permits Brightness,
        Contrast,
        Gamma,
        Invert,
        Solarize,
        Posterize,
        AutoContrast,
        Equalize,
        Clahe,
        Normalize {}
