// SPDX-License-Identifier: Apache-2.0
package io.fovea.augment;

/// Changes that bend the picture. Input and output `[H, W, C]`, same size.
public sealed interface Distortions extends Spatial
    permits Perspective, Elastic, GridDistortion, OpticalDistortion {}
