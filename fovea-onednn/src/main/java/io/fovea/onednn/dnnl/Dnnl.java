// SPDX-License-Identifier: Apache-2.0
package io.fovea.onednn.dnnl;

import io.fovea.error.EngineException;
import java.lang.foreign.AddressLayout;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The C functions of oneDNN 3.13, one line each; called as `X.handle().invokeExact(...)`.
///
/// A function is linked when it is first called: linking all of them costs half a second of every
/// start. The one function of the hot path is linked by [PrimitiveCall] into a constant.
///
/// Letters name the parameters: `p` pointer ([MemorySegment]), `i` enumeration, `int` or `unsigned`
/// (`int`), `l` `dnnl_dim_t` or `size_t` (`long`), `f` `float`. The result is a status (`int`)
/// unless a letter behind a colon names another type. [#missing] lists what a library lacks;
/// calling such a function is an [EngineException].
final class Dnnl {
  static final AddressLayout PTR = ValueLayout.ADDRESS;
  static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT;
  private static final List<Function> ALL = new ArrayList<>();

  // engine and stream
  static final Function ENGINE_CREATE = function("dnnl_engine_create", "pil");
  static final Function STREAM_CREATE = function("dnnl_stream_create", "ppi");
  static final Function STREAM_WAIT = function("dnnl_stream_wait", "p");
  static final Function STREAM_DESTROY = function("dnnl_stream_destroy", "p");

  // memory descriptors
  static final Function MEMORY_DESC_CREATE_WITH_STRIDES =
      function("dnnl_memory_desc_create_with_strides", "pipip");
  static final Function MEMORY_DESC_CREATE_WITH_TAG =
      function("dnnl_memory_desc_create_with_tag", "pipii");
  static final Function MEMORY_DESC_CREATE_SUBMEMORY =
      function("dnnl_memory_desc_create_submemory", "pppp");
  static final Function MEMORY_DESC_CREATE_WITH_BLOB =
      function("dnnl_memory_desc_create_with_blob", "pp");
  static final Function MEMORY_DESC_GET_BLOB = function("dnnl_memory_desc_get_blob", "ppp");
  static final Function MEMORY_DESC_RESHAPE = function("dnnl_memory_desc_reshape", "ppip");
  static final Function MEMORY_DESC_PERMUTE_AXES = function("dnnl_memory_desc_permute_axes", "ppp");
  static final Function MEMORY_DESC_QUERY = function("dnnl_memory_desc_query", "pip");
  static final Function MEMORY_DESC_GET_SIZE = function("dnnl_memory_desc_get_size", "p:l");
  static final Function MEMORY_DESC_EQUAL = function("dnnl_memory_desc_equal", "pp");
  static final Function MEMORY_DESC_CLONE = function("dnnl_memory_desc_clone", "pp");
  static final Function MEMORY_DESC_DESTROY = function("dnnl_memory_desc_destroy", "p");

  // memory
  static final Function MEMORY_CREATE = function("dnnl_memory_create", "pppp");
  static final Function MEMORY_GET_DATA_HANDLE = function("dnnl_memory_get_data_handle", "pp");
  static final Function MEMORY_SET_DATA_HANDLE = function("dnnl_memory_set_data_handle", "pp");
  static final Function MEMORY_DESTROY = function("dnnl_memory_destroy", "p");

  // attributes
  static final Function ATTR_CREATE = function("dnnl_primitive_attr_create", "p");
  static final Function ATTR_SET_SCRATCHPAD_MODE =
      function("dnnl_primitive_attr_set_scratchpad_mode", "pi");
  static final Function ATTR_SET_FPMATH_MODE =
      function("dnnl_primitive_attr_set_fpmath_mode", "pi");
  static final Function ATTR_SET_ACCUMULATION_MODE =
      function("dnnl_primitive_attr_set_accumulation_mode", "pi");
  static final Function ATTR_SET_DETERMINISTIC =
      function("dnnl_primitive_attr_set_deterministic", "pi");
  static final Function ATTR_SET_SCALES_MASK =
      function("dnnl_primitive_attr_set_scales_mask", "pii");
  static final Function ATTR_SET_ZERO_POINTS_MASK =
      function("dnnl_primitive_attr_set_zero_points_mask", "pii");
  static final Function ATTR_SET_POST_OPS = function("dnnl_primitive_attr_set_post_ops", "pp");
  static final Function ATTR_DESTROY = function("dnnl_primitive_attr_destroy", "p");
  static final Function POST_OPS_CREATE = function("dnnl_post_ops_create", "p");
  static final Function POST_OPS_APPEND_SUM = function("dnnl_post_ops_append_sum", "pfii");
  static final Function POST_OPS_APPEND_ELTWISE = function("dnnl_post_ops_append_eltwise", "piff");
  static final Function POST_OPS_APPEND_BINARY = function("dnnl_post_ops_append_binary", "pip");
  static final Function POST_OPS_DESTROY = function("dnnl_post_ops_destroy", "p");

  // primitive descriptors and primitives
  static final Function PRIMITIVE_DESC_QUERY = function("dnnl_primitive_desc_query", "piip");
  static final Function PRIMITIVE_DESC_QUERY_MD = function("dnnl_primitive_desc_query_md", "pii:p");
  static final Function PRIMITIVE_DESC_QUERY_S32 = function("dnnl_primitive_desc_query_s32", "pii");
  static final Function PRIMITIVE_DESC_NEXT_IMPL = function("dnnl_primitive_desc_next_impl", "p");
  static final Function PRIMITIVE_DESC_DESTROY = function("dnnl_primitive_desc_destroy", "p");
  static final Function PRIMITIVE_CREATE = function("dnnl_primitive_create", "pp");
  static final Function PRIMITIVE_EXECUTE = function("dnnl_primitive_execute", "ppip");
  static final Function PRIMITIVE_DESTROY = function("dnnl_primitive_destroy", "p");

