// SPDX-License-Identifier: Apache-2.0
package io.fovea.data;

/// Picture files in the two parts in which they are published.
///
/// @param train what to learn from
/// @param test what to measure on, once
public record PictureParts(PictureFiles train, PictureFiles test) {}
