package dev.yadori.controller.testkit;

import java.io.IOException;
import java.nio.file.Path;

/** Where etcd, kube-apiserver and kube-controller-manager are: those of the local cluster, which builds what is missing. */
final class KubernetesPrograms {

    private static final String BUILD = Path.of("..", "cluster", "build").toString();

    private final Path folder;

    private KubernetesPrograms(Path folder) {
        this.folder = folder;
    }

    /** @throws IllegalStateException if they are not on this machine and cannot be built */
    static KubernetesPrograms find() {
        try {
            Process build = new ProcessBuilder(BUILD, "kubernetes")
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            try (var output = build.inputReader()) {
                String printed = output.readLine();
                if (build.waitFor() != 0 || printed == null) {
                    throw new IllegalStateException(BUILD + " kubernetes has failed");
                }
                return new KubernetesPrograms(Path.of(printed));
            }
        } catch (IOException e) {
            throw new IllegalStateException(BUILD + " kubernetes cannot be run", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(BUILD + " kubernetes was interrupted", e);
        }
    }

    String path(String program) {
        return folder.resolve(program).toString();
    }
}
