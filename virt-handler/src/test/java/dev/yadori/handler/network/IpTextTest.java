package dev.yadori.handler.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses, networks and MAC addresses as text. */
class IpTextTest {

    @ParameterizedTest
    @CsvSource({
        "10.0.2.1, 10.0.2.1",
        "0.0.0.0, 0.0.0.0",
        "::, ::",
        "::1, ::1",
        "1::, 1::",
        "fd10:0:2::1, fd10:0:2::1",
        "FD00:0244:0:2:0:0:0:2, fd00:244:0:2::2",
        "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "0:0:1::2, 0:0:1::2",
    })
    void addressHasOneText(String text, String canonical) {
        assertThat(IpAddress.parse(text)).hasToString(canonical);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "host", "10.0.2", "10.0.2.0/24", "1::2::3"})
    void nothingElseIsAnAddress(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> IpAddress.parse(text));
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.2.0/24, 1, 10.0.2.1/24",
        "10.0.2.77/24, 2, 10.0.2.2/24",
        "10.255.255.255/8, 2, 10.0.0.2/8",
        "fd10:0:2::/120, 2, fd10:0:2::2/120",
        "192.168.77.9/30, 1, 192.168.77.9/30",
    })
    void hostsAreCountedFromTheNetwork(String network, long number, String host) {
        assertThat(IpPrefix.parse(network).host(number)).hasToString(host);
    }

    @Test
    void halvesOfANetworkMakeItUp() {
        assertThat(IpPrefix.parse("10.244.2.2/24").halves()).hasToString("[10.244.2.0/25, 10.244.2.128/25]");
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.2.0/24, 10.0.2.255, true",
        "10.0.2.0/24, 10.0.3.0, false",
        "0.0.0.0/0, 10.0.3.0, true",
        "0.0.0.0/0, fd00::1, false",
        "fd10:0:2::/120, fd10:0:2::ff, true",
    })
    void networkHoldsItsAddresses(String network, String address, boolean holds) {
        assertThat(IpPrefix.parse(network).contains(IpAddress.parse(address))).isEqualTo(holds);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.2.0/33", "10.0.2.0/-1", "10.0.2.0/x", "fd00::/129", "/24"})
    void nothingElseIsANetwork(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> IpPrefix.parse(text));
    }

    @Test
    void macAddressHasOneText() {
        assertThat(MacAddress.parse("02-AA-00-00-00-17")).hasToString("02:aa:00:00:00:17");
        assertThatIllegalArgumentException().isThrownBy(() -> MacAddress.parse("02:aa:00:00:00"));
    }

    @Test
    void companionOfAMacAddressIsAnotherOfOneStation() {
        MacAddress mac = MacAddress.parse("76:95:fd:c7:55:46");
        assertThat(mac.companion()).isNotEqualTo(mac).isEqualTo(mac.companion());
        assertThat(Integer.parseInt(mac.companion().value().substring(0, 2), 16) & 3)
                .isEqualTo(2);
    }
}
