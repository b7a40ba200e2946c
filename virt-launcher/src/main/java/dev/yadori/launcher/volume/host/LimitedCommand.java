package dev.yadori.launcher.volume.host;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Runs a program with bounds on its address space, its processor time, the time that it takes and what is kept of its
 * output (util-linux' prlimit sets the first two).
 */
record LimitedCommand(long memoryBytes, Duration time) {
    private static final int MOST_OUTPUT = 1 << 20;
    private static final int LONGEST_COMPLAINT = 300;

    /** What it printed; anything but status 0 is an error. */
    String run(Map<String, String> environment, List<String> program) throws IOException {
        var command = new ArrayList<>(
                List.of("prlimit", "--as=" + memoryBytes, "--cpu=" + Math.max(1, time.toSeconds()), "--"));
        command.addAll(program);
        var builder = new ProcessBuilder(command);
        var path = builder.environment().get("PATH");
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.environment().put("LC_ALL", "C");
        if (path != null) {
            builder.environment().put("PATH", path);
        }
        try (var readers = Executors.newVirtualThreadPerTaskExecutor()) {
            var process = builder.start();
            try {
                process.getOutputStream().close();
                var output = readers.submit(() -> drained(process.getInputStream()));
                var complaint = readers.submit(() -> drained(process.getErrorStream()));
                if (!process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS)) {
                    throw new IOException(program.getFirst() + " took more than " + time.toSeconds() + " s");
                }
                if (process.exitValue() != 0) {
                    throw new IOException(failure(program.getFirst(), process.exitValue(), text(complaint)));
                }
                return text(output);
            } finally {
                // A child of its own would keep the pipes open, and the readers waiting.
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException(program.getFirst() + " was interrupted");
        }
    }

    private static byte[] drained(InputStream stream) throws IOException {
        try (stream) {
            var kept = stream.readNBytes(MOST_OUTPUT);
            stream.transferTo(OutputStream.nullOutputStream());
            return kept;
        }
    }

    private static String text(Future<byte[]> bytes) throws IOException, InterruptedException {
        try {
            return new String(bytes.get(), StandardCharsets.UTF_8);
        } catch (ExecutionException e) {
            throw new IOException("reading a program's output", e.getCause());
        }
    }

    private static String failure(String program, int status, String complaint) {
        var line = complaint
                .lines()
                .filter(said -> !said.isBlank() && !said.contains("NOTE"))
                .reduce((_, last) -> last)
                .orElse("ended with status " + status);
        return program + ": " + line.substring(0, Math.min(line.length(), LONGEST_COMPLAINT));
    }
}
