// SPDX-License-Identifier: Apache-2.0
package io.fovea.nn;

import io.fovea.error.Args;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/// All layers, for `import static io.fovea.nn.Layers.*`; activations among them ([Activations]).
///
/// Arguments are only what has no good default; everything else follows after a dot, with Keras'
/// defaults.
public class Layers extends Activations {
  /// For words that come along with these.
  protected Layers() {}

  /// Starts a description.
  ///
  /// @param sizes of one example, e.g. 28, 28, 1: height, width, channels
  public static Node input(int... sizes) {
    return new Trace().input("input", Shape.of(Shape.OPEN).then(Shape.of(sizes)));
  }

  /// Starts a description with an input of this name.
  ///
  /// @param sizes of one example
  public static Node input(String name, int... sizes) {
    return new Trace().input(name, Shape.of(Shape.OPEN).then(Shape.of(sizes)));
  }

  /// Layers one after the other.
  public static Sequential sequential(Layer... layers) {
    return new Sequential(Args.allGiven("sequential", layers));
  }

  /// A layer for use on several nodes with the same variables.
  ///
  /// @param name what the uses have in common; path of the variables
  public static Shared shared(String name, Layer layer) {
    return new Shared(name, layer);
  }

  /// Convolution over pictures with a square window; see [Conv].
  public static Conv conv2d(int filters, int kernel) {
    return conv(filters, kernel, kernel);
  }

  /// Convolution over pictures with a rectangular window; see [Conv].
  public static Conv conv2d(int filters, int height, int width) {
    return conv(filters, height, width);
  }

  /// Convolution over sequences; see [Conv].
  public static Conv conv1d(int filters, int kernel) {
    return conv(filters, kernel);
  }

  /// Convolution over volumes with a cubic window; see [Conv].
  public static Conv conv3d(int filters, int kernel) {
    return conv(filters, kernel, kernel, kernel);
  }

  /// Convolution over volumes; see [Conv].
  public static Conv conv3d(int filters, int depth, int height, int width) {
    return conv(filters, depth, height, width);
  }

  private static Conv conv(int filters, int... kernel) {
    return new Conv(
        filters,
        Size.of(kernel),
        Sliding.over(kernel.length),
        1,
        Weights.DEFAULT,
        Activation.LINEAR);
  }

  /// One spatial filter per channel; see [DepthwiseConv2d].
  public static DepthwiseConv2d depthwiseConv2d(int kernel) {
    return new DepthwiseConv2d(
        Size.square(kernel), Sliding.over(2), 1, Weights.DEFAULT, Activation.LINEAR);
  }

  /// Spatial filters, then 1x1 across channels; see [SeparableConv2d].
  public static SeparableConv2d separableConv2d(int filters, int kernel) {
    return new SeparableConv2d(
        filters,
        Size.square(kernel),
        Sliding.over(2),
        1,
        SeparableConv2d.Order.DEPTHWISE_FIRST,
        Activation.LINEAR,
        Weights.DEFAULT,
        Activation.LINEAR);
  }

  /// Convolution that enlarges; see [Conv2dTranspose].
  public static Conv2dTranspose conv2dTranspose(int filters, int kernel) {
    return new Conv2dTranspose(
        filters,
        Size.square(kernel),
        Sliding.over(2),
        OptionalInt.empty(),
        Weights.DEFAULT,
        Activation.LINEAR);
  }

  /// Fully connected; see [Dense].
  public static Dense dense(int units) {
    return new Dense(units, Weights.DEFAULT, Activation.LINEAR);
  }

  /// Convolution in which a table says which maps each filter sees; see [PartialConv2d].
  ///
  /// @param table for each filter the numbers of its maps, from 0
  public static PartialConv2d partialConv2d(List<List<Integer>> table, int kernel) {
    return new PartialConv2d(
        table, Size.square(kernel), Sliding.over(2), Weights.DEFAULT, Activation.LINEAR);
  }

  /// Mean of each window with a trained coefficient and bias; see [Subsampling2d].
  public static Subsampling2d subsampling2d(int size) {
    return new Subsampling2d(Size.square(size));
  }

  /// Squared distances to given points; see [Rbf].
  ///
  /// @param centres `[points, C]`
  public static Rbf rbf(Tensor centres) {
    return new Rbf(centres);
  }

  /// Largest value of each window, windows side by side; see [MaxPool2d].
  public static MaxPool2d maxPool2d(int size) {
    return new MaxPool2d(Size.square(size), Sliding.sideBySide(Size.square(size)));
  }

  /// Mean of each window, windows side by side; see [AvgPool2d].
  public static AvgPool2d avgPool2d(int size) {
    return new AvgPool2d(Size.square(size), Sliding.sideBySide(Size.square(size)));
  }

  /// Largest of each `size` neighbouring channels; see [DepthwisePool].
  public static DepthwisePool depthwiseMaxPool(int size) {
    return new DepthwisePool(size, true);
  }

  /// Mean of each `size` neighbouring channels; see [DepthwisePool].
  public static DepthwisePool depthwiseAvgPool(int size) {
    return new DepthwisePool(size, false);
  }

  /// Mean of each feature map; see [GlobalAvgPool2d].
  public static GlobalAvgPool2d globalAvgPool2d() {
    return new GlobalAvgPool2d(false);
  }

  /// Largest value of each feature map; see [GlobalMaxPool2d].
  public static GlobalMaxPool2d globalMaxPool2d() {
    return new GlobalMaxPool2d(false);
  }

