package io.jenkins.plugins.bluegreen.artifact.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.bluegreen.lab.Programs;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.tools.tar.TarConstants;
import org.apache.tools.tar.TarEntry;
import org.apache.tools.tar.TarInputStream;
import org.apache.tools.tar.TarOutputStream;
import org.apache.tools.zip.ZipEntry;
import org.apache.tools.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is packed of a directory or an archive, and what is refused. */
class PackingTest {

    private static final int LINK = 0120777;

    @TempDir
    Path folder;

    private Path workspace;
    private Path dist;

    @BeforeEach
    void layOut() throws IOException {
        workspace = Files.createDirectory(folder.resolve("workspace"));
        dist = Files.createDirectory(workspace.resolve("dist"));
    }

    @Test
    void aDirectoryIsPackedInAStableOrderWithItsPermissionsAndLinks() throws Exception {
        file("b.js", "rw-r-----");
        file("a/run.sh", "rwxr-xr-x");
        file("a/read-only", "r--------");
        Files.createDirectory(dist.resolve("empty"));
        Files.createSymbolicLink(dist.resolve("a/up"), Path.of("../b.js"));
        Files.createSymbolicLink(dist.resolve("이름 하나"), Path.of("a/./run.sh"));
        assertThat(packed(dist, ""))
                .containsExactly(
                        "drwxr-xr-x a/",
                        "-r-------- a/read-only",
                        "-rwxr-xr-x a/run.sh",
                        "lrwxrwxrwx a/up -> ../b.js",
                        "-rw-r----- b.js",
                        "drwxr-xr-x empty/",
                        "lrwxrwxrwx 이름 하나 -> a/./run.sh");
    }

    @Test
    void whatIsTheSameIsPackedTheSame() throws Exception {
        file("x/a", "rw-r--r--");
        file("b", "rw-r--r--");
        byte[] first = bytes(dist);
        Path copy = Files.createDirectories(workspace.resolve("copy"));
        Programs.run("cp", "-r", dist.resolve("b").toString(), dist.resolve("x").toString(), copy.toString());
        Files.setLastModifiedTime(copy.resolve("b"), FileTime.fromMillis(1_000_000));
        assertThat(bytes(copy)).isEqualTo(first);
        Files.writeString(copy.resolve("b"), "other");
        assertThat(bytes(copy)).isNotEqualTo(first);
    }

