package io.jenkins.plugins.bluegreen.lab;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A key with a certificate that it signed itself. */
public final class Certificate {

    private static final String PASSWORD = "changeit";

    private final Path store;

    private Certificate(Path store) {
        this.store = store;
    }

    /**
     * Makes one.
     *
     * @param store the file to make, which must not exist
     * @param name whose it is, such as {@code dns:localhost} or {@code ip:127.0.0.1}
     */
    public static Certificate selfSigned(Path store, String name) {
        Certificate certificate = new Certificate(store);
        certificate.keytool("-genkeypair", "-keyalg", "EC", "-dname", "CN=test", "-ext", "san=" + name);
        return certificate;
    }

    /** Returns it in PEM format. */
    public String pem() {
        try {
            return pem("CERTIFICATE", keys().getCertificate("key").getEncoded());
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns its key in PEM format. */
    public String keyPem() {
        try {
            return pem(
                    "PRIVATE KEY", keys().getKey("key", PASSWORD.toCharArray()).getEncoded());
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns what a client needs to trust it. */
    public SSLContext ofClient() {
        try {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            trusted.setCertificateEntry("key", keys().getCertificate("key"));
            TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), new SecureRandom());
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns what a server needs to show it. */
    public SSLContext ofServer() {
        try {
            KeyStore keys = keys();
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(keys, PASSWORD.toCharArray());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, new SecureRandom());
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String pem(String what, byte[] bytes) {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
        return "-----BEGIN " + what + "-----\n" + text + "\n-----END " + what + "-----\n";
    }

    private KeyStore keys() throws IOException, GeneralSecurityException {
        try (InputStream in = Files.newInputStream(store)) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(in, PASSWORD.toCharArray());
            return keys;
        }
    }

    private String keytool(String... what) {
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        words.addAll(List.of(what));
        words.addAll(List.of(
                "-alias", "key", "-keystore", store.toString(), "-storepass", PASSWORD, "-storetype", "PKCS12"));
        return Programs.run(words.toArray(String[]::new));
    }
}
