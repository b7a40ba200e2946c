package dev.yadori.controller.vmi.pod;

import dev.yadori.crds.launcher.LauncherPodLayout;
import dev.yadori.crds.v1.AccessCredential;
import dev.yadori.crds.v1.AccessCredential.CredentialSource;
import dev.yadori.crds.v1.VirtualMachineInstanceSpec;
import dev.yadori.crds.v1.Volume;
import dev.yadori.crds.v1.Volume.CloudInitSource;
import dev.yadori.crds.v1.Volume.DownwardApiSource;
import dev.yadori.crds.v1.Volume.SysprepSource;
import io.fabric8.kubernetes.api.model.KeyToPathBuilder;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The pod's volumes whose files the launcher puts on small disks: Secrets, ConfigMaps and what is like them. */
final class FileVolumes {

    /** Kubelets renew a token after four fifths of this time; the odd seconds are what API servers know to extend. */
    private static final long TOKEN_SECONDS = 3607;

    private final VolumeSet set;

    private FileVolumes(VolumeSet set) {
        this.set = set;
    }

    static void addAll(VirtualMachineInstanceSpec spec, VolumeSet set) {
        var files = new FileVolumes(set);
        spec.volumes().forEach(files::add);
        spec.accessCredentials().stream()
                .flatMap(credential -> secretName(credential).stream())
                .distinct()
                .forEach(files::accessCredential);
    }

    private void add(Volume volume) {
        String name = Objects.requireNonNull(volume.name(), "volumes.name");
        present(volume.cloudInitNoCloud(), source -> cloudInit(name, source));
        present(volume.cloudInitConfigDrive(), source -> cloudInit(name, source));
        present(
                volume.configMap(),
                source -> mount(
                        name,
                        LauncherPodLayout.configMapPath(name),
                        built -> built.withNewConfigMap()
                                .withName(source.name())
                                .withOptional(source.optional())
                                .endConfigMap()));
        present(
                volume.secret(),
                source -> mount(
                        name,
                        LauncherPodLayout.secretPath(name),
                        built -> built.withNewSecret()
                                .withSecretName(source.secretName())
                                .withOptional(source.optional())
                                .endSecret()));
        present(volume.downwardAPI(), source -> downwardApi(name, source));
        present(volume.serviceAccount(), source -> serviceAccount(name));
        present(volume.sysprep(), source -> sysprep(name, source));
    }

    private void cloudInit(String name, CloudInitSource source) {
        present(
                source.secretRef(),
                secret -> secret(name + "-udata", LauncherPodLayout.cloudInitUserDataPath(name), secret.getName()));
        present(
                source.networkDataSecretRef(),
                secret -> secret(name + "-ndata", LauncherPodLayout.cloudInitNetworkDataPath(name), secret.getName()));
    }

    private void accessCredential(String secret) {
        secret(secret + "-access-cred", LauncherPodLayout.accessCredentialPath(secret), secret);
    }

    private void downwardApi(String name, DownwardApiSource source) {
        mount(
                name,
                LauncherPodLayout.downwardApiPath(name),
                built -> built.withNewDownwardAPI().withItems(source.fields()).endDownwardAPI());
    }

    /** What a kubelet mounts into pods that want their token, since this pod's own account gets none. */
    private void serviceAccount(String name) {
        mount(
                name,
                LauncherPodLayout.SERVICE_ACCOUNT_PATH,
                built -> built.withNewProjected()
                        .addNewSource()
                        .withNewServiceAccountToken(null, TOKEN_SECONDS, "token")
                        .endSource()
                        .addNewSource()
                        .withNewConfigMap()
                        .withName("kube-root-ca.crt")
                        .withItems(new KeyToPathBuilder()
                                .withKey("ca.crt")
                                .withPath("ca.crt")
                                .build())
                        .endConfigMap()
                        .endSource()
                        .addNewSource()
                        .withNewDownwardAPI()
                        .addNewItem()
                        .withPath("namespace")
                        .withNewFieldRef("v1", "metadata.namespace")
                        .endItem()
                        .endDownwardAPI()
                        .endSource()
                        .endProjected());
    }

    private void sysprep(String name, SysprepSource source) {
        String path = LauncherPodLayout.sysprepPath(name);
        present(
                source.configMap(),
                map -> mount(
                        name,
                        path,
                        built ->
                                built.withNewConfigMap().withName(map.getName()).endConfigMap()));
        present(source.secret(), secret -> secret(name, path, secret.getName()));
    }

    private void secret(String volume, String path, String secret) {
        mount(
                volume,
                path,
                built -> built.withNewSecret().withSecretName(secret).endSecret());
    }

    private void mount(String name, String path, UnaryOperator<VolumeBuilder> source) {
        set.mount(name, path, true, source);
    }

    private static Optional<String> secretName(AccessCredential credential) {
        return Stream.concat(
                        Stream.ofNullable(credential.sshPublicKey()).map(AccessCredential.SshPublicKey::source),
                        Stream.ofNullable(credential.userPassword()).map(AccessCredential.UserPassword::source))
                .flatMap(Stream::ofNullable)
                .map(CredentialSource::secret)
                .flatMap(Stream::ofNullable)
                .map(AccessCredential.CredentialSecret::secretName)
                .flatMap(Stream::ofNullable)
                .findFirst();
    }

    private static <T> void present(@Nullable T value, Consumer<T> then) {
        if (value != null) {
            then.accept(value);
        }
    }
}
