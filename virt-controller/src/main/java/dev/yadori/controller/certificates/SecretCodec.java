package dev.yadori.controller.certificates;

import io.fabric8.kubernetes.api.model.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keys of the Secrets: what components mount, and what the authority is kept under. */
final class SecretCodec {

    static final String AUTHORITY_SECRET = "yadori-ca";
    static final String CA_CERTIFICATE = "ca.crt";
    static final String CA_KEY = "ca.key";
    static final String NEXT_CERTIFICATE = "next.crt";
    static final String NEXT_KEY = "next.key";
    static final String CERTIFICATE = "tls.crt";
    static final String KEY = "tls.key";

    private SecretCodec() {}

    /** Data of the authority's Secret. The one that signs is the first certificate in ca.crt. */
    static Map<String, String> encode(Authorities authorities) {
        var data = new LinkedHashMap<String, String>();
        data.put(CA_CERTIFICATE, base64(Pem.of(authorities.trusted())));
        data.put(CA_KEY, base64(Pem.of(authorities.current().key())));
        authorities.next().ifPresent(next -> {
            data.put(NEXT_CERTIFICATE, base64(Pem.of(List.of(next.certificate()))));
            data.put(NEXT_KEY, base64(Pem.of(next.key())));
        });
        return data;
    }

    static Map<String, String> encode(ComponentSecret secret) {
        var data = new LinkedHashMap<String, String>();
        data.put(CA_CERTIFICATE, base64(Pem.of(secret.bundle())));
        data.put(CERTIFICATE, base64(Pem.of(List.of(secret.leaf().certificate()))));
        data.put(KEY, base64(Pem.of(secret.leaf().key())));
        return data;
    }

    static Stored<Authorities> decodeAuthorities(@Nullable Secret secret) {
        if (secret == null) {
            return new Stored.Missing<>();
        }
        try {
            var trusted = Pem.parseCertificates(text(secret, CA_CERTIFICATE));
            var current = keyed(secret, CA_CERTIFICATE, CA_KEY);
            var next = has(secret, NEXT_CERTIFICATE)
                    ? Optional.of(keyed(secret, NEXT_CERTIFICATE, NEXT_KEY))
                    : Optional.<KeyedCertificate>empty();
            return new Stored.Present<>(new Authorities(current, next, trusted));
        } catch (GeneralSecurityException e) {
            return new Stored.Unreadable<>(reason(secret, e));
        }
    }

    static Stored<ComponentSecret> decodeComponent(@Nullable Secret secret) {
        if (secret == null) {
            return new Stored.Missing<>();
        }
        try {
            return new Stored.Present<>(new ComponentSecret(
                    keyed(secret, CERTIFICATE, KEY), Pem.parseCertificates(text(secret, CA_CERTIFICATE))));
        } catch (GeneralSecurityException e) {
            return new Stored.Unreadable<>(reason(secret, e));
        }
    }

    /** A bundle as it stands in a webhook configuration. */
    static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String reason(Secret secret, GeneralSecurityException e) {
        return "Secret " + secret.getMetadata().getName() + ": " + e.getMessage();
    }

    private static KeyedCertificate keyed(Secret secret, String certificateKey, String keyKey)
            throws GeneralSecurityException {
        var certificate = Pem.parseCertificates(text(secret, certificateKey)).getFirst();
        return new KeyedCertificate(certificate, Pem.parseKey(text(secret, keyKey), certificate));
    }

    private static boolean has(Secret secret, String key) {
        return secret.getData() != null && secret.getData().containsKey(key);
    }

    private static String text(Secret secret, String key) throws GeneralSecurityException {
        if (!has(secret, key)) {
            throw new GeneralSecurityException("no " + key);
        }
        try {
            return new String(Base64.getDecoder().decode(secret.getData().get(key)), StandardCharsets.US_ASCII);
        } catch (IllegalArgumentException e) {
            throw new GeneralSecurityException(key + " is not Base64");
        }
    }
}
