package dev.yadori.handler.network;

import dev.yadori.handler.pod.PodNetns;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Runs scripts in network namespaces, each in one process group of nsenter and sh. */
public final class NetnsShell {

    private static final Executor READERS = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("netns-shell-", 0).factory());
    private static final int LIMIT_BYTES = 4 * 1024 * 1024;

    private final Duration limit;

    /**
     * @param limit after which a script is killed
     */
    public NetnsShell(Duration limit) {
        this.limit = limit;
    }

    /**
     * What the script printed. It ends at the first command that fails.
     *
     * @throws IOException with what it complained about
     */
    String run(PodNetns netns, String script) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("nsenter", "--net=" + netns.pathForChildren(), "sh", "-eu").start();
        try {
            CompletableFuture<String> complaints = read(process.getErrorStream());
            CompletableFuture<String> output = read(process.getInputStream());
            boolean taken = write(process, script);
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException("a command in the pod's network namespace ran longer than " + limit);
            }
            if (process.exitValue() != 0 || !taken) {
                throw new IOException("a command in the pod's network namespace ended with %d: %s"
                        .formatted(process.exitValue(), complaints.join().strip()));
            }
            return output.join();
        } catch (CompletionException failure) {
            throw new IOException("the output of a command in the pod's network namespace", failure.getCause());
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    /** Whether it read all of it: a shell that has ended early did not, and its complaint says why it ended. */
    private static boolean write(Process process, String script) {
        try (OutputStream input = process.getOutputStream()) {
            input.write(script.getBytes(StandardCharsets.UTF_8));
            return true;
        } catch (IOException ended) {
            return false;
        }
    }

    private static CompletableFuture<String> read(InputStream stream) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try (stream) {
                        return new String(stream.readNBytes(LIMIT_BYTES), StandardCharsets.UTF_8);
                    } catch (IOException failure) {
                        throw new CompletionException(failure);
                    }
                },
                READERS);
    }
}
