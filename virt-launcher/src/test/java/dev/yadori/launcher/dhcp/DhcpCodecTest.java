package dev.yadori.launcher.dhcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.launcher.dhcp.DhcpDecoding.Decoded;
import dev.yadori.launcher.dhcp.DhcpDecoding.Refused;
import dev.yadori.launcher.net.Octets;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DhcpCodecTest {
    /** Figure 1 of RFC 2131, field by field: op, htype, hlen, hops; xid; secs, flags; four addresses; chaddr; sname; file. */
    private static final String HEADER = "01010600" + "3903f326" + "00008000" + "00000000".repeat(4) + "020000aabbcc"
            + "00".repeat(10) + "00".repeat(64) + "00".repeat(128) + "63825363";

    private static byte[] packet(String options) {
        return HexFormat.of().parseHex(HEADER + options);
    }

    private static DhcpDecoding decode(byte[] packet) {
        return DhcpCodec.decode(ByteBuffer.wrap(packet));
    }

    @Test
    void aDiscoverOfTheRfcIsRead() {
        assertThat(decode(packet("350101" + "3204c0a80164" + "370401030f06" + "ff")))
                .isEqualTo(new Decoded(DhcpMessages.from(
                        DhcpMessageType.DISCOVER,
                        new DhcpOption(
                                OptionCode.REQUESTED_ADDRESS,
                                Octets.of(HexFormat.of().parseHex("c0a80164"))),
                        DhcpMessages.asking(1, 3, 15, 6))));
    }

    @Test
    void anOfferIsWrittenToTheByte() {
        var offer = DhcpResponder.answer(
                        DhcpMessages.LEASE,
                        DhcpMessages.from(DhcpMessageType.DISCOVER, DhcpMessages.asking(1, 3, 6, 26)))
                .orElseThrow();
        var written = "02010600" + "3903f326" + "00008000" + "00000000" + "0a000202" + "00000000".repeat(2)
                + "020000aabbcc" + "00".repeat(10) + "00".repeat(192) + "63825363"
                + "350102" + "36040a000201" + "330400000e10" + "3a0400000708" + "3b0400000c4e"
                + "0104ffffff00" + "03040a000201" + "06040a60000a" + "1a020578" + "ff";
        assertThat(HexFormat.of().formatHex(DhcpCodec.encode(offer)))
                .isEqualTo(written + "00".repeat(300 - written.length() / 2));
    }

    @Test
    void whatIsWrittenIsReadAgain() {
        var message = DhcpMessages.from(
                DhcpMessageType.REQUEST,
                DhcpMessages.requested(DhcpMessages.ADDRESS),
                new DhcpOption(OptionCode.CLIENT_IDENTIFIER, Octets.text("someone")),
                new DhcpOption(OptionCode.HOST_NAME, Octets.text("")));
        assertThat(decode(DhcpCodec.encode(message))).isEqualTo(new Decoded(message));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 254, 255, 256, 510, 511, 1000})
    void longValuesAreSplitAndJoined(int length) {
        var value = "x".repeat(length);
        var message =
                DhcpMessages.from(DhcpMessageType.INFORM, new DhcpOption(OptionCode.DOMAIN_SEARCH, Octets.text(value)));
        assertThat(decode(DhcpCodec.encode(message))).isEqualTo(new Decoded(message));
    }

    @Test
    void partsAreJoinedAcrossTheOverloadedFieldsInTheOrderOfRfc3396() {
        var packet = packet("350101" + "340103" + "77026161" + "ff");
        put(packet, 108, "7702" + "6262" + "ff");
        put(packet, 44, "7702" + "6363" + "ff");
        assertThat(decode(packet))
                .isEqualTo(new Decoded(DhcpMessages.from(
                        DhcpMessageType.DISCOVER, new DhcpOption(OptionCode.DOMAIN_SEARCH, Octets.text("aabbcc")))));
    }

    private static void put(byte[] packet, int at, String hex) {
        var bytes = HexFormat.of().parseHex(hex);
        System.arraycopy(bytes, 0, packet, at, bytes.length);
    }

    @Test
    void paddingAndAMissingEndAreForgiven() {
        assertThat(decode(packet("0000" + "350101" + "000000")))
                .isEqualTo(new Decoded(DhcpMessages.from(DhcpMessageType.DISCOVER)));
    }

    @ParameterizedTest
    @CsvSource({
        "ff, NO_MESSAGE_TYPE",
        "3500ff, BAD_MESSAGE_TYPE",
        "350100ff, BAD_MESSAGE_TYPE",
        "350109ff, BAD_MESSAGE_TYPE",
        "35020101ff, BAD_MESSAGE_TYPE",
        "350101350101ff, BAD_MESSAGE_TYPE",
        "35, OPTION_OVERRUNS",
        "3502, OPTION_OVERRUNS",
        "3501010cff00, OPTION_OVERRUNS",
        "350101340100ff, BAD_OVERLOAD",
        "350101340104ff, BAD_OVERLOAD",
        "3501013400ff, BAD_OVERLOAD",
        "3501013203c0a801ff, BAD_OPTION_LENGTH",
        "35010136050a00020100ff, BAD_OPTION_LENGTH",
        "350101390102ff, BAD_OPTION_LENGTH",
        "3501013d0101ff, BAD_OPTION_LENGTH"
    })
    void malformedOptionsAreRefused(String options, Refusal refusal) {
        assertThat(decode(packet(options))).isEqualTo(new Refused(refusal));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 03, UNKNOWN_OPERATION",
        "0, 00, UNKNOWN_OPERATION",
        "1, 06, NOT_ETHERNET",
        "2, 10, NOT_ETHERNET",
        "236, 00, NO_MAGIC_COOKIE"
    })
    void foreignHeadersAreRefused(int at, String hex, Refusal refusal) {
        var packet = packet("350101ff");
        put(packet, at, hex);
        assertThat(decode(packet)).isEqualTo(new Refused(refusal));
    }

    @Test
    void everyPrefixOfAPacketIsAMessageOrARefusal() {
        var packet = packet("350101" + "3204c0a80164" + "ff");
        for (int length = 0; length < 240; length++) {
            assertThat(decode(Arrays.copyOf(packet, length))).isEqualTo(new Refused(Refusal.TOO_SHORT));
        }
        for (int length = 240; length < packet.length; length++) {
            assertThat(decode(Arrays.copyOf(packet, length))).isNotNull();
        }
        assertThat(decode(Arrays.copyOf(packet, 1501))).isEqualTo(new Refused(Refusal.TOO_LONG));
    }

    @Test
    void searchDomainsAreCompressedAsInTheExampleOfRfc3397() {
        assertThat(DomainSearch.encode(List.of("eng.apple.com", "marketing.apple.com.")))
                .hasToString("03656e67056170706c6503636f6d00096d61726b6574696e67c004");
    }

    @Test
    void whatIsNoDomainIsNotSearched() {
        assertThat(DomainSearch.encode(List.of(".", "", "a..b", "x".repeat(64) + ".org", "a b", "é.org", "ok")))
                .hasToString("026f6b00");
    }
}
