// SPDX-License-Identifier: Apache-2.0
package io.fovea.turbojpeg;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;

/// The system's libjpeg-turbo, three times as fast as the JDK's decoder, with the same samples.
///
/// It is looked for once, on first use: where `-Dfovea.turbojpeg=` names a file, else under its
/// usual names; `-Dfovea.turbojpeg=off` leaves it alone. Safe for any number of threads.
/// Decompressors and their buffers are kept and used again, as many as ever decoded at the same
/// time; the process owns them.
public final class TurboJpeg {
  /// System property: a file, or `off`.
  public static final String PROPERTY = "fovea.turbojpeg";

  private static final List<String> NAMES =
      List.of(
          "libturbojpeg.so.0",
          "libturbojpeg.so",
          "libturbojpeg.dylib",
          "/opt/homebrew/opt/jpeg-turbo/lib/libturbojpeg.dylib",
          "/usr/local/opt/jpeg-turbo/lib/libturbojpeg.dylib",
          "turbojpeg.dll");

  /// Buffers above this are not kept.
  private static final long MOST_KEPT = 32 << 20;

  private static final int GRAY = 6;
  private static final int RGB = 0;

  /// The exact inverse transform, as the JDK's decoder computes it; a scan limit of the library's
  /// own.
  private static final int FLAGS = 4096 | 32768;

  private static final Optional<TurboJpeg> FOUND = find();

  private final String name;
  private final MethodHandle open;
  private final MethodHandle decompress;
  private final ConcurrentLinkedDeque<Decompressor> idle = new ConcurrentLinkedDeque<>();

  private TurboJpeg(String name, SymbolLookup library) {
    this.name = name;
    Linker linker = Linker.nativeLinker();
    open =
        linker.downcallHandle(
            library.findOrThrow("tjInitDecompress"), FunctionDescriptor.of(ValueLayout.ADDRESS));
    decompress =
        linker.downcallHandle(
            library.findOrThrow("tjDecompress2"),
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT,
                ValueLayout.ADDRESS,
                ValueLayout.ADDRESS,
                // unsigned long
                ValueLayout.JAVA_LONG,
                ValueLayout.ADDRESS,
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT));
  }

  /// The library, if the system has it.
  public static Optional<TurboJpeg> installed() {
    return FOUND;
  }

  /// The name under which it was found, for reports.
  public String name() {
    return name;
  }

  private static Optional<TurboJpeg> find() {
    String wish = System.getProperty(PROPERTY, "");
    if (wish.equals("off") || System.getProperty("os.name", "").startsWith("Windows")) {
      return Optional.empty();
    }
    for (String name : wish.isEmpty() ? NAMES : List.of(wish)) {
      try {
        return Optional.of(new TurboJpeg(name, lookup(name)));
      } catch (IllegalArgumentException
          | IllegalCallerException
          | java.util.NoSuchElementException e) {
        // not there, not allowed, or another library of that name: the next one, or none
        continue;
      }
    }
    return Optional.empty();
  }

  private static SymbolLookup lookup(String name) {
    Path file = Path.of(name);
    return Files.isRegularFile(file)
        ? SymbolLookup.libraryLookup(file, Arena.global())
        : SymbolLookup.libraryLookup(name, Arena.global());
  }

  /// The samples of a file whose header was checked, row-major `[height, width, channels]`; empty
  /// if the library finds anything odd about it, so that a more patient decoder can judge.
  ///
  /// @param file all of its bytes
  /// @param width as its header says
  /// @param height as its header says
  /// @param channels 1 grey, or 3 red, green, blue
  public Optional<byte[]> decode(byte[] file, int width, int height, int channels) {
    Decompressor one = idle.pollFirst();
    if (one == null) {
      one = new Decompressor(handle());
    }
    byte[] samples = new byte[Math.multiplyExact(width * height, channels)];
    boolean good = one.decode(file, width, height, channels, samples);
    idle.addFirst(one);
    return good ? Optional.of(samples) : Optional.empty();
  }

  private MemorySegment handle() {
    try {
      return (MemorySegment) open.invokeExact();
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  private static IllegalStateException unexpected(Throwable e) {
    return new IllegalStateException("TurboJpeg: expected a native call to return, got " + e, e);
  }

  /// One decompressor of the library and its buffers; for one thread at a time.
  private final class Decompressor {
    private final MemorySegment handle;
    private Optional<Buffer> input = Optional.empty();
    private Optional<Buffer> output = Optional.empty();

    Decompressor(MemorySegment handle) {
      this.handle = handle;
    }

    boolean decode(byte[] file, int width, int height, int channels, byte[] samples) {
      if (handle.equals(MemorySegment.NULL)) {
        return false;
      }
      Buffer from = Buffer.atLeast(input, file.length);
      Buffer to = Buffer.atLeast(output, samples.length);
      MemorySegment.copy(file, 0, from.bytes, ValueLayout.JAVA_BYTE, 0, file.length);
      int format = channels == 1 ? GRAY : RGB;
      int status;
      try {
        status =
            (int)
                decompress.invokeExact(
                    handle,
                    from.bytes,
                    (long) file.length,
                    to.bytes,
                    width,
                    0,
                    height,
                    format,
                    FLAGS);
      } catch (Throwable e) {
        throw unexpected(e);
      }
      if (status == 0) {
        MemorySegment.copy(to.bytes, ValueLayout.JAVA_BYTE, 0, samples, 0, samples.length);
      }
      input = from.kept();
      output = to.kept();
      return status == 0;
    }
  }

  /// Native memory that grows; closed when it is replaced.
  private record Buffer(Arena arena, MemorySegment bytes) {
    @SuppressWarnings("MustBeClosedChecker") // closed when it is replaced, or too large to keep
    static Buffer atLeast(Optional<Buffer> present, long size) {
      if (present.isPresent() && present.get().bytes.byteSize() >= size) {
        return present.get();
      }
      present.ifPresent(buffer -> buffer.arena.close());
      Arena arena = Arena.ofShared();
      // room to grow, so that pictures of about one size do not ask again
      return new Buffer(arena, arena.allocate(size + size / 4, 64));
    }

    Optional<Buffer> kept() {
      if (bytes.byteSize() <= MOST_KEPT) {
        return Optional.of(this);
      }
      arena.close();
      return Optional.empty();
    }
  }
}
