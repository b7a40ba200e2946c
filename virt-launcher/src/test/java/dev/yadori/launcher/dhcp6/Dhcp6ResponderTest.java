package dev.yadori.launcher.dhcp6;

import static dev.yadori.launcher.dhcp6.Dhcp6Messages.ADDRESS;
import static dev.yadori.launcher.dhcp6.Dhcp6Messages.LEASE;
import static dev.yadori.launcher.dhcp6.Dhcp6Messages.OTHER;
import static dev.yadori.launcher.dhcp6.Dhcp6Messages.asking;
import static dev.yadori.launcher.dhcp6.Dhcp6Messages.association;
import static dev.yadori.launcher.dhcp6.Dhcp6Messages.flag;
import static dev.yadori.launcher.dhcp6.Dhcp6Messages.otherServer;
import static dev.yadori.launcher.dhcp6.Dhcp6Messages.sent;
import static dev.yadori.launcher.dhcp6.Dhcp6Messages.server;
import static dev.yadori.launcher.dhcp6.Dhcp6Messages.wants;
import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.launcher.dhcp6.Lease6.Names6;
import dev.yadori.launcher.net.Ipv6Address;
import dev.yadori.launcher.net.Octets;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class Dhcp6ResponderTest {

    private static Optional<Dhcp6Message> answer(Dhcp6Message message) {
        return Dhcp6Responder.answer(LEASE, message);
    }

    private static Dhcp6Message answered(Dhcp6Message message) {
        return answer(message).orElseThrow();
    }

    private static List<Association> associations(Dhcp6Message message) {
        return Association.of(message.options());
    }

    private static int status(Dhcp6Options options) {
        return options.find(OptionCode6.STATUS).orElseThrow().uint16At(0);
    }

    @Test
    void solicitIsAdvertisedTheOneAddress() {
        var reply = answered(sent(Dhcp6MessageType.SOLICIT, wants(OTHER)));
        assertThat(reply.type()).isEqualTo(Dhcp6MessageType.ADVERTISE);
        assertThat(reply.transactionId()).isEqualTo(0x123456);
        assertThat(associations(reply)).singleElement().satisfies(association -> {
            assertThat(association.id()).isEqualTo(Octets.uint32(7));
            assertThat(association.addresses()).containsExactly(ADDRESS);
        });
        assertThat(reply.options().find(OptionCode6.CLIENT_IDENTIFIER)).contains(Dhcp6Messages.CLIENT);
        assertThat(reply.options().find(OptionCode6.SERVER_IDENTIFIER)).contains(Dhcp6Responder.SERVER);
    }

    @Test
    void hastySolicitIsAnsweredByAReply() {
        var reply = answered(sent(Dhcp6MessageType.SOLICIT, flag(OptionCode6.RAPID_COMMIT), wants()));
        assertThat(reply.type()).isEqualTo(Dhcp6MessageType.REPLY);
        assertThat(reply.options().has(OptionCode6.RAPID_COMMIT)).isTrue();
        assertThat(associations(reply).getFirst().addresses()).containsExactly(ADDRESS);
    }

    @Test
    void requestIsGrantedWithTimes() {
        var reply = answered(sent(Dhcp6MessageType.REQUEST, server(), wants(ADDRESS)));
        var granted = reply.options().find(OptionCode6.ADDRESSES).orElseThrow();
        assertThat(List.of(granted.int32At(4), granted.int32At(8))).containsExactly(500, 800);
        assertThat(List.of(granted.int32At(32), granted.int32At(36))).containsExactly(1000, 1000);
    }

    @Test
    void requestForAForeignAddressIsNotOnTheLink() {
        var reply = answered(sent(Dhcp6MessageType.REQUEST, server(), wants(OTHER)));
        assertThat(status(associations(reply).getFirst().options())).isEqualTo(4);
    }

    @ParameterizedTest
    @EnumSource(names = {"RENEW", "REBIND"})
    void foreignAddressesAreGivenUpWhenALeaseIsExtended(Dhcp6MessageType type) {
        var message = type == Dhcp6MessageType.RENEW
                ? sent(type, server(), wants(ADDRESS, OTHER))
                : sent(type, wants(ADDRESS, OTHER));
        var granted = associations(answered(message)).getFirst();
        assertThat(granted.addresses()).containsExactly(ADDRESS, OTHER);
        assertThat(granted.options().entries())
                .extracting(option -> option.value().int32At(20))
                .containsExactly(1000, 0);
    }

    @Test
    void onlyOneAssociationGetsTheAddress() {
        var reply = answered(sent(
                Dhcp6MessageType.SOLICIT,
                association(OptionCode6.PREFIXES, 1),
                association(OptionCode6.ADDRESSES, 2),
                association(OptionCode6.ADDRESSES, 3)));
        assertThat(associations(reply)).hasSize(3);
        assertThat(status(associations(reply).get(0).options())).isEqualTo(6);
        assertThat(associations(reply).get(1).addresses()).containsExactly(ADDRESS);
        assertThat(status(associations(reply).get(2).options())).isEqualTo(2);
    }

    @Test
    void confirmSaysWhetherTheAddressIsTheGuests() {
        assertThat(status(
                        answered(sent(Dhcp6MessageType.CONFIRM, wants(ADDRESS))).options()))
                .isZero();
        assertThat(status(answered(sent(Dhcp6MessageType.CONFIRM, wants(OTHER))).options()))
                .isEqualTo(4);
        assertThat(answer(sent(Dhcp6MessageType.CONFIRM, wants()))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"RELEASE", "DECLINE"})
    void releaseAndDeclineSucceedAndChangeNothing(Dhcp6MessageType type) {
        assertThat(status(answered(sent(type, server(), wants(ADDRESS))).options()))
                .isZero();
        assertThat(associations(answered(sent(Dhcp6MessageType.SOLICIT, wants())))
                        .getFirst()
                        .addresses())
                .containsExactly(ADDRESS);
    }

    @Test
    void informationIsGivenWithoutAnAddress() {
        var message = new Dhcp6Message(
                Dhcp6MessageType.INFORMATION_REQUEST, 1, new Dhcp6Options(List.of(asking(OptionCode6.DNS_SERVERS))));
        var reply = answered(message);
        assertThat(reply.options().find(OptionCode6.DNS_SERVERS).orElseThrow().ipv6At(0))
                .isEqualTo(Ipv6Address.parse("fd00:10:96::a"));
        assertThat(reply.options().has(OptionCode6.DOMAIN_SEARCH)).isFalse();
        assertThat(associations(reply)).isEmpty();
    }

    @Test
    void namesAreWrittenWithoutCompression() {
        var reply = answered(sent(Dhcp6MessageType.SOLICIT, wants(), asking(OptionCode6.DOMAIN_SEARCH)));
        assertThat(reply.options().find(OptionCode6.DOMAIN_SEARCH))
                .contains(Octets.joined(
                        List.of(Octets.text("\7default\3svc\7cluster\5local\0"), Octets.text("\7cluster\5local\0"))));
    }

    @ParameterizedTest
    @EnumSource(names = {"REQUEST", "RENEW", "RELEASE", "DECLINE"})
    void messageForAnotherServerIsLeftAlone(Dhcp6MessageType type) {
        assertThat(answer(sent(type, otherServer(), wants(ADDRESS)))).isEmpty();
        assertThat(answer(sent(type, wants(ADDRESS)))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"SOLICIT", "CONFIRM", "REBIND"})
    void messageForAllServersNamesNone(Dhcp6MessageType type) {
        assertThat(answer(sent(type, server(), wants(ADDRESS)))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"ADVERTISE", "REPLY", "RECONFIGURE"})
    void whatServersSayIsNotAnswered(Dhcp6MessageType type) {
        assertThat(answer(sent(type, server(), wants(ADDRESS)))).isEmpty();
    }

    @Test
    void addressForEverIsSaidSo() {
        var lease = new Lease6(LEASE.guest(), ADDRESS, Lease6.FOR_EVER, Names6.NONE);
        var reply = Dhcp6Responder.answer(lease, sent(Dhcp6MessageType.SOLICIT, wants()))
                .orElseThrow();
        var granted = reply.options().find(OptionCode6.ADDRESSES).orElseThrow();
        assertThat(List.of(granted.int32At(4), granted.int32At(8), granted.int32At(36)))
                .containsOnly(-1);
    }

    @Test
    void replyFitsHoweverMuchThereIsToSay() {
        var many = new Names6(
                Collections.nCopies(20, ADDRESS),
                Collections.nCopies(32, "a".repeat(60) + "." + "b".repeat(60) + ".example"));
        var lease = new Lease6(LEASE.guest(), ADDRESS, Lease6.FOR_EVER, many);
        var reply = Dhcp6Responder.answer(lease, sent(Dhcp6MessageType.SOLICIT, wants()))
                .orElseThrow();
        assertThat(Dhcp6Codec.encode(reply)).hasSizeLessThanOrEqualTo(1232);
        assertThat(reply.options().has(OptionCode6.DOMAIN_SEARCH)).isTrue();
    }

    @Test
    void repliesGoToTheLinkOnly() {
        assertThat(Dhcp6Responder.isOnLink(LEASE, Ipv6Address.parse("fe80::1"))).isTrue();
        assertThat(Dhcp6Responder.isOnLink(LEASE, ADDRESS)).isTrue();
        assertThat(Dhcp6Responder.isOnLink(LEASE, Ipv6Address.parse("2001:db8::1")))
                .isFalse();
    }

    @Test
    void messagesSurviveTheWire() {
        var message = sent(Dhcp6MessageType.REQUEST, server(), wants(ADDRESS, OTHER), asking(23, 24));
        assertThat(Dhcp6Codec.decode(ByteBuffer.wrap(Dhcp6Codec.encode(message))))
                .isEqualTo(new Dhcp6Decoding.Decoded(message));
    }
}
