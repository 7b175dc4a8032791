// SPDX-License-Identifier: Apache-2.0
package io.fovea.image;

import java.util.HexFormat;

/// The tables of VP8 (RFC 6386): probabilities of 256, and steps of quantization.
final class Vp8Tables {
  /// Of the modes of a block of 4 x 4, given those above and left of it: `[above][left][9]`
  /// (section 11.5).
  static final int[] MODES =
      bytes(
          """
          e7783059737178987098b3407eaa762e465faf458f505552489b67383a0aabdabd110d9890470a26abd59022
          1a721a11a32cc3150aad791850c31a3e2c4055aa2e371388a021ce473f14087272d00c09e251280b60b6541d
          102486b7598962656aa59448bb64829d6f204b504266a7634a3e28ea80293509b2f18d1a086b684f0c1bd9ff
          5711074a2b1a9249a631179d412669a033341f73805744472c72330fba172f290e6eb6b71511c2422d1966c5
          bd171216585893962a2e2dc4cd2b61b775552623b33d2735c8571a152be8ab3822336872661d5d4d6b36201a
          3301512b1f271c55ab3aa55a6240221674ce17222ba64944196a1640ab24e1722213156684bc104c7c3e124e
          5f5539323033c165239fd76f592e6f3c941facdbe415126f70714d55b3ff267872282a01c4f5d10a196d6450
          082b9a01331a47582b1d8ca6d5252b9a3d3f1e9b432d4401d18e4e4e10ff8022c5ab29280566d3b70401dd33
          3211a8d1c01719527d622a58685575af525f543559806471652d4b4f7b2f338051ab01391105476639352931
          7315020a66ffa6170626210d7939491a0155290a438a4d6e5a2f72651d100a558065c41a39120a6666d52214
          2b75140f24a38044011a8a1f24ab1ba6262ce543573aa952731a3bb33f3b5ab43ba65d499a282815748fd122
          27af392e161880013611252f0f10b722df312db72e1121b706620f20b7412049731c801780cd2803097333c0
          1206df572509733b4d40152f68372cda09363582e2405a46cd2829171a39363970b8052926a6d51e221a8598
          740a20864b200c33c0ffa02b33271335dd1a722049ff1f0941ea020f017649581f2343665537ba553815176f
          3bcd2d25c03726467c4966012262663d472522351ff3c0453c472649771cde25442d8022012f0bf5ab3e1113
          469255373e464b0f090940ffb87710252b259a64a355a0013f095c881c4020c95556061c0540ff19f8013808
          118489ff3774803a0f145287391a7928a4321f899a851923da33672c83837b1f069e5628408794e02db78016
          1a1183f09a0e01d1530c0d36c0ff442f1c2d10155b40de0701c53815279b3c8a1766d5551a555580802092ab
          120b073f90ab0404f6231b0a92aeab0c1a80be502363b4507e362d557e2f57b033291420654b808b76927480
          5538290fb0ec5525093e9224131eabff611b14471e117776ff11128a65263c8a37462b1a8e8a2d3d3edb0151
          bc4020291475978e1415a370130c3dc380300418
          """);

  /// That a probability of tokens is sent anew: `[kind][band][context][11]` (section 13.4).
  static final int[] TOKEN_UPDATES =
      bytes(
          """
          ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffb0f6ffffffffffffffffff
          dff1fcfffffffffffffffff9fdfdfffffffffffffffffff4fcffffffffffffffffeafefeffffffffffffffff
          fdfffffffffffffffffffffff6feffffffffffffffffeffdfefffffffffffffffffefffeffffffffffffffff
          fff8fefffffffffffffffffbfffefffffffffffffffffffffffffffffffffffffffffdfeffffffffffffffff
          fbfefefffffffffffffffffefffefffffffffffffffffffefdfffefffffffffffffafffefffeffffffffffff
          feffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
          d9ffffffffffffffffffffe1fcf1fdfffffeffffffffeafaf1fafdfffdfefffffffffeffffffffffffffffff
          dffefeffffffffffffffffeefdfefefffffffffffffffff8fefffffffffffffffff9feffffffffffffffffff
          fffffffffffffffffffffffffdfffffffffffffffffff7feffffffffffffffffffffffffffffffffffffffff
          fffdfefffffffffffffffffcfffffffffffffffffffffffffffffffffffffffffffffefeffffffffffffffff
          fdfffffffffffffffffffffffffffffffffffffffffffffefdfffffffffffffffffaffffffffffffffffffff
          feffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
          bafbfaffffffffffffffffeafbf4fefffffffffffffffbfbf3fdfefffefffffffffffdfeffffffffffffffff
          ecfdfefffffffffffffffffbfdfdfefefffffffffffffffefefffffffffffffffffefefeffffffffffffffff
          fffffffffffffffffffffffffefffffffffffffffffffefefffffffffffffffffffeffffffffffffffffffff
          fffffffffffffffffffffffeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
          ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
          ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
          f8fffffffffffffffffffffafefcfefffffffffffffff8fef9fdfffffffffffffffffdfdffffffffffffffff
          f6fdfdfffffffffffffffffcfefbfefefffffffffffffffefcfffffffffffffffff8fefdffffffffffffffff
          fdfffefefffffffffffffffffbfefffffffffffffffff5fbfefffffffffffffffffdfdfeffffffffffffffff
          fffbfdfffffffffffffffffcfdfefffffffffffffffffffefffffffffffffffffffffcffffffffffffffffff
          f9fffefffffffffffffffffffffefffffffffffffffffffffdfffffffffffffffffaffffffffffffffffffff
          fffffffffffffffffffffffffffffffffffffffffffffeffffffffffffffffffffffffffffffffffffffffff
          """);

