package io.jenkins.plugins.bluegreen.lab;

import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An nginx configuration as people have it: a folder of {@code layouts}, beside which a README says how it is written.
 *
 * @param folder where it stands
 */
public record NginxLayout(Path folder) {

    private static final String ETC = "/etc/nginx/";
    private static final Pattern SWITCHED = Pattern.compile("(?m)^# switched: (.*)$");
    private static final Pattern LINK = Pattern.compile("(?m)^# link: (.*) -> (.*)$");

    /** Returns the one of a name. */
    public static NginxLayout of(String name) {
        URL there = NginxLayout.class.getResource("layouts/" + name);
        if (there == null) {
            throw new IllegalStateException("there is no layout " + name);
        }
        try {
            return new NginxLayout(Path.of(there.toURI()));
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns the site as it is written. */
    public String site() throws IOException {
        return Files.readString(folder.resolve("site.conf"));
    }

    /** Returns what a deployment is told, where all of it was written to a folder. */
    public Path switched(Path etc) throws IOException {
        return Path.of(switched().replace(ETC, etc + "/"));
    }

    /** Tells whether that is a flag, which need not be there. */
    boolean byFlag() throws IOException {
        return site().contains("if (-f " + switched() + ")");
    }

    private String switched() throws IOException {
        Matcher found = SWITCHED.matcher(site());
        if (!found.find()) {
            throw new IllegalStateException(folder + " does not say what is switched");
        }
        return found.group(1);
    }

    /** Returns it as {@code nginx -T} prints it, each file under its own name, or under that of the link that leads to it. */
    public String dump() throws IOException {
        StringBuilder dump =
                new StringBuilder("# configuration file " + ETC + "nginx.conf:\nhttp { include site.conf; }\n");
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.filter(Files::isRegularFile).toList()) {
                String path = ETC + folder.relativize(each);
                for (List<String> link : links()) {
                    Path target = Path.of(link.get(0)).getParent().resolve(link.get(1));
                    path = target.normalize().toString().equals(path) ? link.get(0) : path;
                }
                dump.append("# configuration file ").append(path).append(":\n");
                dump.append(Files.readString(each, StandardCharsets.ISO_8859_1)).append('\n');
            }
        }
        return dump.toString();
    }

    private List<List<String>> links() throws IOException {
        return LINK.matcher(site())
                .results()
                .map(found -> List.of(found.group(1), found.group(2)))
                .toList();
    }

    /** Writes all of it to a folder, with these ports instead of the ones that are written, and a certificate where it names one. */
    void write(Path etc, SlotPair slots, int port) throws IOException {
        String tls = Integer.toString(FreePorts.next());
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.filter(Files::isRegularFile).toList()) {
                Path to = etc.resolve(folder.relativize(each).toString());
                Files.createDirectories(to.getParent());
                String text = Files.readString(each, StandardCharsets.ISO_8859_1)
                        .replaceAll("(?<!\\d)8081(?!\\d)", Integer.toString(slots.blue()))
                        .replaceAll("(?<!\\d)8082(?!\\d)", Integer.toString(slots.green()))
                        .replace("listen 80", "listen 127.0.0.1:" + port)
                        .replace("listen 443", "listen 127.0.0.1:" + tls)
                        .replace(ETC, etc + "/");
                Files.writeString(to, text, StandardCharsets.ISO_8859_1);
            }
        }
        if (site().contains("ssl_certificate")) {
            Certificate certificate = Certificate.selfSigned(etc.resolve("store"), "ip:127.0.0.1");
            Files.writeString(etc.resolve("cert.pem"), certificate.pem());
            Files.writeString(etc.resolve("key.pem"), certificate.keyPem());
        }
        for (List<String> link : links()) {
            Path path = Path.of(link.get(0).replace(ETC, etc + "/"));
            Files.createDirectories(path.getParent());
            Files.createSymbolicLink(path, Path.of(link.get(1)));
        }
    }
}
