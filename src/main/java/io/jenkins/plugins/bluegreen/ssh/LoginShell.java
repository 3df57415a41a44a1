package io.jenkins.plugins.bluegreen.ssh;

import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.shell.Command;
import io.jenkins.plugins.bluegreen.shell.CommandResult;
import java.time.Duration;

/** The one question at login: whether the account there runs commands at all, and which host this is. */
final class LoginShell {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String WORKS = "shell=";
    private static final String WORD = "bluegreen";

    /** What OpenSSH's internal-sftp says to commands (session.c). */
    private static final String SFTP_ONLY = "sftp connections only";

    /** And how its sftp-server ends when it is fed what is no SFTP (sftp-server.c). */
    private static final int NO_SFTP = 11;

    /**
     * What OpenSSH ends the whole connection with (channel_from_packet_id in channels.c) where a command ends at once and JSch,
     * which had waited for the server to take its input, sends that all the same.
     */
    private static final String UNREAD = "nonexistent channel";

    private LoginShell() {}

    /** Makes another connection to the same account. */
    interface Again {
        Connection connect() throws HostException;
    }

    /**
     * Asks.
     *
     * @param again where the account ends the connection for being asked
     * @return what only this host has as long as it runs, or an empty text where that cannot be had
     * @throws HostException if it runs no commands, with the reason
     */
    static String ask(Connection connection, Again again) throws HostException, InterruptedException {
        CommandResult answer;
        try {
            answer = answer(connection);
        } catch (HostException e) {
            throw e.getMessage().contains(UNREAD) ? why(connection, null, again) : e;
        }
        int at = answer.out().indexOf("\n" + WORKS + WORD + "\n");
        if (at < 0) {
            throw why(connection, answer, again);
        }
        String greeting = answer.out().substring(0, at);
        if (!greeting.isEmpty() && !greeting.endsWith("\n")) {
            throw new HostException(
                    account(connection)
                            + " prints something before each command, which runs into its answer, see below;"
                            + " print it only where a person is at the other end (~/.bashrc).",
                    greeting);
        }
        connection.greeting(greeting.strip());
        connection.unpacks(answer.value("unpacks").isPresent());
        return answer.value("host").orElse("");
    }

    private static CommandResult answer(Connection connection) throws HostException, InterruptedException {
        Command question = Command.script(LoginShell.class, "login", WORD);
        return new Execution(connection, question.name(), "sh", question.input())
                .run(
                        LIMIT,
                        account(connection)
                                + " ran no command within 30 s; look what its login shell reads at its start"
                                + " (~/.bashrc, /etc/profile), and where its home directory lies.");
    }

    /** It did not run what it was fed; so it is asked for something that stands on the command line alone. */
    private static CommandResult echo(Connection connection, Again again) throws HostException, InterruptedException {
        try {
            return echo(connection);
        } catch (HostException e) {
            if (!connection.gone()) {
                throw e;
            }
            try (Connection fresh = again.connect()) {
                return echo(fresh);
            }
        }
    }

    private static CommandResult echo(Connection connection) throws HostException, InterruptedException {
        return new Execution(connection, "login", "echo " + WORD, "").run(LIMIT);
    }

    private static HostException why(Connection connection, CommandResult first, Again again)
            throws HostException, InterruptedException {
        CommandResult second = echo(connection, again);
        CommandResult answer = first == null ? second : first;
        String account = account(connection);
        String said = said(answer);
        if (said.contains(SFTP_ONLY) || said.isEmpty() && answer.exitStatus() == NO_SFTP) {
            return new HostException(account
                    + " may do SFTP alone ('ForceCommand internal-sftp' in sshd_config), but a deployment runs commands;"
                    + " except that user from it.");
        }
        if (second.out().lines().anyMatch(WORD::equals)) {
            return new HostException(
                    account
                            + " runs commands, but what its login shell reads at its start (~/.bashrc, /etc/profile) takes"
                            + " the input that is meant for them; let it read nothing where no person is at the other end.",
                    first == null ? "" : said);
        }
        return new HostException(
                account + " runs no commands: it ended with exit status " + answer.exitStatus()
                        + (said.isEmpty()
                                ? " and said nothing"
                                : " and said '" + said.lines().findFirst().orElse("") + "'")
                        + "; its login shell may be none (nologin, /bin/false), what that reads at its start (~/.bashrc) may"
                        + " end it, or sshd may run another command (ForceCommand, or command= in authorized_keys).",
                said);
    }

    private static String said(CommandResult answer) {
        return (answer.out() + "\n" + answer.err()).strip();
    }

    private static String account(Connection connection) {
        return "The account " + connection.user() + " on " + connection.name();
    }
}
