package io.jenkins.plugins.bluegreen.probe;

import io.jenkins.plugins.bluegreen.model.health.FrontDoorRequest;
import io.jenkins.plugins.bluegreen.model.health.Headers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.DefaultConnectionReuseStrategy;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.apache.hc.core5.io.CloseMode;

/** One connection to the front door, for one question after the other. */
final class DoorConnection implements AutoCloseable {

    /** How long a question may take, from the first word to the last one of the body. */
    static final Duration LIMIT = Duration.ofSeconds(5);

    /** A body is read to its end, to see whether it has one, but no further than this, in bytes. */
    private static final long BODY_LIMIT = 1024L * 1024;

    /** A redirect to another place than one of the same scheme and host (RFC 9110, 10.2.2). */
    private static final Pattern AWAY = Pattern.compile(
            "(?i)(?:(?<scheme>https?):)?//(?:[^/?#@]*@)?(?<host>\\[[^]/?#]*]|[^/?#:]+)(?<port>:\\d*)?(?:[/?#].*)?");

    private final URI url;
    private final Map<String, String> headers;
    private final SSLSocketFactory tls;
    private final Socket socket = new Socket();
    private final DefaultBHttpClientConnection http = new DefaultBHttpClientConnection(Http1Config.DEFAULT);
    private boolean reusable;
    private long answered;

    DoorConnection(FrontDoorRequest request, SSLSocketFactory tls) {
        this.url = request.url();
        this.headers = request.headers();
        this.tls = tls;
    }

    /** Connects, and verifies the certificate over https; {@link #close} by another thread ends that. */
    void open(Duration limit) throws IOException {
        boolean secure = "https".equalsIgnoreCase(url.getScheme());
        int usual = secure ? 443 : 80;
        socket.connect(new InetSocketAddress(url.getHost(), url.getPort() < 0 ? usual : url.getPort()), (int)
                limit.toMillis());
        socket.setTcpNoDelay(true);
        if (!secure) {
            http.bind(socket);
            return;
        }
        // By the name that is asked for, which may not be that of the address.
        String name = Headers.host(headers).orElse(url.getHost());
        SSLSocket layered = (SSLSocket) tls.createSocket(socket, name, socket.getPort(), true);
        SSLParameters parameters = layered.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        layered.setSSLParameters(parameters);
        layered.startHandshake();
        http.bind(layered, socket);
    }

    /**
     * A whole answer.
     *
     * @param head its status and headers
     * @param body its beginning
     * @param elsewhere the scheme and the host that it redirects to, where that is not what was asked; mostly an empty text
     */
    record Response(ClassicHttpResponse head, String body, String elsewhere) {

        int status() {
            return head.getCode();
        }

        /** Tells whether a status is one that users are content with: a redirect is, an error is not. */
        boolean well() {
            return status() >= 200 && status() < 400;
        }

        String header(String name) {
            Header first = head.getFirstHeader(name);
            return first == null ? null : first.getValue();
        }
    }

    /**
     * Asks, and reads the answer to its end.
     *
     * @throws IOException if no whole answer came
     */
    Response ask(boolean keepOpen) throws IOException, HttpException {
        reusable = false;
        BasicClassicHttpRequest request = new BasicClassicHttpRequest("GET", path());
        request.setHeader(HttpHeaders.HOST, url.getPort() < 0 ? url.getHost() : url.getHost() + ":" + url.getPort());
        request.setHeader(HttpHeaders.ACCEPT, "*/*");
        headers.forEach(request::setHeader);
        request.setHeader(HttpHeaders.CONNECTION, keepOpen ? "keep-alive" : "close");
        http.sendRequestHeader(request);
        http.flush();
        ClassicHttpResponse response = http.receiveResponseHeader();
        while (response.getCode() < 200) {
            response = http.receiveResponseHeader();
        }
        http.receiveResponseEntity(response);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        boolean whole = response.getEntity() == null
                || readToItsEnd(response.getEntity().getContent(), body);
        reusable = keepOpen
                && whole
                && DefaultConnectionReuseStrategy.INSTANCE.keepAlive(request, response, HttpCoreContext.create());
        answered = System.nanoTime();
        return new Response(response, body.toString(StandardCharsets.UTF_8), elsewhere(response));
    }

    private String elsewhere(ClassicHttpResponse response) {
        Header location = response.getFirstHeader(HttpHeaders.LOCATION);
        boolean redirect = response.getCode() >= 300 && response.getCode() < 400 && location != null;
        Matcher away = AWAY.matcher(redirect ? location.getValue().strip() : "");
        if (!away.matches()) {
            return "";
        }
        String scheme = Objects.requireNonNullElse(away.group("scheme"), url.getScheme());
        String host = away.group("host");
        boolean same = scheme.equalsIgnoreCase(url.getScheme())
                && host.equalsIgnoreCase(Headers.host(headers).orElse(url.getHost()));
        return same ? "" : scheme + "://" + host + Objects.requireNonNullElse(away.group("port"), "");
    }

    /** Tells whether another question may be asked, as far as the last answer said. */
    boolean reusable() {
        return reusable;
    }

    /** Tells whether the last answer is not older than this, and the server has not closed the connection since. */
    boolean fresh(Duration age) {
        try {
            return System.nanoTime() - answered < age.toNanos() && !http.isStale();
        } catch (IOException e) {
            return false;
        }
    }

    private String path() {
        String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        return url.getRawQuery() == null ? path : path + "?" + url.getRawQuery();
    }

    private static boolean readToItsEnd(InputStream body, ByteArrayOutputStream beginning) throws IOException {
        byte[] buffer = new byte[8192];
        long all = 0;
        for (int count = 0; count >= 0; count = body.read(buffer)) {
            beginning.write(buffer, 0, (int) Math.min(count, Math.max(0, Verdict.BODY_LIMIT - all)));
            all += count;
            if (all > BODY_LIMIT) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() {
        // The socket first: the connection's own close may wait for a lock that a read holds.
        try {
            socket.close();
        } catch (IOException e) {
            reusable = false;
        }
        http.close(CloseMode.IMMEDIATE);
    }
}
