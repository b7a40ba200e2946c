package dev.yadori.handler.grpc;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
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

/** Issues certificates for tests. */
final class TestAuthority {
    static final String SERVER_NAME = "virt-handler.yadori.svc";

    private static final X500Name NAME = new X500Name("CN=authority");

    private final KeyPair keys = pair();
    private final X509Certificate certificate = sign(NAME, keys, 1);

    /** Writes ca.crt, tls.crt and tls.key for a common name into a folder. */
    Path issue(Path folder, String commonName, long serial) throws IOException {
        Files.createDirectories(folder);
        var pair = pair();
        var leaf = sign(new X500Name("CN=" + commonName + ",O=test"), pair, serial);
        try {
            Files.writeString(folder.resolve("ca.crt"), pem("CERTIFICATE", certificate.getEncoded()));
            Files.writeString(folder.resolve("tls.crt"), pem("CERTIFICATE", leaf.getEncoded()));
            Files.writeString(
                    folder.resolve("tls.key"),
                    pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
        return folder;
    }

    private X509Certificate sign(X500Name subject, KeyPair pair, long serial) {
        boolean authority = subject.equals(NAME);
        var now = Instant.now();
        try {
            var builder = new JcaX509v3CertificateBuilder(
                            NAME,
                            BigInteger.valueOf(serial),
                            Date.from(now.minus(Duration.ofMinutes(1))),
                            Date.from(now.plus(Duration.ofHours(1))),
                            subject,
                            pair.getPublic())
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(authority))
                    .addExtension(
                            Extension.subjectAlternativeName,
                            false,
                            new GeneralNames(new GeneralName(GeneralName.dNSName, SERVER_NAME)));
            var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate());
            return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
        } catch (CertIOException | OperatorCreationException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair pair() {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String pem(String type, byte[] content) {
        var lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        return "-----BEGIN " + type + "-----\n" + lines + "\n-----END " + type + "-----\n";
    }
}
