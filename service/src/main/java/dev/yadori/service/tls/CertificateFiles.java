package dev.yadori.service.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * A certificate with its key, and whom it trusts, as files of a mounted Secret. TLS that is given its parts looks at the
 * files with each handshake, which needs no timer; files that cannot be used leave in force what was read before.
 *
 * @param folder with tls.crt and tls.key, the key in PKCS#8, and ca.crt where others are to be trusted; all in PEM
 */
public record CertificateFiles(Path folder) {
    /**
     * Who this process is, as a server and as a client.
     *
     * @throws IOException when tls.crt and tls.key cannot be used or do not belong together, naming the file
     */
    public X509ExtendedKeyManager keys() throws IOException {
        var certificate = folder.resolve("tls.crt");
        var key = folder.resolve("tls.key");
        return new CertificateKeys(
                new RereadFiles<>(List.of(certificate, key), () -> KeyedCertificate.read(certificate, key)));
    }

    /**
     * Whom this process trusts, as a server and as a client.
     *
     * @throws IOException when ca.crt cannot be used
     */
    public X509ExtendedTrustManager trust() throws IOException {
        var authorities = folder.resolve("ca.crt");
        return new CertificateTrust(new RereadFiles<>(
                List.of(authorities), () -> Certificates.read(authorities).trust()));
    }
}
