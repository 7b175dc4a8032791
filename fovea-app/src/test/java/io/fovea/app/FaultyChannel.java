// SPDX-License-Identifier: Apache-2.0
package io.fovea.app;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;

/// A channel whose writes are counted; half of the one that fails is written.
final class FaultyChannel extends FileChannel {
  private final Path path;
  private final FileChannel real;

  FaultyChannel(Path path, FileChannel real) {
    this.path = path;
    this.real = real;
  }

  @Override
  public int write(ByteBuffer bytes) throws IOException {
    FaultyFiles.write(path, bytes, real);
    return real.write(bytes);
  }

  @Override
  public int write(ByteBuffer bytes, long position) throws IOException {
    FaultyFiles.change("write", path);
    return real.write(bytes, position);
  }

  @Override
  public long write(ByteBuffer[] buffers, int offset, int length) throws IOException {
    FaultyFiles.change("write", path);
    return real.write(buffers, offset, length);
  }

  @Override
  public void force(boolean metaData) throws IOException {
    FaultyFiles.change("fsync", path);
    real.force(metaData);
  }

  @Override
  public FileChannel truncate(long size) throws IOException {
    FaultyFiles.change("truncate", path);
    real.truncate(size);
    return this;
  }

  @Override
  public long transferTo(long position, long count, WritableByteChannel target) throws IOException {
    return real.transferTo(position, count, target);
  }

  @Override
  public long transferFrom(ReadableByteChannel source, long position, long count)
      throws IOException {
    FaultyFiles.change("write", path);
    return real.transferFrom(source, position, count);
  }

  @Override
  public int read(ByteBuffer to) throws IOException {
    return real.read(to);
  }

  @Override
  public long read(ByteBuffer[] to, int offset, int length) throws IOException {
    return real.read(to, offset, length);
  }

  @Override
  public int read(ByteBuffer to, long position) throws IOException {
    return real.read(to, position);
  }

  @Override
  public long position() throws IOException {
    return real.position();
  }

  @Override
  public FileChannel position(long position) throws IOException {
    real.position(position);
    return this;
  }

  @Override
  public long size() throws IOException {
    return real.size();
  }

  @Override
  public MappedByteBuffer map(MapMode mode, long position, long size) throws IOException {
    return real.map(mode, position, size);
  }

  @Override
  public MemorySegment map(MapMode mode, long offset, long size, Arena arena) throws IOException {
    return real.map(mode, offset, size, arena);
  }

  @Override
  public FileLock lock(long position, long size, boolean shared) throws IOException {
    return real.lock(position, size, shared);
  }

  @Override
  public FileLock tryLock(long position, long size, boolean shared) throws IOException {
    return real.tryLock(position, size, shared);
  }

  @Override
  protected void implCloseChannel() throws IOException {
    real.close();
  }
}
