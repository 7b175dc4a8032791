// SPDX-License-Identifier: Apache-2.0
package io.fovea.augment;

/// Changes that show a part of the picture, or put it on a larger sheet.
///
/// Input `[H, W, C]`, output `[height, width, C]`.
public sealed interface Crops extends Spatial
    permits CenterCrop, RandomCrop, Pad, RandomResizedCrop {}
