package io.jenkins.plugins.bluegreen.probe;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.regex.Pattern;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * TLS to an application's own port. Its certificate is not verified: the question has already come to the right host, which SSH
 * has proven, and goes to the loopback address there, for which no certificate is made out.
 */
final class InsecureTls {

    private static final String LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?";

    private static final Pattern NAME = Pattern.compile("(?!localhost$)(?:" + LABEL + "\\.)*(?![0-9]+$)" + LABEL);

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
            SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(plain, name, port, true);
            if (isName(name)) {
                // By itself the JDK sends only names that hold a dot.
                SSLParameters parameters = socket.getSSLParameters();
                parameters.setServerNames(List.of(new SNIHostName(name.getBytes(StandardCharsets.US_ASCII))));
                socket.setSSLParameters(parameters);
            }
            return socket;
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    /**
     * Tells whether it is a name that is asked for over TLS: no address (RFC 6066, 3), none with an underscore, which the JDK refuses to
     * send, nor what is asked by where nobody gives a name.
     */
    static boolean isName(String host) {
        return NAME.matcher(host).matches();
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
