package io.fovea.formats;

import io.jhdf.api.Attribute;
import io.jhdf.object.datatype.DataType;
import io.jhdf.object.datatype.StringData;
import io.jhdf.object.datatype.VariableLength;
import io.jhdf.storage.HdfBackingStorage;

/// Texts that an HDF5 file calls ASCII and that are UTF-8 all the same: Python's bytes, as which Keras
/// writes the names of layers.
final class H5Letters {
  private static final char UNKNOWN = '\uFFFD'; // what reading as ASCII makes of other letters
  private static final int UTF8 = 0x10;

  private H5Letters() {}

  /// The texts of an attribute: one, or an array of them; no texts if it holds something else.
  static Object of(Attribute attribute, HdfBackingStorage file) {
    var data = attribute.getData();
    boolean garbled =
        switch (data) {
          case String text -> text.indexOf(UNKNOWN) >= 0;
          case String[] texts -> String.join("", texts).indexOf(UNKNOWN) >= 0;
          default -> false;
        };
    return garbled
        ? utf8(attribute.getDataType()).fillData(attribute.getBuffer(), dimensions(attribute), file)
        : data;
  }

  /// The same kind of text in UTF-8, as its header in a file.
  private static DataType utf8(DataType type) {
    if (type instanceof VariableLength) {
      return new VariableLength(H5Messages.buffer(20).put(H5Messages.anyText(true)).flip());
    }
    int padding = type instanceof StringData fixed ? fixed.getPaddingType().ordinal() : 0;
    var header = H5Messages.buffer(8).put((byte) 0x13).put((byte) (UTF8 | padding));
    return new StringData(header.putShort((short) 0).putInt(type.getSize()).flip());
  }

  private static int[] dimensions(Attribute attribute) {
    return attribute.isScalar() ? new int[] {} : attribute.getDimensions();
  }
}
