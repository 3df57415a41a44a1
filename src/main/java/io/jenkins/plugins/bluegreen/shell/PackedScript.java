package io.jenkins.plugins.bluegreen.shell;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.GZIPOutputStream;

/**
 * A long script in fewer bytes, for a host that unpacks it: where little of an artifact has changed, scripts are most of what is sent.
 * What such a host prints at login ({@code ssh/login.sh}) has come the same way.
 */
public final class PackedScript {

    /** To unpack starts two programs on the host, each of a millisecond or more: a short script is there sooner as it is. */
    private static final int LEAST = 4000;

    private PackedScript() {}

    /**
     * Returns what {@code sh} is fed instead. The text stands on no command line there: echo is the shell's own. What cannot be unpacked does
     * nothing.
     */
    public static String of(String script) {
        if (script.length() < LEAST) {
            return script;
        }
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(script.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String text = Base64.getEncoder().encodeToString(packed.toByteArray());
        String packedScript = "eval \"$(echo '" + text + "' | base64 -d | gzip -dc)\"\n";
        // One that carries what is packed already gains nothing.
        return packedScript.length() < script.length() ? packedScript : script;
    }
}
