package dev.yadori.controller.certificates;

import io.fabric8.kubernetes.api.model.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.format.DateTimeParseException;
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
    static final String CA_CHAIN = "chain.crt";
    static final String NEXT_CERTIFICATE = "next.crt";
    static final String NEXT_KEY = "next.key";
    static final String NEXT_ANNOUNCED = "next.announced";
    static final String CERTIFICATE = "tls.crt";
    static final String KEY = "tls.key";

    private SecretCodec() {}

    /** Data of the authority's Secret. The one that signs is the first certificate in ca.crt; chain.crt is what is above it. */
    static Map<String, String> encode(Authorities authorities) {
        var data = new LinkedHashMap<String, String>();
        data.put(CA_CERTIFICATE, base64(Pem.of(authorities.trusted())));
        data.put(CA_KEY, base64(Pem.of(authorities.current().key())));
        if (!authorities.current().above().isEmpty()) {
            data.put(CA_CHAIN, base64(Pem.of(authorities.current().above())));
        }
        authorities.next().ifPresent(next -> {
            data.put(NEXT_CERTIFICATE, base64(Pem.of(next.authority().chain())));
            data.put(NEXT_KEY, base64(Pem.of(next.authority().key())));
            data.put(NEXT_ANNOUNCED, base64(next.announced().toString()));
        });
        return data;
    }

    static Map<String, String> encode(ComponentSecret secret) {
        var data = new LinkedHashMap<String, String>();
        data.put(CA_CERTIFICATE, base64(Pem.of(secret.bundle())));
        data.put(CERTIFICATE, base64(Pem.of(secret.leaf().chain())));
        data.put(KEY, base64(Pem.of(secret.leaf().key())));
        return data;
    }

    static Stored<Authorities> decodeAuthorities(@Nullable Secret secret) {
        if (secret == null) {
            return new Stored.Missing<>();
        }
        try {
            var trusted = Pem.parseCertificates(text(secret, CA_CERTIFICATE));
            var above =
                    has(secret, CA_CHAIN) ? Pem.parseCertificates(text(secret, CA_CHAIN)) : List.<X509Certificate>of();
            var current = keyed(secret, trusted.getFirst(), above, CA_KEY);
            var next = has(secret, NEXT_CERTIFICATE) ? Optional.of(successor(secret)) : Optional.<Successor>empty();
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

    private static KeyedCertificate keyed(Secret secret, String chainKey, String keyKey)
            throws GeneralSecurityException {
        var chain = Pem.parseCertificates(text(secret, chainKey));
        return keyed(secret, chain.getFirst(), chain.subList(1, chain.size()), keyKey);
    }

    private static KeyedCertificate keyed(
            Secret secret, X509Certificate certificate, List<X509Certificate> above, String keyKey)
            throws GeneralSecurityException {
        return new KeyedCertificate(certificate, above, Pem.parseKey(text(secret, keyKey), certificate));
    }

    private static Successor successor(Secret secret) throws GeneralSecurityException {
        var authority = keyed(secret, NEXT_CERTIFICATE, NEXT_KEY);
        if (!has(secret, NEXT_ANNOUNCED)) {
            // An older controller wrote it, which announced its own authorities only, and as soon as they were made.
            return new Successor(authority, authority.notBefore().plus(CertificateTerms.BACKDATING));
        }
        try {
            return new Successor(authority, Instant.parse(text(secret, NEXT_ANNOUNCED)));
        } catch (DateTimeParseException e) {
            throw new GeneralSecurityException(NEXT_ANNOUNCED + " is no time", e);
        }
    }

    private static boolean has(Secret secret, String key) {
        return secret.getData() != null && secret.getData().containsKey(key);
    }

    static String text(Secret secret, String key) throws GeneralSecurityException {
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
