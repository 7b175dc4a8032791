// SPDX-License-Identifier: Apache-2.0
package io.fovea.formats.hdf5;

import io.fovea.formats.Budget;
import io.jhdf.Constants;
import io.jhdf.FractalHeap;
import io.jhdf.GroupSymbolTableNode;
import io.jhdf.LocalHeap;
import io.jhdf.ObjectHeader;
import io.jhdf.Superblock;
import io.jhdf.SymbolTableEntry;
import io.jhdf.Utils;
import io.jhdf.btree.BTreeV1;
import io.jhdf.btree.BTreeV2;
import io.jhdf.btree.record.AttributeNameForIndexedAttributesRecord;
import io.jhdf.btree.record.LinkNameForIndexedGroupRecord;
import io.jhdf.exceptions.UnsupportedHdfException;
import io.jhdf.object.message.AttributeInfoMessage;
import io.jhdf.object.message.AttributeMessage;
import io.jhdf.object.message.LinkInfoMessage;
import io.jhdf.object.message.LinkMessage;
import io.jhdf.object.message.SymbolTableMessage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Groups of an HDF5 file, of both kinds that there are, and attributes: names and places. jhdf reads
/// the structures; this class leads it from one to the next over an [H5Storage].
///
/// Mutable: each header is read once. For one thread.
final class H5Objects {
  /// Instead of a place: a link, which nobody follows.
  static final long LINK = -1;

  private static final byte[] LETTERS = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};
  private static final int FIRST_BLOCK =
      512; // a user block has this size, or twice, four times ...

  private final H5Storage storage;
  private final Map<Long, ObjectHeader> headers = new HashMap<>();

  private H5Objects(H5Storage storage) {
    this.storage = storage;
  }

  /// @param bytes the whole file, from position 0
  static H5Objects of(ByteBuffer bytes, Budget budget) {
    for (long at = 0; at + LETTERS.length <= bytes.limit(); at = at == 0 ? FIRST_BLOCK : at * 2) {
      if (bytes.slice((int) at, LETTERS.length).equals(ByteBuffer.wrap(LETTERS))) {
        var superblock =
            Superblock.readSuperblock(
                bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN).position((int) at));
        if (superblock.getBaseAddressByte() != at) {
          throw new IllegalArgumentException("another start of the file");
        }
        return new H5Objects(new H5Storage(bytes, superblock, budget));
      }
    }
    throw new IllegalArgumentException("no start of the file");
  }

  H5Storage storage() {
    return storage;
  }

  /// Where the root group lies.
  long root() {
    return switch (storage.getSuperblock()) {
      case Superblock.SuperblockV0V1 old ->
          new SymbolTableEntry(
                  storage, old.getRootGroupSymbolTableAddress() - old.getBaseAddressByte())
              .getObjectHeaderAddress();
      case Superblock.SuperblockV2V3 current -> current.getRootGroupObjectHeaderAddress();
      default -> throw new UnsupportedHdfException("superblock");
    };
  }

  ObjectHeader header(long address) {
    var known = headers.get(address);
    if (known == null) {
      known = ObjectHeader.readObjectHeader(storage, address);
      headers.put(address, known);
    }
    return known;
  }

  /// Places by name, in the order of the file; [#LINK] for links.
  Map<String, Long> members(ObjectHeader group) {
    var places = new LinkedHashMap<String, Long>();
    if (group.hasMessageOfType(SymbolTableMessage.class)) {
      table(group.getMessageOfType(SymbolTableMessage.class), places);
    } else {
      for (var link : links(group)) {
        boolean hard = link.getLinkType() == LinkMessage.LinkType.HARD;
        places.put(link.getLinkName(), hard ? link.getHardLinkAddress() : LINK);
      }
    }
    return places;
  }

  private void table(SymbolTableMessage message, Map<String, Long> places) {
    var tree = BTreeV1.createGroupBTree(storage, message.getBTreeAddress());
    var names = new LocalHeap(storage, message.getLocalHeapAddress()).getDataBuffer();
    for (long address : tree.getChildAddresses()) {
      for (var entry : new GroupSymbolTableNode(storage, address).getSymbolTableEntries()) {
        String name = Utils.readUntilNull(names.position(entry.getLinkNameOffset()));
        storage.budget().take(name.length());
        places.put(name, entry.getCacheType() == 2 ? LINK : entry.getObjectHeaderAddress());
      }
    }
  }

  private List<LinkMessage> links(ObjectHeader group) {
    var info = group.getMessageOfType(LinkInfoMessage.class);
    if (info.getBTreeNameIndexAddress() == Constants.UNDEFINED_ADDRESS) {
      return group.getMessagesOfType(LinkMessage.class);
    }
    var heap = new FractalHeap(storage, info.getFractalHeapAddress());
    var links = new ArrayList<LinkMessage>();
    var tree = new BTreeV2<LinkNameForIndexedGroupRecord>(storage, info.getBTreeNameIndexAddress());
    for (var record : tree.getRecords()) {
      var bytes = paid(heap.getId(record.getId()));
      links.add(LinkMessage.fromBuffer(bytes, storage.getSuperblock()));
    }
    return links;
  }

  /// Attributes by name.
  Map<String, AttributeMessage> attributes(ObjectHeader object) {
    var attributes = new LinkedHashMap<String, AttributeMessage>();
    for (var info : object.getMessagesOfType(AttributeInfoMessage.class)) {
      if (info.getFractalHeapAddress() != Constants.UNDEFINED_ADDRESS) {
        var heap = new FractalHeap(storage, info.getFractalHeapAddress());
        var tree =
            new BTreeV2<AttributeNameForIndexedAttributesRecord>(
                storage, info.getAttributeNameBTreeAddress());
        for (var record : tree.getRecords()) {
          var bytes = paid(heap.getId(record.getHeapId()));
          var message = new AttributeMessage(bytes, storage, record.getFlags());
          attributes.put(message.getName(), message);
        }
      }
    }
    object.getMessagesOfType(AttributeMessage.class).forEach(m -> attributes.put(m.getName(), m));
    return attributes;
  }

  private ByteBuffer paid(ByteBuffer bytes) {
    storage.budget().take(bytes.remaining());
    return bytes;
  }
}
