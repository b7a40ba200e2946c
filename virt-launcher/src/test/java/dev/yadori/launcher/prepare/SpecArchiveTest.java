package dev.yadori.launcher.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.yadori.proto.launcher.v1.CloudInit;
import dev.yadori.proto.launcher.v1.Consoles;
import dev.yadori.proto.launcher.v1.Content;
import dev.yadori.proto.launcher.v1.Dhcp;
import dev.yadori.proto.launcher.v1.GuestIdentity;
import dev.yadori.proto.launcher.v1.LaunchSpec;
import dev.yadori.proto.launcher.v1.NetworkInterface;
import dev.yadori.proto.launcher.v1.Volume;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpecArchiveTest {
    private static final LaunchSpec SPEC = LaunchSpec.newBuilder()
            .setIdentity(GuestIdentity.newBuilder().setName("vm"))
            .setConsoles(Consoles.newBuilder().setSerial(true))
            .addVolumes(Volume.newBuilder()
                    .setName("init")
                    .setCloudInit(CloudInit.newBuilder()
                            .setUserData(Content.newBuilder().setInline(ByteString.copyFromUtf8("password: secret")))))
            .addInterfaces(
                    NetworkInterface.newBuilder().setDhcp(Dhcp.newBuilder().setDevice("k6t-eth0")))
            .build();

    @TempDir
    Path folder;

    @Test
    void nextLauncherFindsLinksAndConsoles() {
        archive().keep(SPEC);

        var kept = archive().kept().orElseThrow();

        assertThat(kept.getConsoles()).isEqualTo(SPEC.getConsoles());
        assertThat(kept.getInterfacesList()).isEqualTo(SPEC.getInterfacesList());
        assertThat(kept.getIdentity()).isEqualTo(SPEC.getIdentity());
    }

    @Test
    void cloudInitDataIsNotKept() throws IOException {
        archive().keep(SPEC);

        assertThat(new String(Files.readAllBytes(folder.resolve("spec.pb")), StandardCharsets.ISO_8859_1))
                .doesNotContain("secret");
    }

    private SpecArchive archive() {
        return new SpecArchive(folder.resolve("spec.pb"));
    }
}
