package dev.yadori.launcher.dhcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.launcher.dhcp.DhcpDecoding.Decoded;
import dev.yadori.launcher.dhcp.DhcpDecoding.Refused;
import dev.yadori.launcher.net.HeapInUse;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/** The same packets in every run. */
class DhcpFuzzTest {
    private static final int PACKETS = Integer.getInteger("yadori.fuzz.packets", 1_000_000);
    private static final long SEED = 2131;

    @Test
    void anyPacketGivesAMessageOrARefusalAndAnyAnswerFits() {
        var random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
        var refused = new EnumMap<Refusal, Integer>(Refusal.class);
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
        assertThat(refused).as("refusals that were reached").containsOnlyKeys(Refusal.values());
    }

    private static boolean exchange(byte[] packet, Map<Refusal, Integer> refused) {
        return switch (DhcpCodec.decode(ByteBuffer.wrap(packet))) {
            case Decoded(var message) -> {
                assertThat(DhcpCodec.decode(ByteBuffer.wrap(DhcpCodec.encode(message))))
                        .isEqualTo(new Decoded(message));
                var reply = DhcpResponder.answer(DhcpMessages.LEASE, message);
                reply.ifPresent(answer -> assertThat(DhcpCodec.encode(answer)).hasSizeBetween(300, 1472));
                yield reply.isPresent();
            }
            case Refused(var reason) -> {
                refused.merge(reason, 1, Integer::sum);
                yield false;
            }
        };
    }

    /** A third noise, the rest messages that were damaged: noise alone hardly gets past the header. */
    private static byte[] packet(RandomGenerator random) {
        if (random.nextInt(3) == 0) {
            var noise = new byte[random.nextInt(1600)];
            random.nextBytes(noise);
            return noise;
        }
        var packet = Arrays.copyOf(header(), 240 + random.nextInt(600));
        int at = 240;
        if (random.nextInt(8) > 0) {
            packet = Arrays.copyOf(packet, Math.max(packet.length, 243));
            System.arraycopy(new byte[] {53, 1, (byte) random.nextInt(10)}, 0, packet, at, 3);
            at += 3;
        }
        while (at < packet.length && random.nextInt(12) > 0) {
            at = appendOption(packet, at, random);
        }
        for (int flips = random.nextInt(3); flips > 0; flips--) {
            packet[random.nextInt(packet.length)] = (byte) random.nextInt();
        }
        return packet;
    }

    private static byte[] header() {
        return Arrays.copyOf(DhcpCodec.encode(DhcpMessages.from(DhcpMessageType.DISCOVER)), 240);
    }

    private static int appendOption(byte[] packet, int at, RandomGenerator random) {
        int[] known = {0, 12, 50, 52, 53, 54, 55, 57, 61, 82, 119, 121, 255};
        int length = random.nextInt(random.nextInt(4) == 0 ? 256 : 5);
        var option = new byte[length + 2];
        random.nextBytes(option);
        option[0] = (byte) (random.nextBoolean() ? known[random.nextInt(known.length)] : random.nextInt(256));
        option[1] = (byte) length;
        int fits = Math.min(option.length, packet.length - at);
        System.arraycopy(option, 0, packet, at, fits);
        return at + fits;
    }
}
