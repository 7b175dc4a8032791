// SPDX-License-Identifier: Apache-2.0
package io.fovea.zoo;

import static io.fovea.nn.Layers.conv2d;
import static io.fovea.nn.Layers.dense;
import static io.fovea.nn.Layers.dropout;
import static io.fovea.nn.Layers.flatten;
import static io.fovea.nn.Layers.localResponseNorm;
import static io.fovea.nn.Layers.maxPool2d;

import com.google.errorprone.annotations.CheckReturnValue;
import io.fovea.nn.Node;

/// Krizhevsky, Sutskever and Hinton 2012, "ImageNet classification with deep convolutional neural
/// networks", figure 2, in one column; and the narrower form without local response normalization
/// of Krizhevsky 2014, "One weird trick for parallelizing convolutional neural networks", with
/// torchvision's numbers and names.
///
/// - input: `[N, 227, 227, 3]`; the narrower form `[N, 224, 224, 3]`
/// - output: as [Top] says
/// - parameters: 62,378,344 and 61,100,840 for 1000 classes
///
/// @param narrow whether it is the later form
@CheckReturnValue
public record AlexNet(boolean narrow, Top top) implements Architecture<AlexNet> {
  public static final AlexNet ALEXNET = new AlexNet(false, Top.IMAGENET);
  public static final AlexNet ALEXNET_TORCHVISION = new AlexNet(true, Top.IMAGENET);

  @Override
  public AlexNet top(Top top) {
    return new AlexNet(narrow, top);
  }

  @Override
  public Node on(Node x) {
    return narrow ? narrow(x) : wide(x);
  }

  private Node wide(Node x) {
    var maps =
        x.then("conv1", conv2d(96, 11).stride(4).relu())
            .then("norm1", localResponseNorm(2))
            .then("pool2", maxPool2d(3).stride(2))
            .then("conv3", conv2d(256, 5).same().relu())
            .then("norm3", localResponseNorm(2))
            .then("pool4", maxPool2d(3).stride(2))
            .then("conv5", conv2d(384, 3).same().relu())
            .then("conv6", conv2d(384, 3).same().relu())
            .then("conv7", conv2d(256, 3).same().relu())
            .then("pool8", maxPool2d(3).stride(2));
    return top instanceof Top.Classes(int count)
        ? maps.then("flatten", flatten())
            .then("fc9", dense(4096).relu())
            .then("dropout9", dropout(0.5))
            .then("fc10", dense(4096).relu())
            .then("dropout10", dropout(0.5))
            .then("predictions", dense(count).softmax())
        : top.on(maps);
  }

  private Node narrow(Node x) {
    var maps =
        x.then("features.0", conv2d(64, 11).stride(4).pad(2).relu())
            .then("features.2", maxPool2d(3).stride(2))
            .then("features.3", conv2d(192, 5).pad(2).relu())
            .then("features.5", maxPool2d(3).stride(2))
            .then("features.6", conv2d(384, 3).pad(1).relu())
            .then("features.8", conv2d(256, 3).pad(1).relu())
            .then("features.10", conv2d(256, 3).pad(1).relu())
            .then("features.12", maxPool2d(3).stride(2));
    return top instanceof Top.Classes(int count)
        ? maps.then("flatten", flatten())
            .then("classifier.0", dropout(0.5))
            .then("classifier.1", dense(4096).relu())
            .then("classifier.3", dropout(0.5))
            .then("classifier.4", dense(4096).relu())
            .then("classifier.6", dense(count).softmax())
        : top.on(maps);
  }
}