  /// Of tokens, unless sent anew: `[kind][band][context][11]` (section 13.5).
  private static final int[] TOKENS =
      bytes(
          """
          808080808080808080808080808080808080808080808080808080808080808080fd88feffe4db8080808080
          bd81f2ffe3d5ffdb8080806a7ee3fcd6d1ffff8080800162f8ffece2ffff808080b585eefeddeaff9a808080
          4e86caf7c6b4ffdb80808001b9f9fff3ff8080808080b896f7ffece080808080804d6ed8ffece68080808080
          0165fbfff1ff8080808080aa8bf1fcecd1ffff8080802574c4f3e4ffffff80808001ccfefff5ff8080808080
          cfa0faffee8080808080806667e7ffd3ab80808080800198fcfff0ff8080808080b187f3ffeae18080808080
          5081d3ffc2e080808080800101ff8080808080808080f601ff8080808080808080ff80808080808080808080
          c623eddfc1bba2a0919b3e832dc6ddacb0dc9dfcdd01442f92d095a7dda2ffdf800195f1ffdde0ffff808080
          b88deafddedcffc78080805163b5f2b0bef9caffff800181e8fdd6c5f2c4ffff806379d2fac9c6ffca808080
          175ba3f2aabbf7d2ffff8001c8f6ffeaff80808080806db2f1ffe7f5ffff8080802c82c9fdcdc0ffff808080
          0184effbdbd1ffa58080805e88e1fbdabeffff8080801664aef5baa1ffc780808001b6f9ffe8eb8080808080
          7c8ff1ffe3ea8080808080234db5fbc1d3ffcd808080019df7ffece7ffff808080798debffe1e3ffff808080
          2d63bcfbc3d9ffe08080800101fbffd5ff8080808080cb01f8ffff8080808080808901b1ffe0ff8080808080
          fd09f8fbcfd0ffc0808080af0de0f3c1b9f9c6ffff804911abdda1b3eca7ffea80015ff7fdd4b7ffff808080
          ef5af4fad3d1ffff8080809b4dc3f8bcc3ffff8080800118effbdadbffcd808080c933dbffc4ba8080808080
          452ebeefc9daffe480808001bffbffff808080808080dfa5f9ffd5ff80808080808d7cf8ffff808080808080
          0110f8ffff808080808080be24e6ffecff80808080809501ff808080808080808001e2ff8080808080808080
          f7c0ff8080808080808080f080ff80808080808080800186fcffff808080808080d53efaffff808080808080
          375dff8080808080808080808080808080808080808080808080808080808080808080808080808080808080
          ca18d5ebbabfdca0f0afff7e26b6e8a9b8e4aeffbb803d2e8adb97b2f0aaffd8800170e6fac7bff79fffff80
          a66de4fcd3d7ffae808080274da2e8acb4f5b2ffff800134dcf6c6c7f9dcffff807c4abff3b7c1faddffff80
          184782db9aaaf3b6ffff8001b6e1f9dbf0ffe08080809596e2fcd8cdffab8080801c6caaf2b7c2fedfffff80
          0151e6fccccbffc08080807b66d1f7bcc4ffe9808080145f99f3a4adffcb80808001def8ffd8d58080808080
          a8aff6fcebcdffff8080802f74d7ffd3d4ffff8080800179ecfdd4d6ffff8080808d54d5fcc9caffdb808080
          2a50a0f0a2b9ffcd8080800101ff8080808080808080f401ff8080808080808080ee01ff8080808080808080
          """);

  /// Steps of the first coefficient, by quality (section 14.1).
  private static final int[] FIRST_STEPS =
      bytes(
          """
          0405060708090a0a0b0c0d0e0f101111121314141515161617171819191a1b1c1d1e1f202122232425252627
          28292a2b2c2d2e2e2f303132333435363738393a3b3c3d3e3f404142434445464748494a4b4c4c4d4e4f5051
          52535455565758595b5d5f6062646566686a6c6e707274767a7c7e80828486888a8c8f9194979a9d
          """);

  /// Steps of the other coefficients, by quality, two bytes each (section 14.1).
  private static final int[] OTHER_STEPS =
      bytes(
          """
          000400050006000700080009000a000b000c000d000e000f0010001100120013001400150016001700180019
          001a001b001c001d001e001f0020002100220023002400250026002700280029002a002b002c002d002e002f
          0030003100320033003400350036003700380039003a003c003e00400042004400460048004a004c004e0050
          0052005400560058005a005c005e00600062006400660068006a006c006e0070007200740077007a007d0080
          008300860089008c008f009200950098009b009e00a100a400a700aa00ad00b100b500b900bd00c100c500c9
          00cd00d100d500d900dd00e100e500ea00ef00f500f900fe01030108010d01120117011c
          """);

  private Vp8Tables() {}

  private static int[] bytes(String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex.replaceAll("\\s", ""));
    int[] values = new int[bytes.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = bytes[i] & 0xFF;
    }
    return values;
  }

  /// A copy, to be changed by a file.
  static int[] tokens() {
    return TOKENS.clone();
  }

  /// @param quality 0..127; what lies outside is cut
  static int firstStep(int quality) {
    return FIRST_STEPS[Math.clamp(quality, 0, 127)];
  }

  /// @param quality 0..127; what lies outside is cut
  static int otherStep(int quality) {
    int at = 2 * Math.clamp(quality, 0, 127);
    return OTHER_STEPS[at] << 8 | OTHER_STEPS[at + 1];
  }
}
