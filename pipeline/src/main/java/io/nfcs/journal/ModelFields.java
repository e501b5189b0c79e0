package io.nfcs.journal;

import io.nfcs.journal.sbe.TickEncoder;
import io.nfcs.tick.ModelQuantities;
import io.nfcs.tick.Outcome;
import io.nfcs.tick.Quantity.Kind;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Offsets of the model's quantities in the block of a tick, the same in every version of the
 * schema; a quantity that a version lacks reads as "not computed".
 *
 * <p><b>Allocates</b> nothing.
 */
final class ModelFields {
  /** Number of the quantities; further ones of an outcome are in a group of their own. */
  static final int COUNT = ModelQuantities.ALL.size();

  private static final boolean[] IS_NUMBER = new boolean[COUNT];

  /** Offset of each in the block, in the order of {@link ModelQuantities#ALL}. */
  private static final int[] OFFSETS = {
    TickEncoder.orderParameterEncodingOffset(),
    TickEncoder.fieldCoherenceEncodingOffset(),
    TickEncoder.energyEncodingOffset(),
    TickEncoder.defectDensityEncodingOffset(),
    TickEncoder.hallucinationEncodingOffset(),
    TickEncoder.costEncodingOffset(),
    TickEncoder.riskEncodingOffset(),
    TickEncoder.vorticesEncodingOffset(),
    TickEncoder.riskLevelEncodingOffset(),
    TickEncoder.decisionEncodingOffset(),
    TickEncoder.tokenRiskEncodingOffset(),
    TickEncoder.unsafeRatioEncodingOffset(),
    TickEncoder.echoEncodingOffset(),
    TickEncoder.semanticOrderEncodingOffset(),
    TickEncoder.violationsEncodingOffset(),
    TickEncoder.phaseEncodingOffset(),
  };

  static {
    for (int i = 0; i < COUNT; i++) {
      IS_NUMBER[i] = ModelQuantities.ALL.get(i).kind() == Kind.DOUBLE;
    }
  }

  private ModelFields() {}

  static void encode(Outcome outcome, MutableDirectBuffer buffer, int block) {
    for (int i = 0; i < COUNT; i++) {
      int at = block + OFFSETS[i];
      if (IS_NUMBER[i]) {
        buffer.putLong(at, outcome.bits(i), ByteOrder.LITTLE_ENDIAN);
      } else {
        buffer.putInt(at, (int) outcome.bits(i), ByteOrder.LITTLE_ENDIAN);
      }
    }
  }

  /**
   * Decodes the quantities into a cleared outcome.
   *
   * @param blockBytes length of the block, which is shorter in older versions
   */
  static void decode(DirectBuffer buffer, int block, int blockBytes, Outcome outcome) {
    for (int i = 0; i < COUNT; i++) {
      int bytes = IS_NUMBER[i] ? Double.BYTES : Integer.BYTES;
      if (OFFSETS[i] + bytes <= blockBytes) {
        int at = block + OFFSETS[i];
        outcome.bits(
            i,
            IS_NUMBER[i]
                ? buffer.getLong(at, ByteOrder.LITTLE_ENDIAN)
                : buffer.getInt(at, ByteOrder.LITTLE_ENDIAN));
      }
    }
  }
}
