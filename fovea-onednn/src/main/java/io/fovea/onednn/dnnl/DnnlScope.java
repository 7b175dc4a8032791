// SPDX-License-Identifier: Apache-2.0
package io.fovea.onednn.dnnl;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Cleaner;
import java.util.ArrayList;
import java.util.List;

/// Owns native handles and small native memory, and releases all of them at once.
///
/// A plan opens one scope, creates everything in it, and closes it. Handles may be closed earlier,
/// one by one. Handles keep their scope reachable. A scope that becomes unreachable without having
/// been closed is closed by a `Cleaner`, which logs a warning: it is a smoke alarm, not a plan.
///
/// Creating in a scope from several threads is safe; closing while a primitive of it runs is not.
public final class DnnlScope implements AutoCloseable {
  private static final Cleaner CLEANER = Cleaner.create();
  private static final boolean STACKS = "stack".equals(System.getProperty("fovea.leaks"));

  private final State state;
  private final Cleaner.Cleanable cleanable;

  private DnnlScope(String owner) {
    state = new State(owner);
    cleanable = CLEANER.register(this, state);
  }

  /// Opens a scope.
  ///
  /// @param owner who closes it, for messages: `plan predict [16, 224, 224, 3]`
  /// @throws io.fovea.error.EngineException if the library cannot be used
  public static DnnlScope open(String owner) {
    Natives.require();
    return new DnnlScope(owner);
  }

  /// How many native objects of this process are alive, over all scopes; for leak tests.
  public static long liveHandles() {
    return NativeHandle.live();
  }

  /// Allocates zeroed native memory that lives as long as this scope.
  ///
  /// @param bytes size in bytes
  /// @param alignment in bytes, a power of two; 64 for tensors
  public MemorySegment allocate(long bytes, long alignment) {
    return state.allocate(bytes, alignment);
  }

  /// Whether [#close] has not been called.
  public boolean isOpen() {
    return state.isOpen();
  }

  /// Releases everything, in the reverse order of creation; the second call does nothing.
  @Override
  public void close() {
    state.closedByOwner = true;
    cleanable.clean();
  }

  /// Takes ownership of `handle`.
  <T extends NativeHandle> T own(T handle) {
    state.add(handle);
    return handle;
  }

  @Override
  public String toString() {
    return state.toString();
  }

  /// What the cleaner needs; holds no reference to the scope.
  private static final class State implements Runnable {
    private final String owner;
    private final List<NativeHandle> handles = new ArrayList<>();
    private final Arena arena = Arena.ofShared();
    private final Throwable opened;
    private volatile boolean closedByOwner;
    private boolean open = true;

    State(String owner) {
      this.owner = owner;
      this.opened = new Throwable("opened here", null, false, STACKS) {};
    }

    synchronized void add(NativeHandle handle) {
      if (!open) {
        handle.close();
        throw closed();
      }
      handles.add(handle);
    }

    synchronized MemorySegment allocate(long bytes, long alignment) {
      if (!open) {
        throw closed();
      }
      return arena.allocate(bytes, alignment);
    }

    synchronized boolean isOpen() {
      return open;
    }

    @Override
    public synchronized void run() {
      if (!open) {
        return;
      }
      open = false;
      if (!closedByOwner) {
        System.getLogger(DnnlScope.class.getName())
            .log(
                System.Logger.Level.WARNING,
                "oneDNN: " + this + " was never closed (-Dfovea.leaks=stack shows who opened it).",
                opened);
      }
      try {
        NativeHandle.closeAll(handles);
      } finally {
        handles.clear();
        arena.close();
      }
    }

    private IllegalStateException closed() {
      return new IllegalStateException("oneDNN: the scope of " + owner + " was closed.");
    }

    @Override
    public String toString() {
      return "DnnlScope of " + owner;
    }
  }
}
