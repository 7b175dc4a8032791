// SPDX-License-Identifier: Apache-2.0
package io.fovea.onednn.dnnl;

import io.fovea.error.EngineException;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What oneDNN's functions return; the only place where it is checked.
final class Status {
  static final int SUCCESS = 0;

  private static final String UNIMPLEMENTED = "unimplemented";

  private static final List<String> NAMES =
      List.of(
          "success",
          "out of memory",
          "invalid arguments",
          UNIMPLEMENTED,
          "last implementation reached",
          "runtime error",
          "not required",
          "invalid graph",
          "invalid graph operation",
          "invalid shape",
          "invalid data type");

  private Status() {}

  /// A call of one native function.
  @FunctionalInterface
  interface Call {
    /// Calls `function` by `invokeExact`, and returns its status.
    int invoke(MethodHandle function) throws Throwable;
  }

  /// Calls `function` and throws unless it succeeds; `arguments` describe the call in the message.
  static void check(Dnnl.Function function, Call call, @Nullable Object... arguments) {
    int status = of(function, call);
    if (status != SUCCESS) {
      throw failed(function, status, arguments);
    }
  }

  /// Calls a function whose status has a meaning beside success and failure.
  static int of(Dnnl.Function function, Call call) {
    try {
      return call.invoke(function.handle());
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /// The error for a status that is not success.
  static EngineException failed(Dnnl.Function function, int status, @Nullable Object... arguments) {
    String name = status > 0 && status < NAMES.size() ? NAMES.get(status) : "status " + status;
    String call =
        Arrays.stream(arguments)
            .map(Status::describe)
            .filter(text -> !text.isEmpty())
            .collect(Collectors.joining(", ", function.name() + "(", ")"));
    return new EngineException("oneDNN", "success of " + call, name, fix(name));
  }

  /// Whether `e` says that the library has no implementation of what was asked.
  static boolean isUnimplemented(EngineException e) {
    return e.got().equals(UNIMPLEMENTED);
  }

  /// An exception of `invokeExact`, which no native call throws by itself.
  static RuntimeException unexpected(Throwable e) {
    if (e instanceof RuntimeException runtime) {
      return runtime;
    }
    if (e instanceof Error error) {
      throw error;
    }
    return new IllegalStateException(e);
  }

  private static String describe(@Nullable Object argument) {
    return switch (argument) {
      case null -> "";
      case MemorySegment _ -> ""; // an address says nothing
      case long[] longs -> Arrays.toString(longs);
      case float[] floats -> Arrays.toString(floats);
      default -> argument.toString();
    };
  }

  private static String fix(String status) {
    return switch (status) {
      case UNIMPLEMENTED ->
          "run with the environment variable ONEDNN_VERBOSE=all to see which condition failed,"
              + " or use -Dfovea.engine=reference.";
      case "out of memory" -> "use a smaller batch, or give the process more memory.";
      default ->
          "report this with the line above; ONEDNN_VERBOSE=all shows what the library checked.";
    };
  }
}
