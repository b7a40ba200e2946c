package dev.yadori.api.admission.validate;

import dev.yadori.api.admission.Faults;
import dev.yadori.api.admission.FieldPath;
import dev.yadori.crds.v1.Volume;
import dev.yadori.crds.v1.Volume.CloudInitSource;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Data for cloud-init: each kind from one place, and inline only what is small. */
final class CloudInitRules {

    /** Bytes of inline data; etcd is no place for more. */
    private static final int MOST_INLINE = 2048;

    private CloudInitRules() {}

    static void check(Volume volume, FieldPath at, Faults faults) {
        if (volume.cloudInitNoCloud() != null) {
            source(volume.cloudInitNoCloud(), at.field("cloudInitNoCloud"), faults);
        }
        if (volume.cloudInitConfigDrive() != null) {
            source(volume.cloudInitConfigDrive(), at.field("cloudInitConfigDrive"), faults);
        }
    }

    /** The ways in which one kind of data can be given; secretRef is the name of the field that names a Secret. */
    private record Data(
            String field,
            @Nullable String plain,
            @Nullable String base64,
            String secretRef,
            @Nullable LocalObjectReference secret) {

        boolean isGiven() {
            return given(plain) || given(base64) || secret != null;
        }

        void check(FieldPath at, Faults faults) {
            int ways = (given(plain) ? 1 : 0) + (given(base64) ? 1 : 0) + (secret == null ? 0 : 1);
            if (ways > 1) {
                faults.invalid(at, "only one of " + field + ", " + field + "Base64 and " + secretRef + " can be given");
            }
            if (secret != null) {
                Texts.dnsSubdomain(secret.getName(), at.field(secretRef).field("name"), faults);
            }
            small(plain == null ? 0 : plain.getBytes(StandardCharsets.UTF_8).length, at.field(field), faults);
            if (base64 != null && given(base64)) {
                decoded(base64, at.field(field + "Base64"), faults);
            }
        }

        private static void decoded(String base64, FieldPath at, Faults faults) {
            try {
                small(Base64.getDecoder().decode(base64.replaceAll("[\\r\\n]", "")).length, at, faults);
            } catch (IllegalArgumentException e) {
                faults.invalid(at, "must be base64");
            }
        }

        private static void small(int bytes, FieldPath at, Faults faults) {
            if (bytes > MOST_INLINE) {
                faults.invalid(at, "must be at most " + MOST_INLINE + " bytes, is " + bytes + "; put it into a Secret");
            }
        }

        private static boolean given(@Nullable String text) {
            return text != null && !text.isEmpty();
        }
    }

    private static void source(CloudInitSource source, FieldPath at, Faults faults) {
        Data user = new Data("userData", source.userData(), source.userDataBase64(), "secretRef", source.secretRef());
        Data network = new Data(
                "networkData",
                source.networkData(),
                source.networkDataBase64(),
                "networkDataSecretRef",
                source.networkDataSecretRef());
        if (!user.isGiven() && !network.isGiven()) {
            faults.required(at, "must have user data or network data");
        }
        user.check(at, faults);
        network.check(at, faults);
    }
}
