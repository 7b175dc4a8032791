package io.fovea.onednn.dnnl;

class Timing {
  public static void main(String[] a) throws Exception {
    long t0 = System.nanoTime();
    Natives.lookup();
    long t1 = System.nanoTime();
    Dnnl.missing();
    long t2 = System.nanoTime();
    CpuEngine.pointer();
    long t3 = System.nanoTime();
    MemoryDesc.dense(DataType.F32, 3, 4);
    long t4 = System.nanoTime();
    System.out.printf(
        "load %.1f handles %.1f engine %.1f desc %.1f%n",
        (t1 - t0) / 1e6, (t2 - t1) / 1e6, (t3 - t2) / 1e6, (t4 - t3) / 1e6);
  }
}
