// SPDX-License-Identifier: Apache-2.0
package io.fovea.onednn.dnnl;

import static io.fovea.onednn.dnnl.DataType.F32;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fovea.error.EngineException;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Who owns native objects, and what happens after they are closed.
@Tag("native")
class LifetimeTest {
  private static final MemoryDesc ROW = MemoryDesc.dense(F32, 1, 64);

  @Test
  void closingAScopeFreesEveryHandle() {
    long before = DnnlScope.liveHandles();
    try (Sandbox box = new Sandbox(1)) {
      relu(box);
      assertThat(DnnlScope.liveHandles()).isGreaterThanOrEqualTo(before + 5);
    }
    assertThat(DnnlScope.liveHandles()).isEqualTo(before);
  }

  @Test
  void descriptionsOwnNothing() {
    long before = DnnlScope.liveHandles();
    MemoryDesc desc = MemoryDesc.channelsLast(F32, 2, 4, 4, 8).transpose(0, 2, 3, 1);
    assertThat(desc).isEqualTo(desc.reshape(2, 4, 4, 8));
    assertThat(DnnlScope.liveHandles()).isEqualTo(before);
  }

  @Test
  void aRefusedPrimitiveLeavesNothingBehind() {
    try (Sandbox box = new Sandbox(1)) {
      long before = DnnlScope.liveHandles();
      assertThatThrownBy(() ->
              Products.matmul(
                  box.scope,
                  ROW,
                  MemoryDesc.dense(F32, 63, 3),
                  null,
                  MemoryDesc.dense(F32, 1, 3),
                  Attr.plain().thenRelu().then(Algorithm.ADD, ROW)))
          .isInstanceOf(EngineException.class)
          .hasMessageStartingWith(
              "oneDNN: expected success of dnnl_matmul_primitive_desc_create(f32 [1, 64] ab,"
                  + " f32 [63, 3] ab, f32 [1, 3] ab, Attr[")
          .hasMessageContaining("got invalid arguments.\n  Fix: ");
      assertThat(DnnlScope.liveHandles()).isEqualTo(before);
    }
  }

  @Test
  void closingTwiceIsAllowed() {
    long before = DnnlScope.liveHandles();
    Sandbox box = new Sandbox(1);
    PrimitiveCall call = relu(box);
    call.primitive().close();
    call.primitive().close();
    box.close();
    box.close();
    assertThat(DnnlScope.liveHandles()).isEqualTo(before);
  }

  @Test
  void useAfterCloseNamesTheOwner() {
    Sandbox box = new Sandbox(1);
    PrimitiveCall call = relu(box);
    Memory memory = box.zeros(ROW);
    box.close();
    assertThatThrownBy(() -> call.run(box.stream))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Primitive eltwise forward");
    assertThatThrownBy(memory::address)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "oneDNN: Memory f32 [1, 64] ab was used after it, or the DnnlScope that owns it, was"
                + " closed.");
    assertThatThrownBy(() -> box.zeros(ROW))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("oneDNN: the scope of test was closed.");
  }

  @Test
  void aWrongLayoutIsAnErrorWhenBound() {
    try (Sandbox box = new Sandbox(1)) {
      PrimitiveDesc desc = reluDesc(box);
      Memory column = box.zeros(MemoryDesc.dense(F32, 64, 1));
      assertThatThrownBy(() -> box.call(desc, Arg.src(column), Arg.dst(box.zeros(ROW))))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("expected argument 1 as f32 [1, 64] ab, got f32 [64, 1] ab");
    }
  }

  @Test
  void aMissingArgumentIsAnErrorWhenRun() {
    try (Sandbox box = new Sandbox(1)) {
      PrimitiveCall call = box.call(reluDesc(box), Arg.src(box.zeros(ROW)));
      assertThatThrownBy(() -> call.run(box.stream))
          .isInstanceOf(EngineException.class)
          .hasMessageContaining("dnnl_primitive_execute(Primitive eltwise forward")
          .hasMessageContaining("invalid arguments");
    }
  }

  @Test
  void tooLittleMemoryIsAnError() {
    try (Sandbox box = new Sandbox(1)) {
      assertThatThrownBy(() -> Memory.of(box.scope, ROW, box.scope.allocate(255, 64)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("oneDNN: f32 [1, 64] ab needs 256 bytes, got 255.");
      assertThatThrownBy(() -> Memory.of(box.scope, ROW.toAny(), box.scope.allocate(256, 64)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("has no layout yet");
    }
  }

  @Test
  void memoryCanPointElsewhere() {
    try (Sandbox box = new Sandbox(1)) {
      Memory x = box.random(ROW);
      Memory y = box.zeros(ROW);
      Memory z = box.zeros(ROW);
      PrimitiveCall call = box.call(reluDesc(box), Arg.src(x), Arg.dst(y));
      y.data(z.data());
      assertThat(y.address()).isEqualTo(z.data().address());
      call.run(box.stream);
      assertThat(Sandbox.read(z)).contains(0f).isEqualTo(Sandbox.read(y));
    }
  }

  @Test
  void runningAllocatesNothing() {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    try (Sandbox box = new Sandbox(1)) {
      PrimitiveCall call = relu(box);
      for (int i = 0; i < 20_000; i++) {
        call.run(box.stream);
      }
      long handles = DnnlScope.liveHandles();
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 10_000; i++) {
        call.run(box.stream);
      }
      long bytes = threads.getCurrentThreadAllocatedBytes() - before;
      assertThat(bytes).as("bytes for 10,000 runs").isLessThan(10_000);
      assertThat(DnnlScope.liveHandles()).isEqualTo(handles);
    }
  }

  @Test
  void aForgottenScopeIsClosedByTheCleaner() throws InterruptedException {
    long before = settled();
    forget();
    long limit = System.nanoTime() + 60_000_000_000L; // on a busy machine the cleaner may come late
    while (DnnlScope.liveHandles() > before && System.nanoTime() < limit) {
      System.gc();
      Thread.sleep(20); // the cleaner is another thread
    }
    assertThat(DnnlScope.liveHandles()).isLessThanOrEqualTo(before);
  }

  /// How many handles are left when the cleaner has closed all that nobody can reach, whoever forgot
  /// it.
  private static long settled() throws InterruptedException {
    long live = DnnlScope.liveHandles();
    for (int calm = 0; calm < 10; calm++) {
      System.gc();
      Thread.sleep(20);
      long now = DnnlScope.liveHandles();
      calm = now == live ? calm : 0;
      live = now;
    }
    return live;
  }

  private static void forget() {
    relu(new Sandbox(1)).run(DnnlStream.create(DnnlScope.open("forgetful test")));
  }

  private static PrimitiveCall relu(Sandbox box) {
    return box.call(reluDesc(box), Arg.src(box.random(ROW)), Arg.dst(box.zeros(ROW)));
  }

  private static PrimitiveDesc reluDesc(Sandbox box) {
    return Primitives.eltwise(
        box.scope, Propagation.INFERENCE, Algorithm.RELU, ROW, ROW, 0, 0, Attr.plain());
  }
}
