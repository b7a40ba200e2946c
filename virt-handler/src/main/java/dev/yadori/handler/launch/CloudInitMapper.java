package dev.yadori.handler.launch;

import com.google.protobuf.ByteString;
import dev.yadori.crds.launcher.LauncherPodLayout;
import dev.yadori.crds.v1.AccessCredential;
import dev.yadori.crds.v1.KubeVirtAnnotations;
import dev.yadori.crds.v1.Volume.CloudInitSource;
import dev.yadori.proto.launcher.v1.CloudInit;
import dev.yadori.proto.launcher.v1.Content;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What cloud-init is given. Nothing in here may be logged. */
final class CloudInitMapper {
    private CloudInitMapper() {}

    static CloudInit noCloud(Guest guest, String volume, CloudInitSource source, String path, FieldErrors errors) {
        return common(guest, volume, source, path + ".cloudInitNoCloud", errors)
                .setKind(CloudInit.Kind.KIND_NO_CLOUD)
                .addAllSshKeyDirectories(keys(guest, way -> way.noCloud() != null, errors))
                .setInstanceId(guest.firmwareUuid())
                .setImagePath(images(guest) + "/noCloud.iso")
                .build();
    }

    static CloudInit configDrive(Guest guest, String volume, CloudInitSource source, String path, FieldErrors errors) {
        return common(guest, volume, source, path + ".cloudInitConfigDrive", errors)
                .setKind(CloudInit.Kind.KIND_CONFIG_DRIVE)
                .addAllSshKeyDirectories(keys(guest, way -> way.configDrive() != null, errors))
                .setInstanceId(guest.name() + "." + guest.namespace())
                .setImagePath(images(guest) + "/configdrive.iso")
                .build();
    }

    private static String images(Guest guest) {
        return LauncherPodLayout.EPHEMERAL_DISKS_PATH + "/cloud-init-data/" + guest.namespace() + "/" + guest.name();
    }

    private static CloudInit.Builder common(
            Guest guest, String volume, CloudInitSource source, String path, FieldErrors errors) {
        var cloudInit = CloudInit.newBuilder().setInstanceType(instanceType(guest));
        var userPath = LauncherPodLayout.cloudInitUserDataPath(volume);
        if (source.secretRef() != null) {
            cloudInit.setUserData(files(userPath + "/userdata", userPath + "/userData"));
        } else {
            inline(source.userData(), source.userDataBase64(), path + ".userDataBase64", errors)
                    .ifPresent(cloudInit::setUserData);
        }
        var networkPath = LauncherPodLayout.cloudInitNetworkDataPath(volume);
        if (source.networkDataSecretRef() != null) {
            cloudInit.setNetworkData(files(networkPath + "/networkdata", networkPath + "/networkData"));
        } else {
            inline(source.networkData(), source.networkDataBase64(), path + ".networkDataBase64", errors)
                    .ifPresent(cloudInit::setNetworkData);
        }
        return cloudInit;
    }

    private static Optional<Content> inline(
            @Nullable String plain, @Nullable String encoded, String encodedPath, FieldErrors errors) {
        if (plain != null && !plain.isEmpty()) {
            return Optional.of(Content.newBuilder()
                    .setInline(ByteString.copyFromUtf8(plain))
                    .build());
        }
        if (encoded == null || encoded.isEmpty()) {
            return Optional.empty();
        }
        try {
            // As people make it on a command line: with line breaks.
            var bytes = Base64.getMimeDecoder().decode(encoded);
            return Optional.of(
                    Content.newBuilder().setInline(ByteString.copyFrom(bytes)).build());
        } catch (IllegalArgumentException notBase64) {
            errors.add(encodedPath, "is not base64");
            return Optional.empty();
        }
    }

    private static Content files(String... paths) {
        return Content.newBuilder()
                .setFiles(Content.Candidates.newBuilder().addAllPaths(List.of(paths)))
                .build();
    }

    private static String instanceType(Guest guest) {
        var annotations = guest.annotations();
        return annotations.getOrDefault(
                KubeVirtAnnotations.INSTANCETYPE_NAME,
                annotations.getOrDefault(KubeVirtAnnotations.CLUSTER_INSTANCETYPE_NAME, ""));
    }

    private static List<String> keys(Guest guest, Predicate<AccessCredential.SshPropagation> way, FieldErrors errors) {
        var folders = new ArrayList<String>();
        for (var credential : guest.spec().accessCredentials()) {
            var keys = credential.sshPublicKey();
            if (keys == null || keys.propagationMethod() == null || !way.test(keys.propagationMethod())) {
                continue;
            }
            var source = keys.source();
            if (source == null || source.secret() == null || source.secret().secretName() == null) {
                errors.add("spec.accessCredentials", "each must name a Secret");
                continue;
            }
            folders.add(LauncherPodLayout.accessCredentialPath(source.secret().secretName()));
        }
        return folders;
    }
}
