package dev.yadori.launcher.ra;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.launcher.dhcp6.Lease6.Names6;
import dev.yadori.launcher.net.Ipv6Address;
import dev.yadori.launcher.net.Ipv6Network;
import dev.yadori.launcher.net.MacAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouterTest {
    private static final MacAddress GUEST = MacAddress.parse("02:00:00:aa:bb:cc");
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private static RouterLink link(RouterLink.Paths paths, Names6 names) {
        return new RouterLink(GUEST, paths, OptionalInt.of(1450), names);
    }

    @Test
    void advertisementSaysWhereTheAddressComesFromAndWhatIsOnTheLink() {
        var bytes = RouterAdvertisement.encode(link(
                new RouterLink.Paths(true, Optional.of(Ipv6Network.parse("fd10:0:2::2/120")), List.of()),
                new Names6(List.of(Ipv6Address.parse("fd00::a")), List.of("cluster.local"))));
        assertThat(HexFormat.of().formatHex(bytes))
                .isEqualTo("86000000" + "40c02328" + "00000000" + "00000000"
                        + "03047880" + "ffffffff" + "ffffffff" + "00000000" + "fd100000000200000000000000000000"
                        + "05010000" + "000005aa"
                        + "19030000" + "00002328" + "fd00000000000000000000000000000a"
                        + "1f030000" + "00002328" + "07636c7573746572056c6f63616c0000");
    }

    @Test
    void routerThatIsNotTheDefaultNamesItsRoutes() {
        var paths = new RouterLink.Paths(
                false,
                Optional.empty(),
                List.of(Ipv6Network.parse("fd20::/64"), Ipv6Network.parse("fd30::1/128"), Ipv6Network.parse("::/0")));
        assertThat(HexFormat.of().formatHex(RouterAdvertisement.encode(link(paths, Names6.NONE))))
                .isEqualTo("86000000" + "40c00000" + "00000000" + "00000000" + "05010000" + "000005aa"
                        + "18024000" + "00002328" + "fd20000000000000"
                        + "18038000" + "00002328" + "fd300000000000000000000000000001"
                        + "18010000" + "00002328");
    }

    @Test
    void advertisementFitsHoweverMuchThereIsToSay() {
        var paths = new RouterLink.Paths(
                true,
                Optional.of(Ipv6Network.parse("fd10::/64")),
                Collections.nCopies(100, Ipv6Network.parse("fd20::1/128")));
        var names = new Names6(
                Collections.nCopies(50, Ipv6Address.parse("fd00::a")),
                Collections.nCopies(50, "a".repeat(63) + ".example"));
        assertThat(RouterAdvertisement.encode(link(paths, names))).hasSizeLessThanOrEqualTo(1232);
    }

    @ParameterizedTest
    @CsvSource({
        "8500000000000000,fe80::1,true",
        "8500000000000000,::,true",
        "8500000000000000,fd10::1,false",
        "85000000000000000101020000aabbcc,fe80::1,true",
        "85000000000000000101020000aabbcc,::,false",
        "85000000000000000100020000aabbcc,fe80::1,false",
        "85000000000000000102020000aabbcc,fe80::1,false",
        "850000000000000001,fe80::1,false",
        "8501000000000000,fe80::1,false",
        "8600000000000000,fe80::1,false",
        "85000000000000,fe80::1,false"
    })
    void solicitationsAreCheckedAsTheRfcSays(String packet, String source, boolean valid) {
        assertThat(RouterSolicitation.isValid(
                        ByteBuffer.wrap(HexFormat.of().parseHex(packet)), Ipv6Address.parse(source)))
                .isEqualTo(valid);
    }

    @Test
    void threeAdvertisementsComeSoonAndTheOthersSeldom() {
        var random = RandomGenerator.getDefault();
        var schedule = AdvertisingSchedule.START.sent(NOW);
        assertThat(schedule.pause(random)).hasSeconds(16);
        assertThat(schedule.sent(NOW).sent(NOW).pause(random))
                .isBetween(Duration.ofSeconds(200), Duration.ofSeconds(600));
    }

    @Test
    void advertisementsToAllKeepTheirDistance() {
        var schedule = AdvertisingSchedule.START.sent(NOW);
        assertThat(AdvertisingSchedule.START.untilAllowed(NOW)).isZero();
        assertThat(schedule.untilAllowed(NOW.plusSeconds(1))).hasSeconds(2);
        assertThat(schedule.untilAllowed(NOW.plusSeconds(5))).isZero();
        assertThat(schedule.untilAllowed(NOW.minusSeconds(100))).hasSeconds(3);
    }
}
