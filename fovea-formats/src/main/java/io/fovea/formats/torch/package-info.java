/// What PyTorch has learned: [io.fovea.formats.torch.TorchWeights] knows the names of its tensors.
@NullMarked
package io.fovea.formats.torch;

import org.jspecify.annotations.NullMarked;
