// SPDX-License-Identifier: Apache-2.0
package io.fovea.data;

/// The two parts in which a well-known data set is published.
///
/// @param train what to learn from
/// @param test what to measure on, once
public record TrainTest(Dataset train, Dataset test) {}
