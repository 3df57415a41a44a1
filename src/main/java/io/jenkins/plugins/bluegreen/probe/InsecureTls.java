package io.jenkins.plugins.bluegreen.probe;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * TLS to an application's own port. Its certificate is not verified: the question has already come to the right host, which SSH
 * has proven, and goes to the loopback address there, for which no certificate is made out.
 */
final class InsecureTls {

    private InsecureTls() {}

    /**
     * Speaks TLS over a connected socket, and closes that with itself.
     *
     * @param name the name of the server that is asked for (SNI), which picks one of several behind a router
     */
    static Socket layer(Socket plain, String name, int port) throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new Anyone()}, new SecureRandom());
            return context.getSocketFactory().createSocket(plain, name, port, true);
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    /** Extended, so that the JDK adds no checks of its own (of algorithms and names). */
    private static final class Anyone extends X509ExtendedTrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {
            // See above.
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {
            // See above.
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
            // See above.
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
            // See above.
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {
            // See above.
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {
            // See above.
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
