package dev.yadori.launcher.ra;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.launcher.net.Ipv6Address;
import java.nio.ByteBuffer;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/** The same packets in every run. */
class RouterFuzzTest {
    private static final int PACKETS = Integer.getInteger("yadori.fuzz.packets", 1_000_000);

    @Test
    void anyPacketIsASolicitationOrNot() {
        var random = RandomGeneratorFactory.of("L64X128MixRandom").create(4861);
        var source = Ipv6Address.parse("fe80::2");
        int valid = 0;
        for (int i = 0; i < PACKETS; i++) {
            var packet = new byte[random.nextInt(48)];
            random.nextBytes(packet);
            if (packet.length > 8 && random.nextBoolean()) {
                packet[0] = (byte) RouterSolicitation.TYPE;
                packet[1] = 0;
                packet[9 % packet.length] = (byte) random.nextInt(4);
            }
            valid += RouterSolicitation.isValid(ByteBuffer.wrap(packet), source) ? 1 : 0;
        }
        assertThat(valid).isBetween(PACKETS / 1000, PACKETS / 2);
    }
}
