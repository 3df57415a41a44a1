package io.jenkins.plugins.bluegreen.ssh.jsch;

import com.jcraft.jsch.JSchAlgoNegoFailException;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What to say where the two sides of a connection know no algorithm in common (RFC 4253, 7.1). */
public final class Mismatch {

    /** By JSch's name of each kind, what it is, and the line of sshd_config(5) that chooses. */
    private static final Map<String, String[]> KINDS = Map.of(
            "kex", new String[] {"key exchange", "KexAlgorithms"},
            "server_host_key", new String[] {"host key", "HostKeyAlgorithms"},
            "cipher", new String[] {"cipher", "Ciphers"},
            "mac", new String[] {"integrity check", "MACs"},
            "compression", new String[] {"compression", "Compression"});

    /** Flags that are sent among the algorithms. */
    private static final Pattern NO_ALGORITHM = Pattern.compile("ext-info-[cs]|kex-strict-.*");

    private Mismatch() {}

    /**
     * Says it.
     *
     * @param host the host as the console names it
     */
    public static HostException of(String host, JSchAlgoNegoFailException e) {
        String jsch = e.getAlgorithmName().replaceFirst("\\..*", "");
        String[] kind = KINDS.getOrDefault(jsch, new String[] {jsch, "sshd_config"});
        return new HostException("The SSH server on " + host + " and this side have no " + kind[0]
                + " in common: it allows only " + names(e.getServerProposal()) + "; allow one of these there as well ("
                + kind[1] + " in sshd_config): " + names(e.getJSchProposal()) + ".");
    }

    private static String names(String list) {
        return Stream.of(list.split(","))
                .filter(name -> !NO_ALGORITHM.matcher(name).matches())
                .collect(Collectors.joining(", "));
    }
}
