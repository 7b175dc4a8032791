// SPDX-License-Identifier: Apache-2.0
package io.fovea.graph;

import io.fovea.error.Args;
import io.fovea.error.ShapeException;
import io.fovea.tensor.Finite;
import io.fovea.tensor.Rng;
import io.fovea.tensor.Shape;

/// A number block that outlives a step: a parameter, a moving statistic, an optimizer slot.
///
/// Mutable; identity counts. Models and graphs share variables by reference. The values lie where
/// the engine that last compiled a plan with this variable wants them; reading and writing from
/// Java always speaks row-major float32. Reads and writes are safe from any thread between steps;
/// during a training step the owner of the plan must keep others away.
public final class Variable {
  /// What a variable is for.
  public enum Kind {
    /// Trained by gradients.
    PARAMETER,
    /// Updated by the forward pass while training, e.g. moving averages.
    STATE,
    /// What an optimizer remembers about a parameter.
    SLOT
  }

  /// Where the values lie. Engines bring their own.
  public interface Storage {
    /// A row-major copy.
    float[] read();

    /// Replaces all values, given row-major.
    void write(float[] values);

    /// Whether no value is NaN or infinite.
    default boolean isFinite() {
      return Finite.all(read());
    }
  }

  /// First values are drawn from this seed unless [#initialize] says otherwise.
  public static final long DEFAULT_SEED = 42;

  private final String path;
  private final Shape shape;
  private final Kind kind;
  private final Initializer initializer;
  private final Penalty penalty;
  private Storage storage;
  private volatile boolean frozen;
  private volatile long version;

  /// A variable; its first values are drawn when somebody first asks for them.
  ///
  /// @param path unique within a model, e.g. `conv2d/kernel`
  public Variable(String path, Shape shape, Kind kind, Initializer initializer, Penalty penalty) {
    Args.arrayLength(
        path,
        shape.elements(),
        "use fewer units or filters; the parameter has shape " + shape + ".");
    this.path = path;
    this.shape = shape;
    this.kind = kind;
    this.initializer = initializer;
    this.penalty = penalty;
    this.storage = new Heap(key(DEFAULT_SEED));
  }

  /// Where it is in the model, e.g. `stage2.unit1/conv1/kernel`.
  public String path() {
    return path;
  }

  /// Its sizes, all known.
  public Shape shape() {
    return shape;
  }

  /// What it is for.
  public Kind kind() {
    return kind;
  }

  /// The price on its size.
  public Penalty penalty() {
    return penalty;
  }

  /// Whether training leaves it as it is.
  public boolean frozen() {
    return frozen;
  }

  /// Freezes or unfreezes; takes effect with the next compile.
  public void freeze(boolean frozen) {
    this.frozen = frozen;
  }

  /// Whether gradients change it.
  public boolean trainable() {
    return kind == Kind.PARAMETER && !frozen;
  }

  /// Draws first values anew from a seed.
  public void initialize(long seed) {
    initialize(key(seed));
  }

  /// Draws first values anew.
  public synchronized void initialize(Rng rng) {
    write(initializer.values(shape, rng.at(path)));
  }

  private static Rng key(long seed) {
    return Rng.of(seed).at("initialize");
  }

  /// A row-major copy of the values.
  public synchronized float[] read() {
    return storage.read();
  }

  /// Replaces the values, row-major.
  public synchronized void write(float[] values) {
    if (values.length != shape.elements()) {
      throw new ShapeException(
          path,
          shape.elements() + " values for shape " + shape,
          values.length + " values",
          "pass values of the variable's own shape.");
    }
    storage.write(values);
    version++;
  }

  /// Whether no value is NaN or infinite.
  public synchronized boolean isFinite() {
    return storage.isFinite();
  }

  /// Grows whenever values change, so that plans know when to prepare derived values again.
  public long version() {
    return version;
  }

  /// For engines: the values were changed in place.
  @SuppressWarnings("NonAtomicVolatileUpdate") // one plan at a time may update a variable
  public void touched() {
    version++;
  }

  /// For engines: where the values lie now.
  public synchronized Storage storage() {
    return storage;
  }

  /// For engines: moves the values to another place.
  public synchronized void moveTo(Storage place) {
    place.write(storage.read());
    storage = place;
  }

  /// As in `conv2d/kernel [3, 3, 1, 64]`.
  @Override
  public String toString() {
    return path + " " + shape;
  }

  /// Values on the Java heap, drawn when first read.
  private final class Heap implements Storage {
    private final Rng rng;
    private float[] values = new float[0];
    private boolean drawn;

    Heap(Rng rng) {
      this.rng = rng;
    }

    @Override
    public float[] read() {
      if (!drawn) {
        write(initializer.values(shape, rng.at(path)));
      }
      return values.clone();
    }

    @Override
    public void write(float[] newValues) {
      values = newValues.clone();
      drawn = true;
    }
  }
}
