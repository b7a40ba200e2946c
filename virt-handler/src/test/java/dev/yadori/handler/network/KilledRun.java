package dev.yadori.handler.network;

import dev.yadori.handler.pod.PodNetns;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/** Who changes a pod's network and is killed in the middle, together with the program that it runs at that moment. */
final class KilledRun {
    /** Routes that come and go again, to be seen by whoever watches. */
    private static final String WATCHED = "198.51.100.1";

    private static final String BEGIN = "198.51.100.2";
    private static final String END = "198.51.100.3";

    private KilledRun() {}

    /** How somebody begins who leads a process group. */
    @FunctionalInterface
    interface Begin {
        Process start() throws IOException;
    }

    /**
     * Runs a script in a namespace until the kernel has told of so many changes to links, addresses and routes.
     *
     * @return whether it was killed; otherwise it had come to its end before
     */
    static boolean of(PodNetns netns, String script, int changes) throws IOException, InterruptedException {
        return of(netns, changes, () -> {
            Process shell = in(netns, "setsid", "sh", "-eu");
            try (OutputStream input = shell.getOutputStream()) {
                input.write(script.getBytes(StandardCharsets.UTF_8));
            }
            return shell;
        });
    }

    /** The same of anybody. */
    static boolean of(PodNetns netns, int changes, Begin begin) throws IOException, InterruptedException {
        Process monitor = in(netns, "ip", "-o", "monitor", "link", "address", "route");
        try (BufferedReader told = monitor.inputReader(StandardCharsets.UTF_8)) {
            awaitWatch(netns, told);
            Process process = begin.start();
            CompletableFuture<Void> end = process.onExit().thenAcceptAsync(_ -> tellOfTheEnd(netns));
            boolean reached = reaches(told, changes);
            if (reached) {
                kill(process.pid());
            }
            end.join();
            in(netns, "ip", "route", "flush", "type", "blackhole").waitFor();
            return reached;
        } finally {
            monitor.destroyForcibly();
        }
    }

    private static void tellOfTheEnd(PodNetns netns) {
        try {
            in(netns, "sh", "-euc", mark(END)).waitFor();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The monitor says nothing of having begun, so it is given something to tell until it does. */
    private static void awaitWatch(PodNetns netns, BufferedReader told) throws IOException, InterruptedException {
        while (!told.ready()) {
            in(netns, "sh", "-euc", mark(WATCHED)).waitFor();
        }
        in(netns, "sh", "-euc", mark(BEGIN)).waitFor();
        String line = told.readLine();
        while (line != null && !line.contains("Deleted blackhole " + BEGIN)) {
            line = told.readLine();
        }
    }

    private static String mark(String address) {
        return "ip route add blackhole %1$s; ip route del blackhole %1$s\n".formatted(address);
    }

    /** False if the end of the script comes first. */
    private static boolean reaches(BufferedReader told, int changes) throws IOException {
        for (int i = 0; i < changes; i++) {
            String line = told.readLine();
            if (line == null || line.contains("blackhole " + END)) {
                return false;
            }
        }
        return true;
    }

    /** All of its group, and returns when none of it is left: a tap that is not persistent yet goes with its maker's end. */
    private static void kill(long group) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-KILL", "--", "-" + group).start().waitFor();
        while (isAlive(group)) {
            Thread.onSpinWait();
        }
    }

    private static boolean isAlive(long group) throws IOException {
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : processes) {
                if (isOf(group, process)) {
                    return true;
                }
            }
            return false;
        }
    }

    /** What has ended, and waits to be asked for its exit code, has closed its files. */
    private static boolean isOf(long group, Path process) {
        try {
            String stat = Files.readString(process.resolve("stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            return !fields[0].equals("Z") && !fields[0].equals("X") && Long.parseLong(fields[2]) == group;
        } catch (IOException gone) {
            return false;
        }
    }

    private static Process in(PodNetns netns, String... command) throws IOException {
        String[] full = new String[command.length + 2];
        full[0] = "nsenter";
        full[1] = "--net=" + netns.pathForChildren();
        System.arraycopy(command, 0, full, 2, command.length);
        return new ProcessBuilder(full).redirectErrorStream(true).start();
    }
}
