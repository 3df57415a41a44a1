package io.jenkins.plugins.bluegreen.artifact.archive;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * A directory of this machine.
 *
 * @param root where it is
 * @param excluded which paths are left out, with all that is below them
 */
record FolderTree(Path root, Predicate<Path> excluded) implements Tree {

    /** Beside each folder that a step runs in, Jenkins keeps scripts and secret files for it. */
    private static final Pattern OF_JENKINS = Pattern.compile(".+@tmp");

    /** Where files have no such permissions. */
    private static final int ANY_MODE = 0755;

    @Override
    public Entries entries() throws IOException {
        Entries entries = new Entries();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes is) throws IOException {
                if (path.equals(root)) {
                    return FileVisitResult.CONTINUE;
                }
                if (excluded.test(path)
                        || OF_JENKINS
                                .matcher(String.valueOf(path.getFileName()))
                                .matches()) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                entries.directory(name(path), mode(path));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path path, BasicFileAttributes is) throws IOException {
                if (!excluded.test(path)) {
                    add(entries, path, is);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return entries;
    }

    private void add(Entries entries, Path path, BasicFileAttributes is) throws IOException {
        if (is.isSymbolicLink()) {
            Path target = Files.readSymbolicLink(path);
            entries.symbolicLink(
                    name(path), text(target).replace(target.getFileSystem().getSeparator(), "/"));
        } else if (is.isRegularFile()) {
            entries.file(name(path), mode(path), is.size(), () -> Files.newInputStream(path));
        } else {
            throw new IOException("'" + name(path) + "' is neither a file, a directory nor a link");
        }
    }

    private String name(Path path) {
        Path relative = root.relativize(path);
        return text(relative).replace(relative.getFileSystem().getSeparator(), "/");
    }

    /** Returns a path as UTF-8 has it. Where the locale of this JVM is another one, only a URI still tells the bytes. */
    private static String text(Path path) {
        String text = path.toString();
        if (text.chars().allMatch(c -> c < 0x80) || text.startsWith("/")) {
            return text;
        }
        String above = Path.of("").toUri().getRawPath();
        String encoded = path.toUri().getRawPath().substring(above.length());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < encoded.length(); i++) {
            if (encoded.charAt(i) == '%') {
                bytes.write(Integer.parseInt(encoded.substring(i + 1, i + 3), 16));
                i += 2;
            } else {
                bytes.write(encoded.charAt(i));
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static int mode(Path path) throws IOException {
        PosixFileAttributeView view =
                Files.getFileAttributeView(path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        if (view == null) {
            return ANY_MODE;
        }
        Set<PosixFilePermission> permissions = view.readAttributes().permissions();
        int mode = 0;
        for (PosixFilePermission permission : PosixFilePermission.values()) {
            mode = mode << 1 | (permissions.contains(permission) ? 1 : 0);
        }
        return mode;
    }
}