  /// Batch normalization with momentum 0.99 and epsilon 1e-3; see [BatchNorm].
  public static BatchNorm batchNorm() {
    return new BatchNorm(0.99, 1e-3, true, true);
  }

  /// Layer normalization with epsilon 1e-3; see [LayerNorm].
  public static LayerNorm layerNorm() {
    return new LayerNorm(1e-3);
  }

  /// Group normalization with epsilon 1e-3; see [GroupNorm].
  ///
  /// @param groups of channels; Keras' default is 32
  public static GroupNorm groupNorm(int groups) {
    return new GroupNorm(groups, 1e-3);
  }

  /// Normalization with given statistics per channel; see [Normalization].
  public static Normalization normalization(Tensor mean, Tensor variance) {
    return new Normalization(mean, variance);
  }

  /// Normalization with statistics that come with the weights; see [StoredNormalization].
  public static StoredNormalization normalization() {
    return new StoredNormalization();
  }

  /// Local response normalization with k 1, alpha 2e-5 and beta 0.75; see [LocalResponseNorm].
  ///
  /// @param size reach among the maps
  public static LocalResponseNorm localResponseNorm(int size) {
    return new LocalResponseNorm(size, 1, 2e-5, 0.75, false);
  }

  /// Weighs feature maps by what is in all of them; see [SqueezeExcite].
  ///
  /// @param ratio how many times fewer units the inner layer has; 16 in the paper
  public static SqueezeExcite squeezeExcite(int ratio) {
    return new SqueezeExcite(ratio);
  }

  /// Times a trained number per channel; see [LayerScale].
  ///
  /// @param initial first value of all factors, e.g. 1e-6
  public static LayerScale layerScale(double initial) {
    return new LayerScale(initial);
  }

  /// Drops a random share while training; see [Dropout].
  ///
  /// @param rate share that becomes 0, from 0 to 1
  public static Dropout dropout(double rate) {
    return new Dropout(rate, Dropout.Whole.NUMBER);
  }

  /// Drops a random share of the feature maps of each example while training; see [Dropout].
  ///
  /// @param rate share that becomes 0, from 0 to 1
  public static Dropout spatialDropout2d(double rate) {
    return new Dropout(rate, Dropout.Whole.MAP);
  }

  /// Drops a residual branch for a random share of the examples while training; see [Dropout].
  ///
  /// @param rate share that becomes 0, from 0 to 1
  public static Dropout stochasticDepth(double rate) {
    return new Dropout(rate, Dropout.Whole.EXAMPLE);
  }

  /// Adds noise while training; see [GaussianNoise].
  ///
  /// @param deviation of the noise, above 0
  public static GaussianNoise gaussianNoise(double deviation) {
    return new GaussianNoise(deviation);
  }

  /// Each example as one vector.
  public static Flatten flatten() {
    return new Flatten();
  }

  /// Each example under another shape.
  public static Reshape reshape(int... sizes) {
    return new Reshape(Shape.of(sizes));
  }

  /// Each example with its axes in another order; see [Permute].
  ///
  /// @param order axes of one example, counted from 1
  public static Permute permute(int... order) {
    return new Permute(IntStream.of(Args.given("permute", order)).boxed().toList());
  }

  /// Any expression over nodes; see [Lambda].
  public static Lambda lambda(UnaryOperator<Node> expression) {
    return new Lambda(expression);
  }

  /// The same border of zeros on all four sides, in pixels.
  public static ZeroPadding2d zeroPadding2d(int pixels) {
    return zeroPadding2d(pixels, pixels, pixels, pixels);
  }

  /// A border of zeros, in pixels.
  public static ZeroPadding2d zeroPadding2d(int top, int bottom, int left, int right) {
    return new ZeroPadding2d(new Padding.Explicit(top, bottom, left, right));
  }

  /// Takes the same border away on all four sides, in pixels.
  public static Cropping2d cropping2d(int pixels) {
    return cropping2d(pixels, pixels, pixels, pixels);
  }

  /// Takes a border away, in pixels; see [Cropping2d].
  public static Cropping2d cropping2d(int top, int bottom, int left, int right) {
    return new Cropping2d(new Padding.Explicit(top, bottom, left, right));
  }

  /// Brings pictures to a size in pixels, bilinear; see [Resizing].
  public static Resizing resizing(int height, int width) {
    return new Resizing(new Size(height, width), true);
  }

  /// Multiplies by a number.
  public static Rescaling rescaling(double scale) {
    return new Rescaling(scale, 0);
  }

  /// Enlarges pictures by a whole factor; see [UpSampling2d].
  public static UpSampling2d upSampling2d(int factor) {
    return new UpSampling2d(factor, false);
  }

  /// Sum of several values.
  public static Merge add() {
    return Merge.ADD;
  }

  /// The first value plus a share of the others; see [ScaledAdd].
  public static ScaledAdd scaledAdd(double scale) {
    return new ScaledAdd(scale);
  }

  /// The first value less the second.
  public static Merge subtract() {
    return Merge.SUBTRACT;
  }

  /// Product of several values.
  public static Merge multiply() {
    return Merge.MULTIPLY;
  }

  /// Mean of several values.
  public static Merge average() {
    return Merge.AVERAGE;
  }

  /// Largest of several values.
  public static Merge maximum() {
    return Merge.MAXIMUM;
  }

  /// Smallest of several values.
  public static Merge minimum() {
    return Merge.MINIMUM;
  }

  /// Feature maps of several values behind one another; see [Concatenate].
  public static Concatenate concatenate() {
    return new Concatenate(-1);
  }
}
