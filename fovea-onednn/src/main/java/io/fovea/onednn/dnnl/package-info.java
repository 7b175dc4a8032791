/// oneDNN's C API by `java.lang.foreign`: the only code of Fovea that calls native functions of it.
///
/// ```
/// Natives ── loads ──> Dnnl (one line per C function) <── Status (the only check)
///                        |
/// MemoryDesc, Attr ── values ──> Primitives ──> PrimitiveDesc ──> Primitive ──> PrimitiveCall.run
///                                       (all handles owned by one DnnlScope)          |
///                                                          Memory, DnnlStream ────────┘
/// ```
///
/// `MemoryDesc`, `Attr`, `PostOp`, `Window` and `Arg` are values with nothing to close; they can be
/// keys of a cache. `PrimitiveDesc`, `Primitive`, `Memory` and `DnnlStream` belong to a
/// [io.fovea.onednn.dnnl.DnnlScope], which frees them at once. Tensors' memory belongs to others.
///
/// # oneDNN facts
///
/// ## Meaning
/// - The *logical* order of axes is N, C, spatial and [G,] O, I, spatial, whatever lies in memory.
/// - Weights ask for `any` and are reordered once when compiling. Forward, backward data and
///   backward weights may each want another layout of the same weights: ask each descriptor.
/// - Backward descriptors need the forward one, made for training, as their hint. Training and
///   inference are different primitives; only training has workspaces. `ROUND` has no training.
/// - Dilation 0 means none in C; [io.fovea.onednn.dnnl.Window] says 1 and translates.
/// - High padding may be negative or too small (the window need not reach the border); low padding
///   may not be negative.
/// - A slice's memory begins where the whole begins; the offset is part of the description.
/// - Variance is the biased one. `LOG` is good to 4e-6 only (`LOG` of
///   a softmax: use `LOG_SOFTMAX`).
/// - bfloat16 convolutions and matrix products take float32 bias and can write float32; weight
///   gradients of bfloat16 convolutions can be float32 (and should be).
/// - A sum post-operation reads the destination: its memory is an input then.
/// - Asking a descriptor for the operand of a post-operation that is not binary returns garbage in
///   the C API ([io.fovea.onednn.dnnl.PrimitiveDesc#argument] guards against it).
///
/// ## Threads
/// - `omp_set_num_threads` counts for the calling thread and costs 60 ns. Some primitives (matrix
///   products, convolutions) keep the number at creation, others (element-wise) read it at each run;
///   scratchpads are sized for the number at creation. Create and run with the same number.
/// - Every parallel primitive ends in a barrier: 4 microseconds with spinning threads, 7 to 14 with
///   sleeping ones, on idle cores. On busy cores spinning threads cost milliseconds, as they burn
///   the very core the last worker waits for: a 32x400x120 product, 0.016 ms with one thread, took
///   19 ms in the mean with two spinning threads and 0.04 ms with two sleeping ones. So sleeping is
///   the default ([io.fovea.onednn.dnnl.Natives#WAIT_PROPERTY]).
/// - Primitives below about 50 microseconds of work are fastest created and run with one thread:
///   a ReLU of 32x128 takes 0.4 microseconds so, 3 to 15 with two.
/// - Weight gradients of convolutions have a spinning barrier of their own, which no setting changes:
///   never give the library more threads than there are idle cores.
///
/// ## Cost of a call
/// `PrimitiveCall.run` of a primitive without work: 0.3 microseconds, of which 0.08 is Java's part;
/// ReLU of 1 to 1,024 numbers 0.3, addition 0.6, product 32x84x10 1.6. Creating a primitive takes 0.3
/// to 5 ms (machine code is generated); an equal one comes from the library's cache of 1,024.
/// Loading takes 0.2 s, half of it Java's first native link; the first call of each C function some
/// milliseconds more.
///
/// ## What is fast, what is not
/// AVX-512, float32, one thread, milliseconds, the best of many runs, on an NHWC tensor
/// [32, 28, 28, 128] (12.8 MB, a copy takes 0.31) where nothing else is said. `ref:any` is the slow
/// path, 50 to 500 times slower.
///
/// | operation | implementation | time |
/// |---|---|---|
/// | binary, src1 full / [1,C,1,1] / [N,C,1,1] / [1,1,H,W] / [N,1,H,W] / [1,C,H,W] / scalar | `jit:uni` | 0.6 / 0.4 / 0.4 / 0.4 / 0.5 / 0.5 / 0.3 |
/// | binary, src1 [N,1,1,1] | **`ref:any`** | 120; seen as rows [N, HWC] with [N, 1]: 0.33 |
/// | binary, **src0** broadcast in any way | **`ref:any`** | 90 to 130; swap the operands (add, mul, max, min; compare with the mirrored algorithm), or `LINEAR(-1, 0)` and then add for `c - x` |
/// | binary, matrices [N,K] with [N,1], [1,K], scalar | `jit:uni` | 0.002 for 32x1000 |
/// | binary, comparison into s8 · post-operations relu, sum, binary | `jit:uni` | 0.4 · no extra |
/// | element-wise, every algorithm, forward and backward, float32 and bfloat16 | `jit` | 0.35 forward, 0.65 to 0.95 backward; with exp: 1.2 to 2.0, `LOG` 3.7, `GELU_TANH` 3.1 |
/// | the same by output (`*_BY_OUTPUT`) backward | `jit` | 0.65 to 0.95: tanh 0.9 for 2.0, logistic 0.7 for 1.2 |
/// | element-wise with a binary post-operation | **`ref:any`** | 170: run two primitives, or a binary one with an element-wise post-operation |
/// | element-wise with a sum post-operation | none | refused |
/// | reduction over the last axis of a dense matrix, or of everything | `jit` | 0.2, 0.004 for 100,352 numbers |
/// | **any other reduction** (H and W, N, N and H and W, C of NHWC as 4 axes) | **`ref:any`** | 44 to 80 |
/// | instead: sum over N, or over N, H, W: ones [1, rows] x matrix [rows, C] | `brg_matmul` | 0.21 |
/// | instead: sum or mean over H, W: batched ones [N, 1, HW] x [N, HW, C] · average pooling | `brg_matmul` · `jit` | 0.17 · 0.12 |
/// | instead: maximum over H, W: max pooling; over C: pixels seen as rows | `jit` | 0.2 |
/// | softmax, log-softmax, last axis or C of NHWC, forward, backward | `jit` | 0.008, 0.013; 0.004, 0.012 for 32x1000 |
/// | max pooling 3x3/2 of [32,112,112,64], forward, backward | `jit` | 8, 13 (workspace u8) |
/// | average pooling (both kinds) the same | `jit` | 5, 9 to 14 |
/// | global 7x7 of [32,7,7,2048], maximum, average, forward, backward | `jit` | 0.17, 0.8; 0.14, 0.24 |
/// | batch norm, C divisible by 16: training, backward, given statistics | `bnorm_jit` | 0.56, 1.25, 0.26; relu flag +0.07, +0.12 (workspace of one bit a number), bfloat16 half |
/// | batch norm, **C not divisible by 16** | **`nspc_bnorm:any`** | C = 33: 2.1, 3.6, 1.8 (13 times per number); C = 6: 0.49, 0.65, 0.32; bfloat16 slower still |
/// | resampling x2, nearest, bilinear; backward | `jit` | 1.0, 1.5; 4.6, 24 |
/// | concat along C of NHWC | `simple:any` | 1.3 for 3 x 64 channels: three copies into slices take 0.5, writing into slices costs nothing |
/// | copy into or out of a channel slice | `jit:uni` | 0.16 for 64 of 192 channels |
/// | NHWC float32 to bfloat16, back | `jit_direct_copy` | 0.22 |
/// | NHWC to NCHW · transpose 2048x1000 | `brgemm_matmul_copy_reorder_t` | 1.6 · 1.1 |
/// | HWIO to blocked and back, 3x3x128x128 | `jit:uni` | 0.011 |
/// | product [32,400]x[400,120], plain, `any`, transposed weights, transposed source | `brg_matmul` | all 0.014 to 0.017: plain weights are as good |
/// | product [32,2048]x[2048,1000] plain, `any`; data gradient plain, `any`; weight gradient | `brg_matmul` | 0.63, 0.61; 0.77, 0.61; 0.62. bfloat16 0.38, 0.30 |
///
/// ## Convolutions
/// None of the 181 convolutions in `src/test/resources/shapes` falls to reference or gemm code, in
/// float32 or bfloat16, at batch 1, 8 or 32, forward or backward; none divides by zero where the
/// processor hides its caches (`ConvShapesTest`). But an optimized name is no promise:
///
/// - **At most 16 input channels**: the first choice (`brg_conv`) is 1.1 to 2 times slower than the
///   second (`jit`); [io.fovea.onednn.dnnl.Products] takes the second.
/// - **Strided depthwise backward data in bfloat16**: the first choice (`brgconv_strided`) takes 100
///   ms, the second (`jit_dw`) 1.4; `Products` takes the second.
/// - **Depthwise backward weights of windows wider than 3** (EfficientNet's 5x5): no depthwise code.
///   [8,14,14,672] 5x5: 5.2 ms, in bfloat16 21 ms (as slow as it gets: float32 copies are faster).
///   Split by columns into 5x3 and 5x2 windows over copies that are padded left and right by hand,
///   the same takes 0.68 and 0.49 ms; lowering does that.
/// - Grouped, not depthwise (3x3, forward): 213 GFLOP/s for one group, 162 for 32 channels a group,
///   86 for 8, 38 for 4, 17 for 2; backward alike.
/// - `any` activations give blocked layouts of 16 channels; NHWC is as fast or faster, except weight
///   gradients of depthwise convolutions (`any` takes 0.4 to 0.9 of NHWC's time).
///
/// LeNet-5, batch 32, one thread, forward, backward data, backward weights (ms), NHWC with the second
/// choice · NHWC with the first · `any`:
///
/// | layer | NHWC, ours | NHWC, first choice | `any` |
/// |---|---|---|---|
/// | 28x28x1 to 6, 5x5 same | 0.10, 0.51, 0.21 | 0.22, 0.62, 0.21 | 0.10, 1.43, 0.11 |
/// | 14x14x6 to 16, 5x5 | 0.08, 0.20, 0.10 | 0.11, 0.42, 0.10 | 0.08, 0.20, 0.24 |
/// | 5x5x16 to 120, 5x5 | 0.07, 0.05, 0.06 | 0.07, 0.16, 0.06 | 0.12, 0.06, 0.06 |
///
/// The same on AVX2 (AMD EPYC, family 25), forward and backward data, first choice and the direct one
/// in turns: 0.41 and 0.28, 0.21 and 0.27, 0.10 and 0.09 ms forward, 0.76 and 0.38, 0.28 and 0.14 ms
/// backward (layers 2 and 3).
///
/// Measured with oneDNN 3.13.0 (bytedeco 3.13-1.5.14), JDK 25, an x86-64 virtual machine with two
/// cores and AVX-512 with bfloat16, other programs running; `FactsBench` and its neighbours print the
/// table anew.
@Internal
@NullMarked
package io.fovea.onednn.dnnl;

import io.fovea.Internal;
import org.jspecify.annotations.NullMarked;
