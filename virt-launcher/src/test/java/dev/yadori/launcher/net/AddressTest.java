package dev.yadori.launcher.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {
    @ParameterizedTest
    @CsvSource({"10.0.2.2,10.0.2.2", "10.10.010.0,10.10.10.0", "255.255.255.255,255.255.255.255", "0.0.0.0,0.0.0.0"})
    void addressesAreReadAsDecimalNumbers(String text, String printed) {
        assertThat(Ipv4Address.parse(text)).hasToString(printed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1.2.3", "1.2.3.4.5", "1.2.3.256", "1.2.3.-4", "fd10::1", "1.2.3.4 "})
    void whatIsNoAddressIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Ipv4Address.parse(text));
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.2.2/24,255.255.255.0,10.0.2.255",
        "10.0.2.2/32,255.255.255.255,10.0.2.2",
        "10.0.2.2/0,0.0.0.0,255.255.255.255",
        "172.20.5.1/14,255.252.0.0,172.23.255.255"
    })
    void networksKnowMaskAndBroadcast(String network, String mask, String broadcast) {
        assertThat(Ipv4Network.parse(network).mask()).hasToString(mask);
        assertThat(Ipv4Network.parse(network).broadcast()).hasToString(broadcast);
    }

    @Test
    void networksContainTheirHostsOnly() {
        var network = Ipv4Network.parse("10.0.2.2/24");
        assertThat(network.contains(Ipv4Address.parse("10.0.2.255"))).isTrue();
        assertThat(network.contains(Ipv4Address.parse("10.0.3.1"))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"02:00:00:AA:bb:cc,02:00:00:aa:bb:cc", "fe-ff-ff-ff-ff-ff,fe:ff:ff:ff:ff:ff"})
    void macAddressesPrintInLowerCase(String text, String printed) {
        assertThat(MacAddress.parse(text)).hasToString(printed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "02:00:00:aa:bb", "02:00:00:aa:bb:cc:dd", "02:00:00:aa:bb:cg"})
    void whatIsNoMacAddressIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> MacAddress.parse(text));
    }

    @ParameterizedTest
    @CsvSource({
        "::,::",
        "::1,::1",
        "FE80::00ff:fe00:0,fe80::ff:fe00:0",
        "fd10:0:2::2,fd10:0:2::2",
        "2001:db8:0:0:1:0:0:1,2001:db8::1:0:0:1",
        "2001:0db8:0000:0001:0001:0001:0001:0001,2001:db8:0:1:1:1:1:1",
        "1:2:3:4:5:6:7::,1:2:3:4:5:6:7:0",
        "64:ff9b::192.0.2.33,64:ff9b::c000:221"
    })
    void ipv6AddressesPrintInTheCanonicalForm(String text, String printed) {
        assertThat(Ipv6Address.parse(text)).hasToString(printed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                ":::",
                "1::2::3",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "12345::",
                "fe80::1%eth0",
                "1:2:3:4:5:6:7:8::",
                "10.0.2.2",
                "::1.2.3.4.5",
                "g::"
            })
    void whatIsNoIpv6AddressIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Ipv6Address.parse(text));
    }

    @ParameterizedTest
    @CsvSource({
        "fd10:0:2::2/120,fd10:0:2::/120",
        "fd10::ffff:1/112,fd10::ffff:0/112",
        "fd10::1/128,fd10::1/128",
        "fd10:1:2:3:4::/64,fd10:1:2:3::/64",
        "ffff::/1,8000::/1",
        "fd10::/0,::/0"
    })
    void ipv6NetworksHaveNoHostBitsWhenMasked(String network, String masked) {
        assertThat(Ipv6Network.parse(network).masked()).hasToString(masked);
    }
}