  // convolutions and matrix products
  static final Function CONVOLUTION_FORWARD =
      function("dnnl_convolution_forward_primitive_desc_create", "ppiippppppppp");
  static final Function CONVOLUTION_BACKWARD_DATA =
      function("dnnl_convolution_backward_data_primitive_desc_create", "ppippppppppp");
  static final Function CONVOLUTION_BACKWARD_WEIGHTS =
      function("dnnl_convolution_backward_weights_primitive_desc_create", "ppipppppppppp");
  static final Function MATMUL = function("dnnl_matmul_primitive_desc_create", "ppppppp");

  // pooling and resampling
  static final Function POOLING_FORWARD =
      function("dnnl_pooling_forward_primitive_desc_create", "ppiipppppppp");
  static final Function POOLING_BACKWARD =
      function("dnnl_pooling_backward_primitive_desc_create", "ppippppppppp");
  static final Function RESAMPLING_FORWARD =
      function("dnnl_resampling_forward_primitive_desc_create", "ppiipppp");
  static final Function RESAMPLING_BACKWARD =
      function("dnnl_resampling_backward_primitive_desc_create", "ppippppp");

  // normalizations
  static final Function BATCH_NORM_FORWARD =
      function("dnnl_batch_normalization_forward_primitive_desc_create", "ppippfip");
  static final Function BATCH_NORM_BACKWARD =
      function("dnnl_batch_normalization_backward_primitive_desc_create", "ppipppfipp");

  // element by element
  static final Function ELTWISE_FORWARD =
      function("dnnl_eltwise_forward_primitive_desc_create", "ppiippffp");
  static final Function ELTWISE_BACKWARD =
      function("dnnl_eltwise_backward_primitive_desc_create", "ppipppffpp");
  static final Function BINARY = function("dnnl_binary_primitive_desc_create_v2", "ppippppp");
  static final Function SOFTMAX_FORWARD =
      function("dnnl_softmax_forward_primitive_desc_create", "ppiippip");
  static final Function SOFTMAX_BACKWARD =
      function("dnnl_softmax_backward_primitive_desc_create", "ppipppipp");

  // moving and reducing
  static final Function REDUCTION = function("dnnl_reduction_primitive_desc_create", "ppippffp");
  static final Function CONCAT = function("dnnl_concat_primitive_desc_create", "pppiipp");
  static final Function REORDER = function("dnnl_reorder_primitive_desc_create", "pppppp");

  // the library itself
  static final Function SET_VERBOSE = function("dnnl_set_verbose", "i");
  static final Function GET_EFFECTIVE_CPU_ISA = function("dnnl_get_effective_cpu_isa", "");
  static final Function CPU_ISA_TO_STRING = function("dnnl_cpu_isa2str", "i:p");
  static final Function ALG_KIND_TO_STRING = function("dnnl_alg_kind2str", "i:p");
  static final Function DATA_TYPE_TO_STRING = function("dnnl_dt2str", "i:p");
  static final Function GET_PRIMITIVE_CACHE_CAPACITY =
      function("dnnl_get_primitive_cache_capacity", "p");
  static final Function SET_PRIMITIVE_CACHE_CAPACITY =
      function("dnnl_set_primitive_cache_capacity", "i");

  private Dnnl() {}

  /// Names of all functions of this table.
  static List<String> names() {
    return ALL.stream().map(Function::name).toList();
  }

  /// All functions of this table.
  static List<Function> all() {
    return List.copyOf(ALL);
  }

  /// Names of the functions that the loaded library does not have.
  static List<String> missing() {
    SymbolLookup lookup = Natives.lookup();
    return names().stream().filter(name -> lookup.find(name).isEmpty()).toList();
  }

  private static Function function(String name, String signature) {
    Function function = new Function(name, descriptor(signature));
    ALL.add(function);
    return function;
  }

  private static FunctionDescriptor descriptor(String signature) {
    int colon = signature.indexOf(':');
    MemoryLayout result = colon < 0 ? INT : layout(signature.charAt(colon + 1));
    String parameters = colon < 0 ? signature : signature.substring(0, colon);
    return FunctionDescriptor.of(
        result, parameters.chars().mapToObj(c -> layout((char) c)).toArray(MemoryLayout[]::new));
  }

  private static MemoryLayout layout(char letter) {
    return switch (letter) {
      case 'p' -> PTR;
      case 'i' -> INT;
      case 'l' -> LONG;
      case 'f' -> FLOAT;
      default -> throw new IllegalArgumentException("no type has the letter " + letter);
    };
  }

  /// One C function; threads may share it.
  static final class Function {
    private final String name;
    private final FunctionDescriptor descriptor;
    private volatile @Nullable MethodHandle handle;

    Function(String name, FunctionDescriptor descriptor) {
      this.name = name;
      this.descriptor = descriptor;
    }

    String name() {
      return name;
    }

    /// The function to call, linked on first use.
    MethodHandle handle() {
      MethodHandle linked = handle;
      if (linked == null) {
        linked = link(); // two threads may both link: no harm
        handle = linked;
      }
      return linked;
    }

    /// Calls something else from now on; for tests of what happens when a call fails.
    void replace(MethodHandle other) {
      handle = other;
    }

    private MethodHandle link() {
      MemorySegment symbol =
          Natives.lookup()
              .find(name)
              .orElseThrow(() ->
                  new EngineException(
                      "oneDNN",
                      "a library with the function " + name,
                      "one without it",
                      "use oneDNN 3.13 or a later 3.x."));
      return Linker.nativeLinker().downcallHandle(symbol, descriptor);
    }
  }
}
