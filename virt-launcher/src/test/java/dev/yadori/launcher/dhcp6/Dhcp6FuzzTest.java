package dev.yadori.launcher.dhcp6;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.launcher.dhcp6.Dhcp6Decoding.Decoded;
import dev.yadori.launcher.dhcp6.Dhcp6Decoding.Refused;
import dev.yadori.launcher.net.HeapInUse;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/** The same packets in every run. */
class Dhcp6FuzzTest {
    private static final int PACKETS = Integer.getInteger("yadori.fuzz.packets", 1_000_000);
    private static final long SEED = 8415;
    private static final List<byte[]> SEEDS = Arrays.stream(Dhcp6MessageType.values())
            .map(type -> Dhcp6Codec.encode(Dhcp6Messages.sent(
                    type,
                    Dhcp6Messages.server(),
                    Dhcp6Messages.wants(Dhcp6Messages.ADDRESS, Dhcp6Messages.OTHER),
                    Dhcp6Messages.asking(23, 24, 82))))
            .toList();

    @Test
    void anyPacketGivesAMessageOrARefusalAndAnyAnswerFits() {
        var random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
        var refused = new EnumMap<Dhcp6Refusal, Integer>(Dhcp6Refusal.class);
        int answered = 0;
        long kept = 0;
        for (int i = 0; i < PACKETS; i++) {
            if (i == PACKETS / 10) {
                kept = HeapInUse.bytes();
            }
            answered += exchange(packet(random), refused) ? 1 : 0;
        }
        assertThat(HeapInUse.bytes() - kept).as("bytes kept of these packets").isLessThan(HeapInUse.NOISE);
        assertThat(answered).as("packets that got through to an answer").isGreaterThan(PACKETS / 100);
        assertThat(refused).as("refusals that were reached").containsOnlyKeys(Dhcp6Refusal.values());
    }

    private static boolean exchange(byte[] packet, Map<Dhcp6Refusal, Integer> refused) {
        return switch (Dhcp6Codec.decode(ByteBuffer.wrap(packet))) {
            case Decoded(var message) -> {
                var reply = Dhcp6Responder.answer(Dhcp6Messages.LEASE, message);
                if (reply.isPresent() && Dhcp6Codec.encode(reply.get()).length > 1232) {
                    throw new AssertionError("a reply that does not fit: " + message);
                }
                yield reply.isPresent();
            }
            case Refused(var reason) -> {
                refused.merge(reason, 1, Integer::sum);
                yield false;
            }
        };
    }

    /** A fifth noise, the rest messages that were damaged. */
    private static byte[] packet(RandomGenerator random) {
        if (random.nextInt(5) == 0) {
            var noise = new byte[random.nextInt(100) == 0 ? 1600 : random.nextInt(200)];
            random.nextBytes(noise);
            return noise;
        }
        var seed = SEEDS.get(random.nextInt(SEEDS.size()));
        var packet = Arrays.copyOf(seed, random.nextInt(4) == 0 ? random.nextInt(seed.length + 40) : seed.length);
        for (int flips = random.nextInt(6); flips > 0 && packet.length > 0; flips--) {
            packet[random.nextInt(packet.length)] = (byte) random.nextInt(random.nextBoolean() ? 30 : 256);
        }
        return packet;
    }
}
