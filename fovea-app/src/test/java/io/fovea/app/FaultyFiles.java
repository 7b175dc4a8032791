// SPDX-License-Identifier: Apache-2.0
package io.fovea.app;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.StandardOpenOption;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/// The system's files with faults: the default file system of a process that is started with
/// `-Djava.nio.file.spi.DefaultFileSystemProvider=io.fovea.app.FaultyFiles`. Each change to what lies
/// in a folder is counted, and one of them fails.
///
/// Mutable, for one experiment at a time.
public final class FaultyFiles extends FileSystemProvider {
  /// What happens at the chosen change.
  interface Fault {
    /// Throws, or ends the process.
    void strike() throws IOException;
  }

  /// No fault.
  static final int NEVER = 0;

  private static String folder = "\0";
  private static int fatal = NEVER;
  private static boolean dying;
  private static boolean dead;
  private static Fault fault = () -> {};
  private static final List<String> changes = new ArrayList<>();

  private final FileSystemProvider real;
  private final FileSystem system;

  /// For the JDK.
  public FaultyFiles(FileSystemProvider real) {
    this.real = real;
    this.system = new Files(this, real.getFileSystem(URI.create("file:///")));
  }

  // ---- the experiment --------------------------------------------------------------------------

  /// From now on, changes in a folder are counted, and one of them fails.
  ///
  /// @param at number of the change, from 1
  /// @param forever whether all later ones fail, too, as for a process that was killed
  static synchronized void arm(Path in, int at, boolean forever, Fault what) {
    folder = in.toAbsolutePath().toString();
    fatal = at;
    dying = forever;
    dead = false;
    fault = what;
    changes.clear();
  }

  /// Ends counting and failing.
  ///
  /// @return the changes that there were, by what was done
  static synchronized List<String> disarm() {
    folder = "\0";
    dead = false;
    return List.copyOf(changes);
  }

  /// Counts a change of some bytes; the one that fails begins with half of them.
  static void write(Path path, ByteBuffer bytes, FileChannel to) throws IOException {
    boolean alive = !dead;
    if (strikes("write", path)) {
      if (alive) {
        var _ = to.write(bytes.duplicate().limit(bytes.position() + bytes.remaining() / 2));
      }
      fault.strike();
    }
  }

  private static synchronized boolean strikes(String what, Path path) {
    if (!path.toAbsolutePath().toString().startsWith(folder)) {
      return false;
    }
    if (!dead) {
      changes.add(what);
    }
    boolean now = changes.size() == fatal && !dead;
    dead |= now && dying;
    return now || dead;
  }

  /// Counts a change, and fails if it is its turn.
  static void change(String what, Path path) throws IOException {
    if (strikes(what, path)) {
      fault.strike();
    }
  }

  // ---- what changes files ----------------------------------------------------------------------

