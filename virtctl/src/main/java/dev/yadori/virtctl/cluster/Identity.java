package dev.yadori.virtctl.cluster;

import dev.yadori.virtctl.UnreachableException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/** A certificate and its key, with which a client shows who it is. */
final class Identity extends X509ExtendedKeyManager {

    private static final Pattern KEY = Pattern.compile(
            "-----BEGIN (?<kind>[A-Z ]*PRIVATE KEY)-----(?<body>[^-]+)-----END [A-Z ]*PRIVATE KEY-----");
    private static final String ALIAS = "client";
    private static final int SEQUENCE = 0x30;
    private static final int OCTETS = 0x04;
    private static final byte[] VERSION_0 = {0x02, 0x01, 0x00};

    private final List<X509Certificate> chain;
    private final PrivateKey key;

    private Identity(List<X509Certificate> chain, PrivateKey key) {
        this.chain = chain;
        this.key = key;
    }

    static Identity of(Secrets.Secret certificate, Secrets.Secret key) {
        List<X509Certificate> chain = certificates(certificate);
        return new Identity(chain, key(key, chain.getFirst()));
    }

    /** All certificates of a text in PEM. */
    static List<X509Certificate> certificates(Secrets.Secret pem) {
        try {
            var bytes = new ByteArrayInputStream(pem.text().getBytes(StandardCharsets.UTF_8));
            List<X509Certificate> certificates =
                    CertificateFactory.getInstance("X.509").generateCertificates(bytes).stream()
                            .map(X509Certificate.class::cast)
                            .toList();
            if (!certificates.isEmpty()) {
                return certificates;
            }
        } catch (GeneralSecurityException e) {
            throw new UnreachableException(pem.place() + " is no certificate in PEM: " + e.getMessage());
        }
        throw new UnreachableException(pem.place() + " has no certificate in PEM");
    }

    private static PrivateKey key(Secrets.Secret pem, X509Certificate certificate) {
        Matcher matcher = KEY.matcher(pem.text());
        if (!matcher.find()) {
            throw new UnreachableException(pem.place() + " has no private key in PEM");
        }
        String kind = matcher.group("kind");
        if (kind.startsWith("ENCRYPTED") || matcher.group("body").contains("Proc-Type")) {
            throw new UnreachableException(pem.place() + " is a private key under a password, which is not supported");
        }
        try {
            byte[] bytes = Base64.getMimeDecoder().decode(matcher.group("body"));
            byte[] wrapped = kind.equals("PRIVATE KEY") ? bytes : wrapped(bytes, certificate);
            return KeyFactory.getInstance(certificate.getPublicKey().getAlgorithm())
                    .generatePrivate(new PKCS8EncodedKeySpec(wrapped));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new UnreachableException(pem.place() + " is no private key of the certificate: " + e.getMessage());
        }
    }

    /** A bare key of RSA or EC (PKCS #1, SEC 1) as PKCS #8. Of which algorithm and curve it is, its certificate says. */
    private static byte[] wrapped(byte[] bare, X509Certificate certificate) {
        byte[] publicKey = certificate.getPublicKey().getEncoded();
        int begin = contents(publicKey, 0);
        int end = contents(publicKey, begin) + length(publicKey, begin);
        return tagged(SEQUENCE, VERSION_0, Arrays.copyOfRange(publicKey, begin, end), tagged(OCTETS, bare));
    }

    /** Where what is in an element of DER begins. */
    private static int contents(byte[] der, int element) {
        int first = der[element + 1] & 0xff;
        return element + 2 + (first < 0x80 ? 0 : first & 0x7f);
    }

    private static int length(byte[] der, int element) {
        int first = der[element + 1] & 0xff;
        if (first < 0x80) {
            return first;
        }
        int length = 0;
        for (int i = element + 2; i < contents(der, element); i++) {
            length = (length << 8) | (der[i] & 0xff);
        }
        return length;
    }

    private static byte[] tagged(int tag, byte[]... parts) {
        var all = new ByteArrayOutputStream();
        int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
        all.write(tag);
        if (length < 0x80) {
            all.write(length);
        } else {
            all.writeBytes(new byte[] {(byte) 0x82, (byte) (length >> 8), (byte) length});
        }
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    @Override
    public @Nullable String chooseClientAlias(String[] types, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return Arrays.asList(types).contains(key.getAlgorithm()) ? ALIAS : null;
    }

    @Override
    public @Nullable String chooseEngineClientAlias(
            String[] types, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return chooseClientAlias(types, issuers, null);
    }

    @Override
    public String[] getClientAliases(String type, Principal @Nullable [] issuers) {
        return new String[] {ALIAS};
    }

    @Override
    public String @Nullable [] getServerAliases(String type, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseServerAlias(String type, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return chain.toArray(X509Certificate[]::new);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return key;
    }
}
