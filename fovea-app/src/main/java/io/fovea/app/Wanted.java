package io.fovea.app;

import com.google.errorprone.annotations.CheckReturnValue;
import io.fovea.augment.Augmentation;
import io.fovea.augment.Preprocessing;
import io.fovea.data.Dataset;
import io.fovea.tensor.Shape;
import java.util.List;
import java.util.Optional;

/// What a network wants of data.
///
/// @param picture shape of one picture `[H, W, C]`; small pictures of well-known data sets have
///     their own
/// @param preprocessing of the numbers from 0 to 1
/// @param augmentation how training pictures are varied, before their preprocessing
/// @param classes names of the classes it knows, in order; empty if it takes them as they are
/// @param shares how a heap of pictures is divided; empty if it is not to be
/// @param validation share of the training data held back where there is no part to validate on
/// @param limit how many examples of each part to use, if not all
/// @param strict whether a broken picture is an error
/// @param seed of the order in which a heap is divided
@CheckReturnValue
record Wanted(
    Shape picture,
    Preprocessing preprocessing,
    Optional<Augmentation> augmentation,
    List<String> classes,
    Optional<Shares> shares,
    double validation,
    Optional<Integer> limit,
    boolean strict,
    long seed) {
  /// Copies the list.
  Wanted {
    classes = List.copyOf(classes);
  }

  /// Pictures as the network sees them; variations in training only.
  Dataset prepared(Dataset pictures) {
    var varied = augmentation.map(pictures::augment).orElse(pictures);
    return preprocessing == Preprocessing.UNIT ? varied : varied.map(preprocessing);
  }

  /// No more examples than wanted.
  Dataset limited(Dataset data) {
    return limit.map(data::take).orElse(data);
  }
}
