package dev.yadori.api.caller;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.yadori.api.http.ApiRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * Whom we believe who calls, as the ConfigMap extension-apiserver-authentication of the API server says: a client whose
 * certificate one of these authorities has signed and that has one of these names. What the headers of anybody else say is
 * worth nothing.
 */
public final class FrontProxy {

    /** Believes nobody. */
    public static final FrontProxy NONE = new FrontProxy(List.of(), List.of(), List.of(), Optional.empty(), Map.of());

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<List<String>> WORDS = new TypeReference<>() {};
    private static final String USERS = "requestheader-username-headers";
    private static final String UIDS = "requestheader-uid-headers";
    private static final String GROUPS = "requestheader-group-headers";
    private static final String EXTRAS = "requestheader-extra-headers-prefix";

    private final List<X509Certificate> authorities;
    private final List<String> names;
    private final List<String> extraPrefixes;
    private final Optional<X509TrustManager> trust;
    private final Map<String, List<String>> headers;

    private FrontProxy(
            List<X509Certificate> authorities,
            List<String> names,
            List<String> extraPrefixes,
            Optional<X509TrustManager> trust,
            Map<String, List<String>> headers) {
        this.authorities = authorities;
        this.names = names;
        this.extraPrefixes = extraPrefixes;
        this.trust = trust;
        this.headers = headers;
    }

    /**
     * Reads the entries of the ConfigMap. Where there is no authority, nobody is believed.
     *
     * @throws IllegalArgumentException naming the entry that cannot be read
     */
    public static FrontProxy from(Map<String, String> entries) {
        String bundle = entries.getOrDefault("requestheader-client-ca-file", "");
        if (bundle.isBlank()) {
            return NONE;
        }
        List<X509Certificate> authorities = certificates(bundle);
        return new FrontProxy(
                authorities,
                words(entries, "requestheader-allowed-names", List.of()),
                words(entries, EXTRAS, List.of("X-Remote-Extra-")).stream()
                        .map(prefix -> prefix.toLowerCase(Locale.ROOT))
                        .toList(),
                Optional.of(trust(authorities)),
                Map.of(
                        USERS, words(entries, USERS, List.of("X-Remote-User")),
                        UIDS, words(entries, UIDS, List.of("X-Remote-Uid")),
                        GROUPS, words(entries, GROUPS, List.of("X-Remote-Group"))));
    }

    /** Who has signed what a client has to show. */
    public List<X509Certificate> authorities() {
        return authorities;
    }

    /**
     * Judges a chain of certificates.
     *
     * @throws CertificateException when it comes from none of the authorities
     */
    public void check(List<X509Certificate> chain) throws CertificateException {
        if (trust.isEmpty() || chain.isEmpty()) {
            throw new CertificateException("no authority for clients is known");
        }
        String algorithm = chain.getFirst().getPublicKey().getAlgorithm();
        trust.get().checkClientTrusted(chain.toArray(X509Certificate[]::new), algorithm);
    }

    /** The user that a request is made for; empty where it does not come from the API server. */
    public Optional<Caller> identify(ApiRequest request) {
        try {
            check(request.peer());
        } catch (CertificateException stranger) {
            return Optional.empty();
        }
        if (!names.isEmpty()
                && commonName(request.peer().getFirst()).filter(names::contains).isEmpty()) {
            return Optional.empty();
        }
        return first(request, USERS)
                .map(user -> new Caller(user, first(request, UIDS).orElse(""), groups(request), extra(request)));
    }

    private Optional<String> first(ApiRequest request, String kind) {
        return headers.getOrDefault(kind, List.of()).stream()
                .flatMap(header -> request.header(header).stream())
                .filter(value -> !value.isEmpty())
                .findFirst();
    }

    private List<String> groups(ApiRequest request) {
        return headers.getOrDefault(GROUPS, List.of()).stream()
                .flatMap(header -> request.header(header).stream())
                .toList();
    }

    private Map<String, List<String>> extra(ApiRequest request) {
        Map<String, List<String>> extra = new HashMap<>();
        request.headers()
                .forEach((name, values) -> extraPrefixes.stream()
                        .filter(name::startsWith)
                        .findFirst()
                        .ifPresent(prefix -> extra.put(decoded(name.substring(prefix.length())), values)));
        return extra;
    }

    /** Keys are percent-encoded where a header's name cannot have them; a plus sign stands for itself. */
    private static String decoded(String key) {
        try {
            return URLDecoder.decode(key.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return key;
        }
    }

    private static Optional<String> commonName(X509Certificate certificate) {
        try {
            return new LdapName(certificate.getSubjectX500Principal().getName())
                    .getRdns().stream()
                            .filter(part -> "CN".equalsIgnoreCase(part.getType()))
                            .map(part -> String.valueOf(part.getValue()))
                            .findFirst();
        } catch (InvalidNameException strange) {
            return Optional.empty();
        }
    }

    private static List<String> words(Map<String, String> entries, String key, List<String> absent) {
        String text = entries.get(key);
        if (text == null) {
            return absent;
        }
        try {
            return List.copyOf(JSON.readValue(text, WORDS));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(key + " is no list of words", e);
        }
    }

    private static List<X509Certificate> certificates(String bundle) {
        try {
            return CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(bundle.getBytes(StandardCharsets.US_ASCII)))
                    .stream()
                    .map(X509Certificate.class::cast)
                    .toList();
        } catch (CertificateException e) {
            throw new IllegalArgumentException("requestheader-client-ca-file holds no certificates", e);
        }
    }

    private static X509TrustManager trust(List<X509Certificate> authorities) {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (X509Certificate authority : authorities) {
                store.setCertificateEntry("ca-" + store.size(), authority);
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            return Arrays.stream(factory.getTrustManagers())
                    .filter(X509TrustManager.class::isInstance)
                    .map(X509TrustManager.class::cast)
                    .findFirst()
                    .orElseThrow();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("this Java cannot judge X.509 certificates", e);
        }
    }
}
