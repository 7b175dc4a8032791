// SPDX-License-Identifier: Apache-2.0
package io.fovea.formats.hdf5;

import io.fovea.formats.Budget;
import io.jhdf.Superblock;
import io.jhdf.storage.HdfBackingStorage;
import io.jhdf.storage.HdfInMemoryByteBuffer;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/// The bytes of an HDF5 file for the library that reads its structures. Every reading is paid for, so
/// trees whose branches meet again, and blocks that continue in themselves, come to an end.
final class H5Storage implements HdfBackingStorage {
  private static final int PER_READING = 128;
  private static final int PER_BYTE = 4; // objects made of headers and heaps

  private final HdfInMemoryByteBuffer bytes;
  private final Budget budget;

  H5Storage(ByteBuffer bytes, Superblock superblock, Budget budget) {
    this.bytes = new HdfInMemoryByteBuffer(bytes, superblock);
    this.budget = budget;
  }

  Budget budget() {
    return budget;
  }

  @Override
  public ByteBuffer readBufferFromAddress(long address, int length) {
    var part = map(address, length);
    budget.take(PER_READING + (long) PER_BYTE * length);
    return part;
  }

  @Override
  public ByteBuffer map(long address, long length) {
    return mapNoOffset(Math.addExact(address, getUserBlockSize()), length);
  }

  @Override
  public ByteBuffer mapNoOffset(long address, long length) {
    if (address < 0 || length < 0 || length > size() || address > size() - length) {
      throw new IndexOutOfBoundsException("outside the file");
    }
    budget.take(PER_READING);
    return bytes.mapNoOffset(address, length);
  }

  @Override
  public long getUserBlockSize() {
    return bytes.getUserBlockSize();
  }

  @Override
  public Superblock getSuperblock() {
    return bytes.getSuperblock();
  }

  @Override
  public FileChannel getFileChannel() {
    return bytes.getFileChannel();
  }

  @Override
  public int getSizeOfOffsets() {
    return bytes.getSizeOfOffsets();
  }

  @Override
  public int getSizeOfLengths() {
    return bytes.getSizeOfLengths();
  }

  @Override
  public void close() {
    bytes.close();
  }

  @Override
  public long size() {
    return bytes.size();
  }

  @Override
  public boolean inMemory() {
    return true;
  }
}
