package io.jenkins.plugins.bluegreen.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
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
    private static final Set<String> NOT_NEEDED = Set.of("curl", "openssl", "sudo", "systemctl", "wget");

    /** Only what sentences say. */
    private static final Set<String> IN_SENTENCES = Set.of("chown", "install", "mount");

    @Test
    void theListOfToolsIsWhatIsUsed() {
        List<String> used = Scripts.commands().stream()
                .filter(word -> TOOLS_THAT_THERE_ARE.contains(word) && !NOT_NEEDED.contains(word))
                .filter(word -> !IN_SENTENCES.contains(word))
                .toList();
        assertThat(Scripts.tools()).containsExactlyElementsOf(used);
    }
}