  @Override
  public FileChannel newFileChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    boolean makes =
        options.contains(StandardOpenOption.CREATE_NEW)
            || options.contains(StandardOpenOption.TRUNCATE_EXISTING)
            || (options.contains(StandardOpenOption.CREATE) && !java.nio.file.Files.exists(path));
    if (makes) {
      change("create", path);
    }
    return new FaultyChannel(path, real.newFileChannel(bare(path), options, attributes));
  }

  @Override
  public SeekableByteChannel newByteChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    return options.contains(StandardOpenOption.WRITE) || options.contains(StandardOpenOption.APPEND)
        ? newFileChannel(path, options, attributes)
        : real.newByteChannel(bare(path), options, attributes);
  }

  @Override
  public void createDirectory(Path path, FileAttribute<?>... attributes) throws IOException {
    change("folder", path);
    real.createDirectory(bare(path), attributes);
  }

  @Override
  public void createSymbolicLink(Path link, Path target, FileAttribute<?>... attributes)
      throws IOException {
    change("link", link);
    real.createSymbolicLink(bare(link), bare(target), attributes);
  }

  @Override
  public void delete(Path path) throws IOException {
    change("unlink", path);
    real.delete(bare(path));
  }

  @Override
  public void copy(Path from, Path to, CopyOption... options) throws IOException {
    change("copy", to);
    real.copy(bare(from), bare(to), options);
  }

  @Override
  public void move(Path from, Path to, CopyOption... options) throws IOException {
    change("rename", to);
    real.move(bare(from), bare(to), options);
  }

  // ---- what only looks -------------------------------------------------------------------------

  @Override
  public String getScheme() {
    return "file";
  }

  @Override
  public FileSystem newFileSystem(URI uri, Map<String, ?> env) throws IOException {
    return real.newFileSystem(uri, env);
  }

  @Override
  public FileSystem getFileSystem(URI uri) {
    return system;
  }

  @Override
  public Path getPath(URI uri) {
    return dressed(real.getPath(uri));
  }

  @Override
  public DirectoryStream<Path> newDirectoryStream(
      Path folder, DirectoryStream.Filter<? super Path> filter) throws IOException {
    var stream = real.newDirectoryStream(bare(folder), path -> filter.accept(dressed(path)));
    return new DirectoryStream<>() {
      @Override
      public Iterator<Path> iterator() {
        return StreamSupport.stream(stream.spliterator(), false)
            .map(FaultyFiles.this::dressed)
            .iterator();
      }

      @Override
      public void close() throws IOException {
        stream.close();
      }
    };
  }

  @Override
  public Path readSymbolicLink(Path link) throws IOException {
    return dressed(real.readSymbolicLink(bare(link)));
  }

  @Override
  public boolean isSameFile(Path one, Path two) throws IOException {
    return real.isSameFile(bare(one), bare(two));
  }

  @Override
  public boolean isHidden(Path path) throws IOException {
    return real.isHidden(bare(path));
  }

  @Override
  public FileStore getFileStore(Path path) throws IOException {
    return real.getFileStore(bare(path));
  }

  @Override
  public void checkAccess(Path path, AccessMode... modes) throws IOException {
    real.checkAccess(bare(path), modes);
  }

  @Override
  public <V extends FileAttributeView> V getFileAttributeView(
      Path path, Class<V> type, LinkOption... options) {
    return real.getFileAttributeView(bare(path), type, options);
  }

  @Override
  public <A extends BasicFileAttributes> A readAttributes(
      Path path, Class<A> type, LinkOption... options) throws IOException {
    return real.readAttributes(bare(path), type, options);
  }

  @Override
  public Map<String, Object> readAttributes(Path path, String names, LinkOption... options)
      throws IOException {
    return real.readAttributes(bare(path), names, options);
  }

  @Override
  public void setAttribute(Path path, String name, Object value, LinkOption... options)
      throws IOException {
    real.setAttribute(bare(path), name, value, options);
  }

  // ---- paths -----------------------------------------------------------------------------------

  /// A path of this file system, which does all that the system's own one does.
  private interface Dressed {
    Path bare();
  }

  private static Path bare(Path path) {
    return path instanceof Dressed dressed ? dressed.bare() : path;
  }

  private Path dressed(Path path) {
    return (Path)
        Proxy.newProxyInstance(
            FaultyFiles.class.getClassLoader(),
            new Class<?>[] {Path.class, Dressed.class},
            (_, method, arguments) -> {
              if (method.getDeclaringClass() == Dressed.class) {
                return path;
              } else if (method.getName().equals("getFileSystem")) {
                return system;
              } else if (method.getName().equals("toFile")) {
                return new File(path.toString());
              }
              try {
                return dressedAll(method.invoke(path, bareAll(arguments)));
              } catch (InvocationTargetException e) {
                throw Objects.requireNonNull(e.getCause());
              }
            });
  }

  private static Object[] bareAll(Object @Nullable [] arguments) {
    var all = arguments == null ? new Object[0] : arguments.clone();
    for (int i = 0; i < all.length; i++) {
      if (all[i] instanceof Path path) {
        all[i] = bare(path);
      }
    }
    return all;
  }

  private @Nullable Object dressedAll(@Nullable Object result) {
    return switch (result) {
      case Path path -> dressed(path);
      case Iterator<?> paths -> {
        var all = new ArrayList<Path>();
        paths.forEachRemaining(path -> all.add(dressed((Path) path)));
        yield all.iterator();
      }
      case null, default -> result;
    };
  }

  /// The file system of these paths.
  private static final class Files extends FileSystem {
    private final FaultyFiles provider;
    private final FileSystem real;

    Files(FaultyFiles provider, FileSystem real) {
      this.provider = provider;
      this.real = real;
    }

    @Override
    public FileSystemProvider provider() {
      return provider;
    }

    @Override
    public void close() {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public boolean isReadOnly() {
      return false;
    }

    @Override
    public String getSeparator() {
      return real.getSeparator();
    }

    @Override
    public Iterable<Path> getRootDirectories() {
      return List.of(getPath("/"));
    }

    @Override
    public Iterable<FileStore> getFileStores() {
      return real.getFileStores();
    }

    @Override
    public Set<String> supportedFileAttributeViews() {
      return real.supportedFileAttributeViews();
    }

    @Override
    public Path getPath(String first, String... more) {
      return provider.dressed(real.getPath(first, more));
    }

    @Override
    public PathMatcher getPathMatcher(String pattern) {
      var matcher = real.getPathMatcher(pattern);
      return path -> matcher.matches(bare(path));
    }

    @Override
    public UserPrincipalLookupService getUserPrincipalLookupService() {
      return real.getUserPrincipalLookupService();
    }

    @Override
    public WatchService newWatchService() throws IOException {
      return real.newWatchService();
    }
  }
}
