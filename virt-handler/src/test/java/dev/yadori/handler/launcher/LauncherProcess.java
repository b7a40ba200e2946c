package dev.yadori.handler.launcher;

import dev.yadori.proto.launcher.v1.GuestStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A launcher with a guest that runs, as a process of its own: one that can be stopped without its connections ending. */
final class LauncherProcess implements AutoCloseable {
    private final Process process;

    private LauncherProcess(Process process) {
        this.process = process;
    }

    static LauncherProcess start(Path socket, String objectUid) throws IOException {
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LauncherProcess.class.getName(),
                        socket.toString(),
                        objectUid)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        if (process.getInputStream().read() < 0) {
            throw new IOException("the launcher did not start");
        }
        return new LauncherProcess(process);
    }

    /** Serves until its parent closes its input, and says so by one byte. */
    public static void main(String[] arguments) throws IOException {
        var launcher = new FakeLauncher(arguments[1]);
        launcher.become(GuestStatus.State.STATE_RUNNING);
        try (var _ = UnixLauncher.serve(launcher, Path.of(arguments[0]))) {
            System.out.write('.');
            System.out.flush();
            while (System.in.read() >= 0) {
                // Nobody says anything.
            }
        }
    }

    void hang() throws IOException, InterruptedException {
        signal("STOP");
    }

    void goOn() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        var kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
        if (!kill.waitFor(5, TimeUnit.SECONDS) || kill.exitValue() != 0) {
            throw new IOException("kill -" + name + " failed");
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }
}
