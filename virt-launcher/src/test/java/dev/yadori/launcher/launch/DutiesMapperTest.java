package dev.yadori.launcher.launch;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Duration;
import dev.yadori.launcher.agent.Duties;
import dev.yadori.launcher.agent.Duties.Check;
import dev.yadori.launcher.agent.Duties.Means;
import dev.yadori.launcher.agent.Duties.Purpose;
import dev.yadori.proto.launcher.v1.AgentDuties;
import dev.yadori.proto.launcher.v1.GuestPort;
import dev.yadori.proto.launcher.v1.GuestProbe;
import dev.yadori.proto.launcher.v1.HttpHeader;
import dev.yadori.proto.launcher.v1.HttpRequest;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DutiesMapperTest {
    private static final java.time.Duration SECOND = java.time.Duration.ofSeconds(1);
    private static final java.time.Duration TEN = java.time.Duration.ofSeconds(10);

    @Test
    void probeWithoutCommandIsForTheAgentToAnswer() {
        assertThat(checks(probe())).containsExactly(new Check(Purpose.LIVENESS, new Means.Ping(), TEN, SECOND));
        assertThat(checks(probe().addCommand("/bin/check")))
                .containsExactly(new Check(Purpose.LIVENESS, new Means.Command(List.of("/bin/check")), TEN, SECOND));
    }

    @Test
    void requestHasTheHeadersOfAKubeletAndTheUsers() {
        var http = HttpRequest.newBuilder()
                .setPath("/health")
                .addHeaders(header("accept", "text/plain"))
                .addHeaders(header("X-Probe", "1"));

        var checks = checks(probe().setPort(GuestPort.newBuilder()
                .setAddress("fd10:0:2::2")
                .setPort(8080)
                .setHttp(http)));

        assertThat(checks)
                .containsExactly(new Check(
                        Purpose.LIVENESS,
                        new Means.Port(new dev.yadori.launcher.agent.GuestPort(
                                InetAddress.ofLiteral("fd10:0:2::2"),
                                8080,
                                Optional.of(new dev.yadori.launcher.agent.GuestPort.Request(
                                        "/health",
                                        List.of(
                                                "Host: [fd10:0:2::2]:8080",
                                                "User-Agent: kube-probe/1",
                                                "accept: text/plain",
                                                "X-Probe: 1"))))),
                        TEN,
                        SECOND));
    }

    @ParameterizedTest
    @CsvSource({"10.0.2.2, 0", "10.0.2.2, 65536", "guest.example, 80", "'', 80"})
    void portThatCannotBeIsLeftOut(String address, int port) {
        assertThat(checks(probe().setPort(
                                GuestPort.newBuilder().setAddress(address).setPort(port))))
                .isEmpty();
    }

    private static HttpHeader header(String name, String value) {
        return HttpHeader.newBuilder().setName(name).setValue(value).build();
    }

    private static GuestProbe.Builder probe() {
        return GuestProbe.newBuilder()
                .setKind(GuestProbe.Kind.KIND_LIVENESS)
                .setPeriod(Duration.newBuilder().setSeconds(10));
    }

    private static List<Duties.Check> checks(GuestProbe.Builder probe) {
        return DutiesMapper.duties(AgentDuties.newBuilder().addProbes(probe).build())
                .checks();
    }
}
