package dev.yadori.api.admission.validate;

import dev.yadori.api.admission.Amounts;
import dev.yadori.api.admission.Faults;
import dev.yadori.api.admission.FieldPath;
import dev.yadori.crds.v1.Volume;
import io.fabric8.kubernetes.api.model.DownwardAPIVolumeFile;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Where the bytes of disks come from. */
final class VolumeRules {

    private static final String HOST_DISK_GATE = "HostDisk";
    private static final BigDecimal MEBIBYTE = BigDecimal.valueOf(1 << 20);

    private VolumeRules() {}

    static void check(SpecView view, Faults faults) {
        List<Volume> volumes = view.spec().volumes();
        FieldPath list = view.at("volumes");
        Texts.unique(volumes.stream().<@Nullable String>map(Volume::name).toList(), list, faults);
        int serviceAccounts = 0;
        int cloudInits = 0;
        for (int i = 0; i < volumes.size(); i++) {
            Volume volume = volumes.get(i);
            FieldPath at = list.index(i);
            Texts.dnsLabel(volume.name(), at.field("name"), faults);
            if (volume.serviceAccount() != null && ++serviceAccounts > 1) {
                faults.duplicate(at.field("serviceAccount"), "at most one serviceAccount volume is possible");
            }
            boolean cloudInit = volume.cloudInitNoCloud() != null || volume.cloudInitConfigDrive() != null;
            if (cloudInit && ++cloudInits > 1) {
                faults.unsupported(at, "more than one volume for cloud-init is not supported yet");
            }
            disks(view, volume, at, faults);
            references(volume, at, faults);
            CloudInitRules.check(volume, at, faults);
        }
    }

    private static void disks(SpecView view, Volume volume, FieldPath at, Faults faults) {
        if (volume.containerDisk() != null) {
            Texts.notBlank(volume.containerDisk().image(), at.field("containerDisk.image"), faults);
            Texts.absolutePath(volume.containerDisk().path(), at.field("containerDisk.path"), faults);
            Texts.pullPolicy(
                    volume.containerDisk().imagePullPolicy(), at.field("containerDisk.imagePullPolicy"), faults);
        }
        if (volume.emptyDisk() != null) {
            size(volume.emptyDisk().capacity(), at.field("emptyDisk.capacity"), faults);
        }
        if (volume.ephemeral() != null) {
            Volume.EphemeralClaim claim = volume.ephemeral().persistentVolumeClaim();
            String name = claim == null ? null : claim.claimName();
            Texts.dnsSubdomain(name, at.field("ephemeral.persistentVolumeClaim.claimName"), faults);
        }
        if (volume.persistentVolumeClaim() != null) {
            Texts.dnsSubdomain(
                    volume.persistentVolumeClaim().claimName(), at.field("persistentVolumeClaim.claimName"), faults);
        }
        if (volume.hostDisk() != null) {
            hostDisk(view, volume.hostDisk(), at.field("hostDisk"), faults);
        }
    }

    private static void hostDisk(SpecView view, Volume.HostDiskSource disk, FieldPath at, Faults faults) {
        if (!view.config().isEnabled(HOST_DISK_GATE)) {
            faults.forbidden(at, "needs the feature gate " + HOST_DISK_GATE);
        }
        Texts.notBlank(disk.path(), at.field("path"), faults);
        Texts.absolutePath(disk.path(), at.field("path"), faults);
        if (disk.path() != null && disk.path().endsWith("/")) {
            faults.invalid(at.field("path"), "must be the path of a file");
        }
        if (disk.type() == Volume.HostDiskType.DISK_OR_CREATE) {
            size(disk.capacity(), at.field("capacity"), faults);
        } else if (disk.capacity() != null) {
            faults.invalid(at.field("capacity"), "is possible only with type DiskOrCreate");
        }
    }

    private static void references(Volume volume, FieldPath at, Faults faults) {
        if (volume.configMap() != null) {
            Texts.dnsSubdomain(volume.configMap().name(), at.field("configMap.name"), faults);
        }
        if (volume.secret() != null) {
            Texts.dnsSubdomain(volume.secret().secretName(), at.field("secret.secretName"), faults);
        }
        if (volume.serviceAccount() != null) {
            Texts.dnsSubdomain(
                    volume.serviceAccount().serviceAccountName(),
                    at.field("serviceAccount.serviceAccountName"),
                    faults);
        }
        if (volume.sysprep() != null) {
            named(volume.sysprep().configMap(), at.field("sysprep.configMap.name"), faults);
            named(volume.sysprep().secret(), at.field("sysprep.secret.name"), faults);
        }
        if (volume.downwardAPI() != null) {
            downwardApi(volume.downwardAPI().fields(), at.field("downwardAPI.fields"), faults);
        }
    }

    private static void downwardApi(List<DownwardAPIVolumeFile> files, FieldPath list, Faults faults) {
        if (files.isEmpty()) {
            faults.required(list, "must name at least one field");
        }
        for (int i = 0; i < files.size(); i++) {
            DownwardAPIVolumeFile file = files.get(i);
            FieldPath at = list.index(i);
            String path = Objects.requireNonNullElse(file.getPath(), "");
            if (path.isBlank()
                    || path.startsWith("/")
                    || List.of(path.split("/", -1)).contains("..")) {
                faults.invalid(at.field("path"), "must be a relative path without ..");
            }
            if ((file.getFieldRef() == null) == (file.getResourceFieldRef() == null)) {
                faults.invalid(at, "must have exactly one of fieldRef and resourceFieldRef");
            }
        }
    }

    private static void named(@Nullable LocalObjectReference reference, FieldPath at, Faults faults) {
        if (reference != null) {
            Texts.dnsSubdomain(reference.getName(), at, faults);
        }
    }

    private static void size(@Nullable Quantity quantity, FieldPath at, Faults faults) {
        if (quantity == null) {
            faults.required(at, "must be given");
        } else if (Amounts.of(quantity)
                .filter(size -> size.compareTo(MEBIBYTE) >= 0)
                .isEmpty()) {
            faults.invalid(at, "must be a size of at least 1Mi, is " + quantity);
        }
    }
}
