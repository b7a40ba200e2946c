package dev.yadori.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessorTimeTest {
    private static final String CONTROLLER = "11111111-2222-3333-4444-555555555555";
    private static final String LAUNCHER = "99999999-2222-3333-4444-555555555555";

    @Test
    void timeIsAddedUpByWhoHadIt(@TempDir Path proc) throws IOException {
        var components = Map.of(CONTROLLER, "virt-controller", LAUNCHER, "virt-launcher");
        process(proc, 1, "java", "0::/kubepods/pod" + CONTROLLER + "/container", 30, 0);
        process(proc, 2, "kubelet", "0::/system", 10, 5);
        var before = ProcessorTime.read(proc, components);
        process(proc, 1, "java", "0::/kubepods/pod" + CONTROLLER + "/container", 50, 0);
        process(proc, 3, "java", "0::/kubepods-pod" + LAUNCHER.replace('-', '_') + ".slice/container", 40, 0);
        process(proc, 4, "qemu-system (x)", "0::/kubepods/pod" + LAUNCHER + "/container", 7, 0);
        process(proc, 2, "kubelet", "0::/system", 10, 9);
        process(proc, 5, "kworker/0:1-events", "0::/", 3, 0);
        process(proc, 6, "kworker/1:1-events", "0::/", 4, 0);

        var taken = ProcessorTime.read(proc, components).since(before);

        assertThat(taken)
                .isEqualTo(Map.of(
                        "kernel",
                        70L,
                        "virt_controller",
                        200L,
                        "launcher_java",
                        400L,
                        "launcher_qemu_system_x_",
                        70L,
                        "kubelet_children",
                        40L));
    }

    /** User and system time of it, and of its children. */
    private static void process(Path proc, int pid, String program, String cgroup, int user, int childrens)
            throws IOException {
        var folder = Files.createDirectories(proc.resolve(Integer.toString(pid)));
        Files.writeString(
                folder.resolve("stat"),
                "%d (%s) S %d 2 3 4 5 6 7 8 9 10 %d 0 0 %d 20 0"
                        .formatted(pid, program, program.startsWith("kworker") ? 2 : 1, user, childrens));
        Files.writeString(folder.resolve("cgroup"), cgroup + "\n");
    }
}