    @Test
    void longNamesAndFilesOfAnySizeArePacked() throws Exception {
        String deep = "directory/".repeat(30) + "한글".repeat(20) + ".js";
        file(deep, "rw-r--r--");
        Files.write(dist.resolve("large"), new byte[3_000_000]);
        assertThat(packed(dist, "")).contains("-rw-r--r-- " + deep).hasSize(32);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "**/.git/**|a/b",
                "dist/.git|a/b",
                "dist/.git/, dist/a/*|",
                "**/config|a/b",
                "**/*.map|a/b .git/config",
                ".git/**|a/b .git/config"
            })
    void whatIsExcludedIsNotPacked(String exclude, String left) throws Exception {
        file("a/b", "rw-r--r--");
        file(".git/config", "rw-r--r--");
        if (exclude.contains("map")) {
            file("a/b.map", "rw-r--r--");
        }
        assertThat(packed(dist, exclude).stream()
                        .filter(line -> line.startsWith("-"))
                        .map(line -> line.substring(11)))
                .containsExactlyInAnyOrder(left == null ? new String[0] : left.split(" "));
    }

    /** As README says it of a Python project, whose venv leads out of the workspace. */
    @Test
    void theWorkspaceItselfIsPackedWithoutWhatIsExcluded() throws Exception {
        String exclude = "**/.git/**, .venv/**";
        assertThat(Files.readString(Path.of("README.md"))).contains("`artifact: '.', exclude: '" + exclude + "',");
        for (String name : List.of("app.py", ".git/config", "lib/.git/config", "lib/shop.py", ".venv/pyvenv.cfg")) {
            file("../" + name, "rw-r--r--");
        }
        Files.createSymbolicLink(workspace.resolve(".venv/python"), Path.of("/usr/bin/python3"));
        assertThat(packed(workspace, exclude))
                .filteredOn(line -> !line.startsWith("d"))
                .containsExactly("-rw-r--r-- app.py", "-rw-r--r-- lib/shop.py");
        assertRefused(workspace, "the link '.venv/python' leads to '/usr/bin/python3'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/no/such/file", "..", "../other", "a/../../x", "a/..", "../dist/b", "a/../a/b"})
    void aLinkThatLeadsOutIsRefused(String target) throws Exception {
        file("a/b", "rw-r--r--");
        Files.createSymbolicLink(dist.resolve("link"), Path.of(target));
        assertRefused(dist, "the link 'link' leads to '" + target + "'");
    }

    /** Read by its letters, each of the two stays inside. */
    @Test
    void aLinkThatLeadsOutThroughAnotherOneIsRefused() throws Exception {
        Files.createDirectory(dist.resolve("a"));
        Files.createSymbolicLink(dist.resolve("a/top"), Path.of(".."));
        Files.createSymbolicLink(dist.resolve("a/out"), Path.of("top/.."));
        assertRefused(dist, "the link 'a/out' leads to 'top/..'");
    }

    /** What the system would end it at, or cut it to, is not what was looked at. */
    @Test
    void aLinkThatWouldBeReadOtherwiseOnTheHostIsRefused() throws Exception {
        assertRefused(zipOfLink("1.zip", "..\0x"), "the link 'link' leads to '..?x'");
        assertRefused(zipOfLink("2.zip", "a/".repeat(2048)), "the link 'link' leads to 'a/a/");
        assertRefused(zipOfLink("3.zip", "\uFFFD"), "the link 'link' leads to '");
        assertThat(packed(zipOfLink("4.zip", "a/".repeat(2047)), "")).hasSize(1);
    }

    @Test
    void linksInACircleArePackedAsTheyAre() throws Exception {
        Files.createSymbolicLink(dist.resolve("self"), Path.of("self"));
        Files.createSymbolicLink(dist.resolve("here"), Path.of("."));
        Files.createDirectory(dist.resolve("a"));
        Files.createSymbolicLink(dist.resolve("a/top"), Path.of(".."));
        assertThat(packed(dist, ""))
                .containsExactly(
                        "drwxr-xr-x a/", "lrwxrwxrwx a/top -> ..", "lrwxrwxrwx here -> .", "lrwxrwxrwx self -> self");
    }

    /** What Jenkins keeps for the steps that run in a folder of the workspace may be a secret; a scope of npm is none of it. */
    @Test
    void whatJenkinsKeepsBesideAFolderIsNotPacked() throws Exception {
        file("web/a", "rw-r--r--");
        file("web@tmp/secretFiles/key", "rw-------");
        file("node_modules/@tmp/index.js", "rw-r--r--");
        assertThat(packed(dist, ""))
                .filteredOn(line -> line.startsWith("-"))
                .hasSize(2)
                .noneMatch(line -> line.contains("web@tmp"));
    }

    @Test
    void whatIsEmptyIsRefused() throws Exception {
        assertRefused(dist, "there is nothing in it");
        assertRefused(tar("app.tar", entry("./", TarConstants.LF_DIR, "")), "there is nothing in it");
        assertRefused(Files.createFile(workspace.resolve("empty.tar")), "there is nothing in it");
    }

    @Test
    void aFileThatVanishesMeanwhileIsTold() throws Exception {
        file("a", "rw-r--r--");
        FolderTree vanishing = new FolderTree(dist, path -> !path.toFile().delete());
        assertThatThrownBy(() -> packing("").pack(dist, scratch -> vanishing))
                .isInstanceOf(HostException.class)
                .hasMessage("The artifact " + dist + " cannot be shipped as a directory: " + dist.resolve("a")
                        + " vanished while it was read.");
        assertThat(folder.resolve("workspace@tmp")).isEmptyDirectory();
    }

    @Test
    void nothingStaysOpenOfWhatCannotBeRead() throws Exception {
        Tree shorter = () -> {
            Entries entries = new Entries();
            entries.file("a", 0644, 2, InputStream::nullInputStream);
            return entries;
        };
        assertThatThrownBy(() -> packing("").pack(dist, scratch -> shorter))
                .hasMessageContaining("'a' became shorter while it was read");
        String open = Programs.run(
                "sh", "-c", "ls -l /proc/" + ProcessHandle.current().pid() + "/fd || :");
        assertThat(open).contains("->").doesNotContain(folder + "/workspace@tmp");
        assertThat(folder.resolve("workspace@tmp")).isEmptyDirectory();
    }

    @Test
    void whatFindsNoRoomIsRefusedBeforeItFillsTheDisk() throws Exception {
        try (RandomAccessFile huge = new RandomAccessFile(dist.resolve("huge").toFile(), "rw")) {
            huge.setLength(1L << 43);
        }
        assertRefused(dist, "MB are free in " + folder.resolve("workspace@tmp") + ", and it needs 8796093.0 MB there");
    }

    @Test
    void whatIsNoFileIsRefused() throws Exception {
        Programs.run("mkfifo", dist.resolve("pipe").toString());
        assertRefused(dist, "'pipe' is neither a file, a directory nor a link");
    }

    @Test
    void aTarIsPackedAnewInOrder() throws Exception {
        for (String name : List.of("app.tar", "app.tar.gz", "app.TGZ")) {
            Path tar = tar(
                    name,
                    entry("./", TarConstants.LF_DIR, ""),
                    entry("z/run", TarConstants.LF_NORMAL, ""),
                    entry("a", TarConstants.LF_SYMLINK, "z/run"),
                    entry("b", TarConstants.LF_LINK, "./z/run"),
                    entry("z", TarConstants.LF_DIR, ""));
            assertThat(packed(tar, ""))
                    .as(name)
                    .containsExactly(
                            "lrwxrwxrwx a -> z/run", "drwxr-x--- z/", "-rwxr-x--- z/run", "hrwxrwxrwx b -> z/run");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/etc/passwd,0,,leads out",
        "../x,0,,leads out",
        "a/../../x,0,,leads out",
        "a/../x,0,,leads out",
        "x,3,,neither a plain file",
        "x,4,,neither a plain file",
        "x,6,,neither a plain file",
        "x,2,/etc,the link 'x' leads to '/etc'",
        "x,2,../y,the link 'x' leads to '../y'",
        "x,1,/etc/passwd,leads out",
        "x,1,../y,leads out",
        "x,1,missing,which is no file before it",
        "first,0,,is in it twice",
        "./first,0,,is in it twice",
        "first/,5,,is in it twice",
        "first/below,0,,'first/below' is below 'first'"
    })
    void aTarWithWhatWouldNotStayInItIsRefused(String name, char kind, String target, String why) throws Exception {
        Path tar = tar(
                "app.tar",
                entry("first", TarConstants.LF_NORMAL, ""),
                entry(name, (byte) kind, target == null ? "" : target));
        assertRefused(tar, why);
    }

    @Test
    void nothingIsWrittenThroughALink() throws Exception {
        Path tar =
                tar("app.tar", entry("in", TarConstants.LF_SYMLINK, "."), entry("in/side", TarConstants.LF_NORMAL, ""));
        assertRefused(tar, "'in/side' is below 'in', which is no directory");
    }

    @Test
    void aZipIsPackedAnewInOrder() throws Exception {
        for (String name : List.of("app.zip", "app.war", "app.JAR")) {
            assertThat(packed(zip(name, "b/run", 0100755, "a/link", LINK, "c", 0, "b/", 0), ""))
                    .as(name)
                    .containsExactly(
                            "drwxr-xr-x a/",
                            "lrwxrwxrwx a/link -> target",
                            "drwxr-xr-x b/",
                            "-rwxr-xr-x b/run",
                            "-rw-r--r-- c");
        }
    }

    @Test
    void aZipWithWhatWouldNotStayInItIsRefused() throws Exception {
        assertRefused(zip("1.zip", "../x", 0), "leads out");
        assertRefused(zip("2.zip", "/x", 0), "leads out");
        assertRefused(zip("3.zip", "..\\x", 0), "leads out");
        assertRefused(zip("4.zip", "pipe", 0010644), "neither a file");
        assertRefused(zip("5.zip", "x", 0, "x", 0), "is in it twice");
        assertRefused(zip("6.zip", "x", LINK, "x/below", 0), "is below 'x', which is no directory");
    }

    @Test
    void whatIsNoArchiveIsRefused() throws Exception {
        for (String name : List.of("app.zip", "app.tar", "app.tgz")) {
            Path file = Files.writeString(workspace.resolve(name), "x".repeat(2000));
            assertThatThrownBy(() -> packing("").pack(file)).as(name).isInstanceOf(HostException.class);
        }
        assertThat(folder.resolve("workspace@tmp")).isEmptyDirectory();
    }

    @Test
    void namesThatAreNoUtf8AreRefused() throws Exception {
        Path zip = workspace.resolve("korean.zip");
        try (ZipOutputStream out = new ZipOutputStream(zip.toFile())) {
            out.setEncoding("MS949");
            out.setUseLanguageEncodingFlag(false);
            out.setCreateUnicodeExtraFields(ZipOutputStream.UnicodeExtraFieldPolicy.NEVER);
            out.putNextEntry(new ZipEntry("한글.txt"));
            out.closeEntry();
        }
        assertRefused(zip, "is no UTF-8");
    }

    @Test
    void whatAKilledAgentLeftIsRemoved() throws Exception {
        Path scratch = Files.createDirectory(folder.resolve("workspace@tmp"));
        Path left = Files.createFile(scratch.resolve("blue-green-1.tar"));
        Path secret = Files.createFile(scratch.resolve("secret"));
        Files.createFile(scratch.resolve("blue-green-2.tar"));
        file("a", "rw-r--r--");
        for (Path old : List.of(left, secret)) {
            Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofDays(3))));
        }
        packing("").pack(dist).close();
        assertThat(scratch.toFile().list()).containsExactlyInAnyOrder("blue-green-2.tar", "secret");
    }

    private Packing packing(String exclude) {
        return new Packing(workspace, true, exclude);
    }

    private byte[] bytes(Path source) throws Exception {
        try (Packed packed = packing("").pack(source)) {
            return Files.readAllBytes(packed.tar());
        }
    }

    private List<String> packed(Path source, String exclude) throws Exception {
        List<String> lines = new ArrayList<>();
        try (Packed packed = packing(exclude).pack(source)) {
            try (InputStream file = Files.newInputStream(packed.tar());
                    TarInputStream in = new TarInputStream(file, "UTF-8")) {
                for (TarEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                    lines.add(line(entry));
                    assertThat(entry.getModTime()).hasTime(0);
                }
            }
            assertThat(packed.entries()).isEqualTo(lines.size());
        }
        assertThat(folder.resolve("workspace@tmp")).isEmptyDirectory();
        return lines;
    }

    private static String line(TarEntry entry) {
        StringBuilder mode = new StringBuilder();
        for (int bit = 8; bit >= 0; bit--) {
            mode.append((entry.getMode() >> bit & 1) == 1 ? "xwr".charAt(bit % 3) : '-');
        }
        String kind = entry.isDirectory() ? "d" : entry.isSymbolicLink() ? "l" : entry.isLink() ? "h" : "-";
        return kind + mode + " " + entry.getName()
                + (entry.getLinkName().isEmpty() ? "" : " -> " + entry.getLinkName());
    }

    private void assertRefused(Path source, String why) throws IOException {
        assertThatThrownBy(() -> packing("").pack(source))
                .isInstanceOf(HostException.class)
                .hasMessageStartingWith("The artifact " + source + " cannot be shipped as a directory: ")
                .hasMessageContaining(why);
        assertThat(folder.resolve("workspace@tmp")).isEmptyDirectory();
    }

    private void file(String name, String permissions) throws IOException {
        Path file = dist.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, name);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
        try (Stream<Path> all = Files.walk(dist)) {
            for (Path directory : all.filter(Files::isDirectory).toList()) {
                Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        }
    }

    private static TarEntry entry(String name, byte kind, String target) {
        TarEntry entry = new TarEntry(name, true);
        entry.setLinkFlag(kind);
        entry.setMode(0750);
        entry.setLinkName(target);
        entry.setSize(kind == TarConstants.LF_NORMAL ? name.length() : 0);
        return entry;
    }

    private Path tar(String name, TarEntry... entries) throws IOException {
        Path tar = workspace.resolve(name);
        OutputStream file = Files.newOutputStream(tar);
        try (TarOutputStream out = new TarOutputStream(name.endsWith(".tar") ? file : new GZIPOutputStream(file))) {
            for (TarEntry entry : entries) {
                out.putNextEntry(entry);
                out.write(entry.getName().substring(0, (int) entry.getSize()).getBytes(StandardCharsets.US_ASCII));
                out.closeEntry();
            }
        }
        return tar;
    }

    /** Packs a zip of names and modes by turns, 0 for none; a link leads to {@code target}. */
    private Path zip(String name, Object... namesAndModes) throws IOException {
        return zip(name, "target", namesAndModes);
    }

    private Path zipOfLink(String name, String target) throws IOException {
        return zip(name, target, new Object[] {"link", LINK});
    }

    private Path zip(String name, String target, Object[] namesAndModes) throws IOException {
        Path zip = workspace.resolve(name);
        try (ZipOutputStream out = new ZipOutputStream(zip.toFile())) {
            for (int i = 0; i < namesAndModes.length; i += 2) {
                ZipEntry entry = new ZipEntry((String) namesAndModes[i]);
                int mode = (int) namesAndModes[i + 1];
                if (mode != 0) {
                    entry.setUnixMode(mode);
                }
                out.putNextEntry(entry);
                if (mode == LINK) {
                    out.write(target.getBytes(StandardCharsets.UTF_8));
                }
                out.closeEntry();
            }
        }
        return zip;
    }
}
