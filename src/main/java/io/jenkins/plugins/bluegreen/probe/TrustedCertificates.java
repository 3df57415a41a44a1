package io.jenkins.plugins.bluegreen.probe;

import io.jenkins.plugins.bluegreen.model.value.PlanException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Certificates that one client trusts in the place of the JVM's: those of a private authority, or a server's own. Host names are
 * still verified, and nobody else's trust changes (SECURITY-932).
 */
public final class TrustedCertificates {

    private TrustedCertificates() {}

    /**
     * Returns the text as it is.
     *
     * @param pem certificates in PEM format, or an empty text
     * @throws PlanException if it is anything else
     */
    public static String checked(String pem) {
        if (!pem.isBlank()) {
            parse(pem);
        }
        return pem;
    }

    /** Returns what makes a client trust these alone, or what the JVM trusts where the text is empty. */
    static SSLContext context(String pem) {
        try {
            if (pem.isBlank()) {
                return SSLContext.getDefault();
            }
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int number = 0;
            for (Certificate certificate : parse(pem)) {
                store.setCertificateEntry("trusted-" + number++, certificate);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Collection<? extends Certificate> parse(String pem) {
        if (pem.contains("PRIVATE KEY-----")) {
            throw new PlanException(
                    "trustedCertificates holds a private key, which must stay where it is; give only what"
                            + " stands from BEGIN CERTIFICATE to END CERTIFICATE, and replace that key.");
        }
        Collection<? extends Certificate> certificates = List.of();
        String why = "there is no BEGIN CERTIFICATE in it";
        try {
            if (pem.contains("-----BEGIN CERTIFICATE-----")) {
                certificates = CertificateFactory.getInstance("X.509")
                        .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8)));
            }
        } catch (CertificateException e) {
            why = String.valueOf(e.getMessage());
        }
        if (certificates.isEmpty()) {
            throw new PlanException("trustedCertificates holds no certificate in PEM format (" + why
                    + "); give those of the authority.");
        }
        return certificates;
    }
}
