// SPDX-License-Identifier: Apache-2.0
package io.fovea.augment;

/// Changes that lose something: noise, holes, compression. Values 0..1 stay 0..1.
///
/// Input and output `[H, W, C]`; masks, boxes and key points stay as they are.
public sealed interface Damages extends Augmentation
    permits GaussianNoise, SaltAndPepper, Erase, JpegArtifacts {}
