package dev.yadori.controller.certificates;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;

/** A certificate with its private key, which no text form of this shows. */
record KeyedCertificate(X509Certificate certificate, PrivateKey key) {

    Instant notBefore() {
        return certificate.getNotBefore().toInstant();
    }

    Instant notAfter() {
        return certificate.getNotAfter().toInstant();
    }

    @Override
    public String toString() {
        return certificate.getSubjectX500Principal() + " until " + notAfter();
    }
}
