package dev.yadori.testkit;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** An authority for tests. Each certificate has a common name that is asked for, and is good for the host localhost. */
public final class TestAuthority {

    private static final X500Name NAME = new X500Name("CN=authority");

    private final KeyPair keys = pair("EC");
    private final X509Certificate certificate = sign(NAME, keys, 1);

    /** Writes ca.crt, tls.crt and tls.key into a folder, which it returns. */
    public Path issue(Path folder, String commonName, long serial) throws IOException {
        return issue(folder, commonName, "EC", serial);
    }

    /** The same with a key of the algorithm EC or RSA. */
    public Path issue(Path folder, String commonName, String algorithm, long serial) throws IOException {
        Files.createDirectories(folder);
        KeyPair pair = pair(algorithm);
        X509Certificate leaf = sign(new X500Name("CN=" + commonName + ",O=test"), pair, serial);
        Files.writeString(folder.resolve("ca.crt"), pem(certificate));
        Files.writeString(
                folder.resolve("tls.key"), pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
        Files.writeString(folder.resolve("tls.crt"), pem(leaf));
        return folder;
    }

    /** What a client that trusts this authority speaks TLS with. */
    public SSLContext trust() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        store.setCertificateEntry("authority", certificate);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    /** The authority's certificate as it stands in a webhook configuration. */
    public String bundle() throws IOException {
        return Base64.getEncoder().encodeToString(pem(certificate).getBytes(StandardCharsets.US_ASCII));
    }

    private static KeyPair pair(String algorithm) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(algorithm.equals("EC") ? 256 : 2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private X509Certificate sign(X500Name subject, KeyPair of, long serial) {
        boolean authority = subject.equals(NAME);
        Instant now = Instant.now();
        try {
            var builder = new JcaX509v3CertificateBuilder(
                            NAME,
                            BigInteger.valueOf(serial),
                            Date.from(now.minus(Duration.ofHours(1))),
                            Date.from(now.plus(Duration.ofHours(1))),
                            subject,
                            of.getPublic())
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(authority))
                    .addExtension(
                            Extension.subjectAlternativeName,
                            false,
                            new GeneralNames(new GeneralName(GeneralName.dNSName, "localhost")));
            var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate());
            return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
        } catch (CertIOException | OperatorCreationException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String pem(X509Certificate of) throws IOException {
        try {
            return pem("CERTIFICATE", of.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private static String pem(String type, byte[] encoded) {
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded);
        return "-----BEGIN " + type + "-----\n" + lines + "\n-----END " + type + "-----\n";
    }
}
