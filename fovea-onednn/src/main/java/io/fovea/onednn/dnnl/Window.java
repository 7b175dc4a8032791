// SPDX-License-Identifier: Apache-2.0
package io.fovea.onednn.dnnl;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/// How a convolution or pooling window moves over the image, one number per spatial axis.
///
/// A dilation of 1 means none, as everywhere in Fovea (oneDNN says 0; the binding translates).
/// High padding may be negative when the window does not reach the border.
///
/// @param kernel window sizes in pixels; only pooling reads them, convolutions know their weights
/// @param stride steps in pixels
/// @param dilation spacing of the window's pixels, 1 for none
/// @param padLow padding in pixels before the first pixel (top, left)
/// @param padHigh padding in pixels behind the last pixel (bottom, right)
public record Window(
    List<Integer> kernel,
    List<Integer> stride,
    List<Integer> dilation,
    List<Integer> padLow,
    List<Integer> padHigh) {

  /// Copies the lists and checks their lengths.
  public Window {
    kernel = List.copyOf(kernel);
    stride = List.copyOf(stride);
    dilation = List.copyOf(dilation);
    padLow = List.copyOf(padLow);
    padHigh = List.copyOf(padHigh);
    for (List<Integer> other : List.of(stride, dilation, padLow, padHigh)) {
      if (other.size() != kernel.size()) {
        throw new IllegalArgumentException(
            "oneDNN: a window over " + kernel.size() + " axes got " + other + ".");
      }
    }
  }

  /// A window of the given sizes that moves by one pixel, without dilation or padding.
  public static Window of(int... kernel) {
    return new Window(
        list(kernel),
        Collections.nCopies(kernel.length, 1),
        Collections.nCopies(kernel.length, 1),
        Collections.nCopies(kernel.length, 0),
        Collections.nCopies(kernel.length, 0));
  }

  /// The same window with other steps; one number serves all axes.
  public Window stride(int... pixels) {
    return new Window(kernel, each(pixels), dilation, padLow, padHigh);
  }

  /// The same window with another dilation (1 means none); one number serves all axes.
  public Window dilation(int... spacing) {
    return new Window(kernel, stride, each(spacing), padLow, padHigh);
  }

  /// The same window with padding on both sides; one number serves all axes.
  public Window padding(int... pixels) {
    return new Window(kernel, stride, dilation, each(pixels), each(pixels));
  }

  /// The same window with another padding before the first pixel; one number serves all axes.
  public Window padLow(int... pixels) {
    return new Window(kernel, stride, dilation, each(pixels), padHigh);
  }

  /// The same window with another padding behind the last pixel; one number serves all axes.
  public Window padHigh(int... pixels) {
    return new Window(kernel, stride, dilation, padLow, each(pixels));
  }

  /// Output size of one spatial axis for an input of `input` pixels.
  public long output(int axis, long input) {
    long reach = (long) (kernel.get(axis) - 1) * dilation.get(axis) + 1;
    return (input + padLow.get(axis) + padHigh.get(axis) - reach) / stride.get(axis) + 1;
  }

  /// oneDNN's dilations: 0 means none.
  List<Integer> gaps() {
    return dilation.stream().map(spacing -> spacing - 1).toList();
  }

  private List<Integer> each(int... values) {
    return values.length == 1 ? Collections.nCopies(kernel.size(), values[0]) : list(values);
  }

  private static List<Integer> list(int... values) {
    return IntStream.of(values).boxed().toList();
  }
}
