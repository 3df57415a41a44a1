package io.jenkins.plugins.bluegreen.jenkins.byhand;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The end of a log, which may be of any length, and grow. */
public final class LogTail {

    private static final int LONGEST = 64 * 1024;

    private LogTail() {}

    /** Returns whole lines of it, of 64 KB at the most; an empty text where there is no log. */
    public static String of(Path log) throws IOException {
        try (FileChannel channel = FileChannel.open(log)) {
            long from = Math.max(0, channel.size() - LONGEST);
            ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(LONGEST, channel.size()));
            while (bytes.hasRemaining() && channel.read(bytes, from + bytes.position()) >= 0) {
                continue; // a file may be read in parts
            }
            String text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
            return from == 0 ? text : text.substring(text.indexOf('\n') + 1);
        } catch (NoSuchFileException e) {
            return "";
        }
    }
}
