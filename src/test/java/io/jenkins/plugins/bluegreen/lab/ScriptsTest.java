package io.jenkins.plugins.bluegreen.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the scripts use is looked for on a host before they begin. */
class ScriptsTest {

    /** What coreutils, util-linux, grep, sed, findutils, gawk, procps, iproute2 and others bring (Debian's lists), and shells do not. */
    private static final List<String> TOOLS_THAT_THERE_ARE = List.of(
            ("awk b2sum base32 base64 basename bc bzip2 cat chattr chcon chgrp chmod chown chrt chroot cksum cmp column comm cp"
                            + " csplit curl cut date dd df diff dir dirname dmesg du egrep env expand expr factor fallocate fgrep"
                            + " flock fmt fold fuser gawk getent getopt grep groups gzip head hexdump hostid hostname iconv id"
                            + " inotifywait install ionice ip ipcs join jq killall last ldd less ln logger logname ls lsattr lsns"
                            + " lsof mkdir mkfifo mknod mktemp mount mv namei nc netstat nice nl nohup nproc nsenter numfmt od"
                            + " openssl paste patch perl pgrep pinky pkill prlimit printenv ps ptx python3 readlink realpath rename"
                            + " renice rev rm rmdir runcon script sed seq setpriv setsid sha1sum sha256sum sha512sum shred shuf"
                            + " sleep sort split ss stat stdbuf stty su sudo sum sync systemctl tac tail taskset tee timeout touch"
                            + " tr truncate tsort tty uname unexpand uniq unlink unshare uptime uuidgen vdir wc wget whereis which"
                            + " who whoami xargs xxd")
                    .split(" "));

    /** Used where they are there, or looked for by who uses them. */
    private static final Set<String> NOT_NEEDED =
            Set.of("curl", "fallocate", "gzip", "openssl", "ss", "sudo", "systemctl", "wget");

    /** Only what sentences say. */
    private static final Set<String> IN_SENTENCES = Set.of("chown", "install", "mount");

    private static final Set<String> TOOLS_THAT_CHANGE = Set.of(
            "chmod",
            "cp",
            "dd",
            "kill",
            "ln",
            "mkdir",
            "mv",
            "rm",
            "setsid",
            "sync",
            "tar",
            "tee",
            "touch",
            "truncate");

    /** A file that is written; what is thrown away, or goes where another file is open already, is none. */
    private static final Pattern WRITTEN = Pattern.compile("\\d?<?>>?[ ]*(?!/dev/null|&)[\\w\"$/.]");

    private static final Pattern ALONE = Pattern.compile("(?m)^ *alone( .*)?$");

    /** Sentences that name a command for somebody. */
    private static final Pattern SAID = Pattern.compile("(?m)^.*\\brefused? \".*$");

    /** Why they need not. */
    private static final Map<String, String> NEVER_ALONE = Map.ofEntries(
            Map.entry("deploy/journal/lock.sh", "it takes the application's lock, which says who may change something"),
            Map.entry(
                    "process/session/leader.sh",
                    "it is what runs in the slot, and writes what is the slot's own alone"),
            Map.entry("process/session/logs.sh", "it is for who is alone, and for the leader"),
            Map.entry("process/slot/command.sh", "it is for who is alone"),
            Map.entry("process/slot/unit.sh", "it is for who is alone"),
            Map.entry(
                    "process/slot/end-standby.sh",
                    "it is alone as soon as its time is over, and changes nothing before"),
            Map.entry("process/session/start-live.sh", "it takes the application's lock before, as lock.sh does"),
            Map.entry("probe/ask-from-host.sh", "it writes to a temporary file that nobody else has"),
            Map.entry("router/flag/file.sh", "it has the file that is locked where a directory cannot be"),
            Map.entry("router/command/run.sh", "it writes to a temporary folder that nobody else has"),
            Map.entry("shell/directory.sh", "it has the one that is locked"));

    /** Who had the application's lock taken away, or whose script is still at work, must not change what another one has changed since. */
    @Test
    void whatChangesSomethingIsAloneBefore() {
        assertThat(Scripts.texts().entrySet().stream()
                        .filter(script -> changes(
                                beforeAlone(SAID.matcher(script.getValue()).replaceAll(""))))
                        .map(Map.Entry::getKey))
                .containsExactlyInAnyOrderElementsOf(NEVER_ALONE.keySet());
    }

    private static String beforeAlone(String script) {
        return ALONE.split(script, 2)[0];
    }

    private static boolean changes(String text) {
        return Scripts.commands(text).stream().anyMatch(TOOLS_THAT_CHANGE::contains)
                || WRITTEN.matcher(text).find();
    }

    /** A limit goes by /proc/uptime, which nobody sets back. */
    @Test
    void onlyWhatIsShownIsADate() {
        assertThat(Scripts.texts().entrySet().stream()
                        .filter(script -> Scripts.commands(script.getValue()).contains("date"))
                        .map(Map.Entry::getKey))
                .containsExactly(
                        "deploy/journal/lock.sh",
                        "process/session/leader.sh",
                        "process/session/start-live.sh",
                        "process/session/upkeep.sh",
                        "process/slot/end-standby.sh",
                        "process/slot/sockets.sh",
                        "process/slot/stand-by.sh");
    }

    @Test
    void theListOfToolsIsWhatIsUsed() {
        List<String> used = Scripts.commands().stream()
                .filter(word -> TOOLS_THAT_THERE_ARE.contains(word) && !NOT_NEEDED.contains(word))
                .filter(word -> !IN_SENTENCES.contains(word))
                .toList();
        assertThat(Scripts.tools()).containsExactlyElementsOf(used);
    }
}
