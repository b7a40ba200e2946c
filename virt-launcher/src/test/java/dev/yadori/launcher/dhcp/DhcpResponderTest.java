package dev.yadori.launcher.dhcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.yadori.launcher.net.Ipv4Address;
import dev.yadori.launcher.net.Ipv4Network;
import dev.yadori.launcher.net.MacAddress;
import dev.yadori.launcher.net.Octets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DhcpResponderTest {
    private static final Ipv4Address OTHER = Ipv4Address.parse("10.0.2.77");

    private static Optional<DhcpMessage> answer(DhcpMessage message) {
        return DhcpResponder.answer(DhcpMessages.LEASE, message);
    }

    private static DhcpMessage granted(Lease lease, DhcpOption... options) {
        return DhcpResponder.answer(lease, DhcpMessages.from(DhcpMessageType.DISCOVER, options))
                .orElseThrow();
    }

    private static DhcpMessage request(DhcpOption... options) {
        return DhcpMessages.from(DhcpMessageType.REQUEST, options);
    }

    @Test
    void aDiscoverIsOfferedTheOneAddress() {
        assertThat(answer(DhcpMessages.from(DhcpMessageType.DISCOVER, DhcpMessages.requested(OTHER))))
                .hasValueSatisfying(offer -> {
                    assertThat(offer.type()).isEqualTo(DhcpMessageType.OFFER);
                    assertThat(offer.addresses().yours()).isEqualTo(DhcpMessages.ADDRESS);
                    assertThat(offer.transactionId()).isEqualTo(0x3903f326);
                });
    }

    @Test
    void aSelectingClientThatTakesTheOfferIsAcknowledged() {
        assertThat(answer(request(
                        DhcpMessages.server(DhcpMessages.SERVER), DhcpMessages.requested(DhcpMessages.ADDRESS))))
                .hasValueSatisfying(reply -> assertThat(reply.type()).isEqualTo(DhcpMessageType.ACK));
    }

    @Test
    void aSelectingClientOfAnotherServerIsLeftAlone() {
        assertThat(answer(request(DhcpMessages.server(OTHER), DhcpMessages.requested(DhcpMessages.ADDRESS))))
                .isEmpty();
    }

    @Test
    void aRebootedClientThatRemembersItsAddressIsAcknowledged() {
        assertThat(answer(request(DhcpMessages.requested(DhcpMessages.ADDRESS))))
                .hasValueSatisfying(reply -> assertThat(reply.type()).isEqualTo(DhcpMessageType.ACK));
    }

    @Test
    void aRebootedClientWithAnotherAddressIsToldNo() {
        assertThat(answer(request(DhcpMessages.requested(OTHER)))).hasValueSatisfying(reply -> {
            assertThat(reply.type()).isEqualTo(DhcpMessageType.NAK);
            assertThat(reply.addresses()).isEqualTo(BootpAddresses.NONE);
            assertThat(DhcpMessages.codes(reply)).containsExactly(54, 56);
            assertThat(DhcpResponder.unicastTarget(DhcpMessages.LEASE, reply)).isEmpty();
        });
    }

    @Test
    void aRenewingClientIsAnsweredAtItsAddress() {
        var renewing = DhcpMessages.withoutBroadcast(DhcpMessages.withClient(request(), DhcpMessages.ADDRESS));
        assertThat(answer(renewing)).hasValueSatisfying(reply -> {
            assertThat(reply.type()).isEqualTo(DhcpMessageType.ACK);
            assertThat(DhcpResponder.unicastTarget(DhcpMessages.LEASE, reply)).contains(DhcpMessages.ADDRESS);
        });
    }

    @Test
    void aRenewingClientWithAnotherAddressIsToldNo() {
        assertThat(answer(DhcpMessages.withClient(request(), OTHER)))
                .hasValueSatisfying(reply -> assertThat(reply.type()).isEqualTo(DhcpMessageType.NAK));
    }

    @Test
    void aRequestWithoutAnyAddressIsNonsense() {
        assertThat(answer(request())).isEmpty();
    }

    @Test
    void anInformGetsParametersAndNoLease() {
        var inform = DhcpMessages.withClient(
                DhcpMessages.from(DhcpMessageType.INFORM, DhcpMessages.asking(6, 51)), DhcpMessages.ADDRESS);
        assertThat(answer(inform)).hasValueSatisfying(reply -> {
            assertThat(reply.type()).isEqualTo(DhcpMessageType.ACK);
            assertThat(reply.addresses().yours().isUnspecified()).isTrue();
            assertThat(DhcpMessages.codes(reply)).containsExactly(54, 1, 6);
        });
    }

    @Test
    void anInformFromAForgedAddressIsNotAnsweredThere() {
        var inform = DhcpMessages.withoutBroadcast(
                DhcpMessages.withClient(DhcpMessages.from(DhcpMessageType.INFORM), OTHER));
        assertThat(answer(inform))
                .hasValueSatisfying(reply -> assertThat(DhcpResponder.unicastTarget(DhcpMessages.LEASE, reply))
                        .isEmpty());
    }

    @ParameterizedTest
    @EnumSource(
            value = DhcpMessageType.class,
            names = {"RELEASE", "DECLINE", "OFFER", "ACK", "NAK"})
    void whatWantsNoAnswerGetsNone(DhcpMessageType type) {
        assertThat(answer(DhcpMessages.from(type))).isEmpty();
    }

    @Test
    void onlyTheGuestIsAnsweredAndOnlyDirectly() {
        var discover = DhcpMessages.from(DhcpMessageType.DISCOVER);
        assertThat(answer(DhcpMessages.withHardware(discover, MacAddress.parse("02:00:00:aa:bb:cd"))))
                .isEmpty();
        assertThat(answer(DhcpMessages.withRelay(discover, OTHER))).isEmpty();
    }

    @Test
    void withoutARequestListEverythingIsTold() {
        var lease = DhcpMessages.lease("10.0.2.2/24", DhcpMessages.LEASE.link(), DhcpMessages.boot());
        assertThat(DhcpMessages.codes(granted(lease)))
                .containsExactly(54, 51, 58, 59, 1, 3, 6, 26, 28, 12, 15, 119, 42, 66, 67, 224, 254);
    }

    @Test
    void aRequestListIsFollowedInItsOrder() {
        assertThat(DhcpMessages.codes(granted(DhcpMessages.LEASE, DhcpMessages.asking(15, 12, 12, 6, 252, 3, 1))))
                .containsExactly(54, 51, 58, 59, 1, 15, 12, 6, 3);
    }

    @Test
    void theClientIdentifierIsGivenBack() {
        var identifier = new DhcpOption(OptionCode.CLIENT_IDENTIFIER, Octets.text("\u0001abcdef"));
        assertThat(granted(DhcpMessages.LEASE, identifier).options().find(61)).contains(identifier.value());
    }

    @Test
    void aRouterOffTheLinkIsPutOnItAheadOfTheDefaultRoute() {
        var link = new Lease.Link(Optional.of(Ipv4Address.parse("169.254.1.1")), List.of(), OptionalInt.empty());
        var offer = granted(DhcpMessages.lease("10.244.1.7/32", link, Lease.Boot.NONE), DhcpMessages.asking(3, 6));
        assertThat(DhcpMessages.codes(offer)).containsExactly(54, 51, 58, 59, 1, 121, 3, 6);
        assertThat(offer.options().find(121))
                .hasValueSatisfying(routes -> assertThat(routes).hasToString("20a9fe010100000000" + "00a9fe0101"));
        assertThat(offer.options().find(1))
                .hasValueSatisfying(mask -> assertThat(mask).hasToString("ffffffff"));
    }

    @Test
    void routesArePackedAsInTheTableOfRfc3442() {
        var gateway = Ipv4Address.parse("10.0.2.1");
        var routes = List.of("10.0.0.0/8", "10.0.0.0/24", "10.17.0.0/16", "10.27.129.0/24", "10.229.0.128/25");
        var link = new Lease.Link(
                Optional.of(gateway),
                routes.stream()
                        .map(route -> new Lease.Route(Ipv4Network.parse(route), gateway))
                        .toList(),
                OptionalInt.empty());
        var lease = DhcpMessages.lease("10.0.2.2/24", link, Lease.Boot.NONE);
        assertThat(granted(lease, DhcpMessages.asking(3, 121)).options().find(121))
                .hasValueSatisfying(value -> assertThat(value)
                        .hasToString("080a0a000201" + "180a00000a000201" + "100a110a000201" + "180a1b810a000201"
                                + "190ae500800a000201" + "000a000201"));
    }

    @ParameterizedTest
    @CsvSource({
        "P999D, 51=05250a80 58=02928540 59=04806930",
        "PT1S, 51=00000001 58=00000000 59=00000000",
        "PT4294967295S, 51=ffffffff",
        "P99999D, 51=ffffffff"
    })
    void timesAreInSecondsUntilTheyAreInfinite(Duration duration, String options) {
        assertThat(LeaseOptions.times(duration).map(option -> option.code() + "=" + option.value()))
                .containsExactly(options.split(" ", -1));
    }

    @Test
    void whatDoesNotFitIsLeftOutFromTheEnd() {
        var boot = new Lease.Boot(
                Optional.empty(), Optional.of("x".repeat(300)), List.of(), new TreeMap<>(Map.of(224, "y")));
        var lease = DhcpMessages.lease("10.0.2.2/24", DhcpMessages.LEASE.link(), boot);
        var small = granted(lease);
        assertThat(DhcpCodec.encode(small)).hasSizeLessThanOrEqualTo(548);
        assertThat(DhcpMessages.codes(small)).contains(1, 3, 6, 224).doesNotContain(67);
        var size = new DhcpOption(OptionCode.MAXIMUM_MESSAGE_SIZE, Octets.uint16(1400));
        assertThat(DhcpMessages.codes(granted(lease, size))).contains(67);
    }

    @Test
    void optionsOutsideThePrivateRangeAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Lease.Boot(
                        Optional.empty(), Optional.empty(), List.of(), new TreeMap<>(Map.of(223, "no"))));
    }
}
