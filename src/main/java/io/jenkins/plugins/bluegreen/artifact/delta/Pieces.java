package io.jenkins.plugins.bluegreen.artifact.delta;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;

/** Reads some pieces of a file, one after the other. */
final class Pieces extends InputStream {

    private final FileChannel file;
    private final Iterator<Piece> pieces;
    private long at;
    private long left;

    Pieces(Path file, List<Piece> pieces) throws IOException {
        this.file = FileChannel.open(file);
        this.pieces = pieces.iterator();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
        while (left == 0) {
            if (!pieces.hasNext()) {
                return -1;
            }
            Piece piece = pieces.next();
            at = piece.from();
            left = piece.length();
        }
        int count = file.read(ByteBuffer.wrap(bytes, from, (int) Math.min(length, left)), at);
        if (count > 0) {
            at += count;
            left -= count;
        }
        return count;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
