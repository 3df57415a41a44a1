package io.jenkins.plugins.bluegreen.probe;

import io.jenkins.plugins.bluegreen.model.health.HealthCheck;
import io.jenkins.plugins.bluegreen.port.Deadline;
import io.jenkins.plugins.bluegreen.port.HealthProbe.Answer;
import io.jenkins.plugins.bluegreen.port.host.ByteStream;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.host.PortClosedException;
import io.jenkins.plugins.bluegreen.port.host.RemoteHost;
import io.jenkins.plugins.bluegreen.probe.Verdict.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.Socket;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;

/** One question, through a connection to the port. */
final class DirectQuestion {

    private final HealthCheck check;
    private final int port;
    private final String release;

    DirectQuestion(HealthCheck check, int port, String release) {
        this.check = check;
        this.port = port;
        this.release = release;
    }

    Answer ask(RemoteHost host) throws HostException, InterruptedException {
        long deadline = System.nanoTime() + check.timeout().toNanos();
        ByteStream stream;
        try {
            stream = host.connect(port, check.timeout());
        } catch (PortClosedException e) {
            return System.nanoTime() < deadline ? Verdict.refused() : Verdict.late(check);
        } catch (HostException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            throw e;
        }
        Deadline watched = new Deadline(stream::close, Duration.ofNanos(deadline - System.nanoTime()));
        try (stream;
                watched) {
            return ask(stream, watched);
        }
    }

    private Answer ask(ByteStream stream, Deadline deadline) throws InterruptedException {
        try (Socket socket = socket(stream);
                DefaultBHttpClientConnection http = new DefaultBHttpClientConnection(Http1Config.DEFAULT)) {
            http.bind(socket);
            http.sendRequestHeader(request());
            http.flush();
            ClassicHttpResponse response = http.receiveResponseHeader();
            while (response.getCode() < 200) {
                response = http.receiveResponseHeader();
            }
            return Verdict.on(check, release, read(http, response));
        } catch (NoHttpResponseException e) {
            return deadline.over() ? Verdict.late(check) : Verdict.silent();
        } catch (InterruptedIOException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            return Verdict.late(check);
        } catch (IOException | HttpException e) {
            return deadline.over() ? Verdict.late(check) : Verdict.garbled(String.valueOf(e.getMessage()));
        }
    }

    private Socket socket(ByteStream stream) throws IOException {
        Socket plain = new StreamSocket(stream);
        return "https".equals(check.scheme()) ? InsecureTls.layer(plain, Verdict.nameIn(check), port) : plain;
    }

    private BasicClassicHttpRequest request() {
        BasicClassicHttpRequest request = new BasicClassicHttpRequest("GET", check.path());
        request.setHeader(HttpHeaders.HOST, "localhost");
        request.setHeader(HttpHeaders.ACCEPT, "*/*");
        check.headers().forEach(request::setHeader);
        request.setHeader(HttpHeaders.CONNECTION, "close");
        return request;
    }

    private Response read(DefaultBHttpClientConnection http, ClassicHttpResponse response)
            throws IOException, HttpException {
        Map<String, String> headers = Verdict.headers();
        for (Header header : response.getHeaders()) {
            headers.putIfAbsent(header.getName(), header.getValue() == null ? "" : header.getValue());
        }
        boolean settled = check.expected().status().contains(response.getCode())
                && check.expected().body().isEmpty()
                && !check.expectRelease().inBody();
        if (settled) {
            return new Response(response.getCode(), headers, "", true);
        }
        http.receiveResponseEntity(response);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        boolean whole = copy(response.getEntity().getContent(), body);
        return new Response(response.getCode(), headers, body.toString(charset(response)), whole);
    }

    /** Tells whether it came to the end, or the limit: a body that breaks off still says something. */
    private static boolean copy(InputStream in, ByteArrayOutputStream body) throws InterruptedIOException {
        byte[] buffer = new byte[8192];
        try {
            int count = 0;
            while (count >= 0 && body.size() < Verdict.BODY_LIMIT) {
                body.write(buffer, 0, count);
                count = in.read(buffer, 0, Math.min(buffer.length, Verdict.BODY_LIMIT - body.size()));
            }
            return true;
        } catch (InterruptedIOException e) {
            throw e;
        } catch (IOException e) {
            return false;
        }
    }

    private static Charset charset(ClassicHttpResponse response) {
        try {
            ContentType type = ContentType.parseLenient(response.getEntity().getContentType());
            return type == null || type.getCharset() == null ? StandardCharsets.UTF_8 : type.getCharset();
        } catch (IllegalArgumentException e) {
            return StandardCharsets.UTF_8; // what is written there cannot be the name of one, such as 'utf-8' in quotes
        }
    }
}
