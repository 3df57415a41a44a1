package io.jenkins.plugins.bluegreen.port.host;

import io.jenkins.plugins.bluegreen.shell.Batch;
import io.jenkins.plugins.bluegreen.shell.Command;
import io.jenkins.plugins.bluegreen.shell.CommandResult;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.LongConsumer;

/** One host, logged in to. All methods may be called by several threads at once. */
public interface RemoteHost extends AutoCloseable {

    /** Returns its name as the console shows it. */
    String name();

    /** Returns what two names of one host have in common, and no two hosts have; an empty text where that is not known. */
    default String identity() {
        return "";
    }

    /**
     * Runs a script to its end.
     *
     * @param limit how long it may take
     * @throws HostException if it could not be run, ended without an exit status, or took longer
     */
    CommandResult run(Command command, Duration limit) throws HostException, InterruptedException;

    /**
     * Runs a script that has to end well.
     *
     * @param limit how long it may take
     * @param sentence what to say if it does not, without the full stop
     * @throws HostException with that sentence and what the script said; also as {@link #run(Command, Duration)}
     */
    default CommandResult require(Command command, Duration limit, String sentence)
            throws HostException, InterruptedException {
        return HostException.unlessOk(run(command, limit), sentence);
    }

    /**
     * Runs several scripts, one after the other, in one round trip; none of them may read its standard input.
     *
     * @param limit how long they may take together
     * @return how each of them ended, in their order
     * @throws HostException as {@link #run(Command, Duration)}
     */
    default List<CommandResult> run(List<Command> commands, Duration limit) throws HostException, InterruptedException {
        Batch batch = new Batch(commands);
        CommandResult whole = run(batch.command(), limit);
        return batch.results(whole)
                .orElseThrow(() -> new HostException("'" + batch.names() + "' did not run to its end.", whole.said()));
    }

    /**
     * Starts a script that reads a line from its standard input now and then, and feeds it.
     *
     * @param heartbeat how often it is fed a line
     * @throws HostException if it could not be started
     */
    Lease hold(Command command, Duration heartbeat) throws HostException;

    /** From now on no script finds an environment of before: what ran there may have changed what a login finds. */
    default void renew() {
        // Where each script has a shell of its own, none does.
    }

    /**
     * Writes a file, readable by the login user alone.
     *
     * @param destination an absolute path in a directory that exists; what was there is replaced
     * @param sent is told the number of bytes sent so far
     * @throws HostException if it did not arrive whole; what did arrive may be there
     */
    void upload(Content source, String destination, LongConsumer sent) throws HostException, InterruptedException;

    /** Writes a whole file, as {@link #upload(Content, String, LongConsumer)} does. */
    default void upload(Path source, String destination, LongConsumer sent) throws HostException, InterruptedException {
        upload(Content.of(source), destination, sent);
    }

    /**
     * Connects to a TCP port of the host's own loopback address.
     *
     * @throws ForwardingRefusedException if the SSH server does not allow that
     * @throws HostException if nobody listens there, or not in time
     */
    ByteStream connect(int port, Duration timeout) throws HostException;

    /**
     * Connects to a socket file of the host (unix(7)), with the rights of the login user.
     *
     * @param socket an absolute path
     * @throws HostException if it is not there, nobody listens there, or the login user or the SSH server does not let us
     */
    ByteStream connect(String socket, Duration timeout) throws HostException;

    @Override
    void close();
}
