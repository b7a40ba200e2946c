package dev.yadori.virtctl;

import dev.yadori.virtctl.cluster.Yaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints the manifest of a virtual machine, for kubectl. Asks no cluster. */
@Command(name = "vm", description = "Prints the manifest of a virtual machine, for kubectl apply.")
final class CreateVmCommand implements Callable<Integer> {

    private static final String NAME_LETTERS = "bcdfghjklmnpqrstvwxz2456789";
    private static final int NAME_LENGTH = 5;

    @Mixin
    private final ClusterOptions cluster = new ClusterOptions();

    @Option(names = "--name", description = "Its name; one by chance otherwise.")
    private @Nullable String name;

    @Option(names = "--run-strategy", defaultValue = "Always", description = "When it runs; ${DEFAULT-VALUE}.")
    private String runStrategy = "Always";

    @Option(names = "--memory", defaultValue = "512Mi", description = "Memory of the guest; ${DEFAULT-VALUE}.")
    private String memory = "512Mi";

    @Option(names = "--termination-grace-period", defaultValue = "180", description = "Seconds; ${DEFAULT-VALUE}.")
    private long grace = 180;

    @Option(
            names = "--volume-containerdisk",
            paramLabel = "src:IMAGE[,name:N][,bootorder:N]",
            description = "A disk from an image. Repeatable.")
    private @Nullable List<String> containerDisks;

    @Option(
            names = "--volume-pvc",
            paramLabel = "src:CLAIM[,name:N][,bootorder:N]",
            description = "A disk that is a claim. Repeatable.")
    private @Nullable List<String> claims;

    @Option(
            names = "--volume-sysprep",
            paramLabel = "src:NAME[,type:configmap|secret]",
            description = "Answer files for Windows.")
    private @Nullable String sysprep;

    @Option(names = "--cloud-init", defaultValue = "noCloud", description = "noCloud, configDrive or none.")
    private String cloudInit = "noCloud";

    @Option(names = "--cloud-init-user-data", description = "User data, in base64.")
    private @Nullable String userData;

    @Option(names = "--cloud-init-network-data", description = "Network data, in base64.")
    private @Nullable String networkData;

    @Option(names = "--user", description = "The user that cloud-init makes.")
    private @Nullable String user;

    @Option(names = "--password-file", description = "A file with the user's password.")
    private @Nullable Path passwordFile;

    @Option(names = "--ssh-key", description = "A public key of the user. Repeatable.")
    private @Nullable List<String> sshKeys;

    @Mixin
    private final UnsupportedFlags unsupported = new UnsupportedFlags();

    @Override
    public Integer call() {
        unsupported.refuse();
        var seed = new CloudInitSeed(
                cloudInit, userData, networkData, user, password(), Objects.requireNonNullElse(sshKeys, List.of()));
        String chosen = name == null ? "vm-" + anyName() : name;
        var place = new VmManifest.Place(cluster.namespace(), chosen);
        var manifest = new VmManifest(place, runStrategy, memory, grace, drives(chosen), seed).tree();
        System.out.print(Yaml.write(manifest));
        return 0;
    }

    private List<VmDrive> drives(String machine) {
        List<VmDrive> drives = new ArrayList<>();
        add(drives, "--volume-containerdisk", containerDisks, machine + "-containerdisk-", VmDrive.Kind.CONTAINER_DISK);
        add(drives, "--volume-pvc", claims, machine + "-pvc-", VmDrive.Kind.CLAIM);
        if (sysprep != null) {
            drives.add(VmDrive.parseSysprep("--volume-sysprep", sysprep));
        }
        return drives;
    }

    private static void add(
            List<VmDrive> drives, String option, @Nullable List<String> written, String prefix, VmDrive.Kind kind) {
        List<String> texts = Objects.requireNonNullElse(written, List.of());
        for (int number = 0; number < texts.size(); number++) {
            drives.add(VmDrive.parse(option, texts.get(number), prefix + number, kind));
        }
    }

    private @Nullable String password() {
        if (passwordFile == null) {
            return null;
        }
        try {
            return Files.readString(passwordFile).strip();
        } catch (IOException e) {
            throw new UnreachableException("--password-file " + passwordFile + " cannot be read");
        }
    }

    private static String anyName() {
        var chance = new SecureRandom();
        var letters = new StringBuilder(NAME_LENGTH);
        for (int i = 0; i < NAME_LENGTH; i++) {
            letters.append(NAME_LETTERS.charAt(chance.nextInt(NAME_LETTERS.length())));
        }
        return letters.toString();
    }
}
