package io.nfcs.codec;

import io.nfcs.memory.Wtf8;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** The codecs of single values and arrays. */
final class PlainCodecs {
  static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  static final ValueLayout.OfDouble DOUBLE =
      ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  static final Codec<String> TEXT =
      new Codec<>() {
        @Override
        public String identity() {
          return "text/1";
        }

        @Override
        public long sizeBytes(String value) {
          return Wtf8.bytes(value).length;
        }

        @Override
        public void encode(String value, MemorySegment target) {
          target.copyFrom(MemorySegment.ofArray(Wtf8.bytes(value)));
        }

        @Override
        public String decode(MemorySegment source) {
          return Wtf8.text(source.toArray(ValueLayout.JAVA_BYTE));
        }
      };

  static final Codec<List<String>> TEXTS =
      new Codec<>() {
        @Override
        public String identity() {
          return "texts/1";
        }

        @Override
        public long sizeBytes(List<String> value) {
          return value.stream().mapToLong(text -> Long.BYTES + TEXT.sizeBytes(text)).sum();
        }

        @Override
        public void encode(List<String> value, MemorySegment target) {
          long offset = 0;
          for (String text : value) {
            long bytes = TEXT.sizeBytes(text);
            target.set(LONG, offset, bytes);
            TEXT.encode(text, target.asSlice(offset + Long.BYTES, bytes));
            offset += Long.BYTES + bytes;
          }
        }

        @Override
        public List<String> decode(MemorySegment source) {
          List<String> texts = new ArrayList<>();
          long offset = 0;
          while (offset < source.byteSize()) {
            long bytes = source.get(LONG, offset);
            texts.add(TEXT.decode(source.asSlice(offset + Long.BYTES, bytes)));
            offset += Long.BYTES + bytes;
          }
          return List.copyOf(texts);
        }
      };

  static final Codec<Long> NUMBER =
      new Codec<>() {
        @Override
        public String identity() {
          return "number/1";
        }

        @Override
        public long sizeBytes(Long value) {
          return Long.BYTES;
        }

        @Override
        public void encode(Long value, MemorySegment target) {
          target.set(LONG, 0, value);
        }

        @Override
        public Long decode(MemorySegment source) {
          return source.get(LONG, 0);
        }
      };

  static final Codec<byte[]> BYTES =
      new Codec<>() {
        @Override
        public String identity() {
          return "bytes/1";
        }

        @Override
        public long sizeBytes(byte[] value) {
          return value.length;
        }

        @Override
        public void encode(byte[] value, MemorySegment target) {
          target.copyFrom(MemorySegment.ofArray(value));
        }

        @Override
        public byte[] decode(MemorySegment source) {
          return source.toArray(ValueLayout.JAVA_BYTE);
        }
      };

  static final Codec<double[]> DOUBLES =
      new Codec<>() {
        @Override
        public String identity() {
          return "doubles/1";
        }

        @Override
        public long sizeBytes(double[] value) {
          return (long) value.length * Double.BYTES;
        }

        @Override
        public void encode(double[] value, MemorySegment target) {
          MemorySegment.copy(value, 0, target, DOUBLE, 0, value.length);
        }

        @Override
        public double[] decode(MemorySegment source) {
          return source.toArray(DOUBLE);
        }
      };

  private PlainCodecs() {}
}
