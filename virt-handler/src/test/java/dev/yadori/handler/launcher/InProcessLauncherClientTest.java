package dev.yadori.handler.launcher;

import io.grpc.Server;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Without a transport. */
class InProcessLauncherClientTest implements LauncherClientContract {
    private final FakeLauncher launcher = new FakeLauncher(UID);
    private final String name = InProcessServerBuilder.generateName();
    private final Server server =
            InProcessServerBuilder.forName(name).addService(launcher).build();
    private final LauncherClient client =
            new GrpcLauncherClient(InProcessChannelBuilder.forName(name).build());

    @BeforeEach
    void start() throws IOException {
        server.start();
    }

    @AfterEach
    void stop() {
        client.close();
        server.shutdownNow();
    }

    @Override
    public FakeLauncher launcher() {
        return launcher;
    }

    @Override
    public LauncherClient client() {
        return client;
    }
}
