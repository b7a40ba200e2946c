package dev.yadori.controller.certificates;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Makes keys and signs certificates, RFC 5280. */
final class CertificateIssuer {

    private static final int SERIAL_BITS = 127;

    private final CertificateTerms terms;
    private final SecureRandom random = new SecureRandom();

    CertificateIssuer(CertificateTerms terms) {
        this.terms = terms;
    }

    /** An authority with a name of its own, so that old and new certificates are not mistaken for each other. */
    KeyedCertificate issueAuthority(Instant now) {
        var keys = KeyPairs.create();
        var subject = new X500Principal("CN=yadori-ca@" + now.getEpochSecond());
        var builder = new JcaX509v3CertificateBuilder(
                subject,
                serial(),
                Date.from(now.minus(terms.backdating())),
                Date.from(now.plus(terms.authorityLife())),
                subject,
                keys.getPublic());
        try {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            addKeyIdentifiers(builder, keys.getPublic(), identifier(keys.getPublic()));
        } catch (IOException e) {
            throw new IllegalStateException("extensions of an authority cannot be encoded", e);
        }
        return new KeyedCertificate(sign(builder, keys.getPrivate(), keys.getPublic()), keys.getPrivate());
    }

    /** A certificate for a component, with a new key, that does not outlive the authority. */
    KeyedCertificate issue(ComponentCertificate component, KeyedCertificate authority, Instant now) {
        var keys = KeyPairs.create();
        var end = now.plus(terms.leafLife());
        var builder = new JcaX509v3CertificateBuilder(
                authority.certificate().getSubjectX500Principal(),
                serial(),
                Date.from(now.minus(terms.backdating())),
                Date.from(end.isAfter(authority.notAfter()) ? authority.notAfter() : end),
                new X500Principal("CN=" + component.commonName()),
                keys.getPublic());
        try {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                    .addExtension(Extension.extendedKeyUsage, false, usage(component));
            if (!component.dnsNames().isEmpty()) {
                builder.addExtension(Extension.subjectAlternativeName, false, names(component));
            }
            addKeyIdentifiers(builder, keys.getPublic(), identifier(authority.certificate()));
        } catch (IOException e) {
            throw new IllegalStateException("extensions of " + component.secretName() + " cannot be encoded", e);
        }
        var certificate = sign(builder, authority.key(), authority.certificate().getPublicKey());
        return new KeyedCertificate(certificate, authority.chainBelow(), keys.getPrivate());
    }

    /** Who has a name to be called by is a server; each may call, as handlers call each other. */
    private static ExtendedKeyUsage usage(ComponentCertificate component) {
        return component.dnsNames().isEmpty()
                ? new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth)
                : new ExtendedKeyUsage(
                        new KeyPurposeId[] {KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth});
    }

    private static GeneralNames names(ComponentCertificate component) {
        return new GeneralNames(component.dnsNames().stream()
                .map(name -> new GeneralName(GeneralName.dNSName, name))
                .toArray(GeneralName[]::new));
    }

    private static void addKeyIdentifiers(
            X509v3CertificateBuilder builder, PublicKey subject, SubjectKeyIdentifier issuer) throws IOException {
        builder.addExtension(Extension.subjectKeyIdentifier, false, identifier(subject))
                .addExtension(
                        Extension.authorityKeyIdentifier, false, new AuthorityKeyIdentifier(issuer.getKeyIdentifier()));
    }

    /** As the authority itself says it: who made it may have counted it out in another way. */
    private static SubjectKeyIdentifier identifier(X509Certificate authority) throws IOException {
        var said = authority.getExtensionValue(Extension.subjectKeyIdentifier.getId());
        return said == null
                ? identifier(authority.getPublicKey())
                : SubjectKeyIdentifier.getInstance(JcaX509ExtensionUtils.parseExtensionValue(said));
    }

    private static SubjectKeyIdentifier identifier(PublicKey key) {
        try {
            return new JcaX509ExtensionUtils().createSubjectKeyIdentifier(key);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no SHA-1, which key identifiers are made with", e);
        }
    }

    private static X509Certificate sign(X509v3CertificateBuilder builder, PrivateKey key, PublicKey verifier) {
        try {
            var signer =
                    new JcaContentSignerBuilder(KeyPairs.signature(verifier).orElseThrow()).build(key);
            return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
        } catch (OperatorCreationException | GeneralSecurityException e) {
            throw new IllegalStateException("a certificate cannot be signed", e);
        }
    }

    private BigInteger serial() {
        return new BigInteger(SERIAL_BITS, random).setBit(SERIAL_BITS - 1);
    }
}
