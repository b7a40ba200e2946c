package dev.yadori.handler.network;

import dev.yadori.handler.network.NsenterPodNetworkHostIT.Way;
import dev.yadori.handler.pod.PodNetns;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** What the handler does to a pod's network, in a process that leads a group of its own, as the first process of a container does. */
final class HandlerProcess {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private HandlerProcess() {}

    static Process start(Path netns, Way way) throws IOException {
        return new ProcessBuilder(
                        "setsid",
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        HandlerProcess.class.getName(),
                        netns.toString(),
                        way.name())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        try (PodNetns netns = PodNetns.open(Path.of(arguments[0]))) {
            new NsenterPodNetwork(new NetnsShell(LIMIT))
                    .plumb(netns, Way.valueOf(arguments[1]).request());
        }
    }
}
