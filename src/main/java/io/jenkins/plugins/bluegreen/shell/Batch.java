package io.jenkins.plugins.bluegreen.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Several scripts that one shell runs one after the other, so that they cost one round trip. Each has a subshell of its own: what
 * it sets, opens or ends with is nothing to the others, and none of them finds anything on its standard input.
 */
public final class Batch {

    /** What ends each one's output; nobody on the host can know it beforehand, so nobody can write it there. */
    private final String mark = UUID.randomUUID().toString();

    private final List<Command> commands;

    /** @param commands in their order */
    public Batch(List<Command> commands) {
        this.commands = List.copyOf(commands);
    }

    /** Returns the one script. */
    public Command command() {
        StringBuilder script = new StringBuilder();
        for (Command command : commands) {
            script.append("(\n")
                    .append(command.body())
                    .append("\n) </dev/null\nset -- $?\necho \"")
                    .append(mark)
                    .append("$1\"\necho ")
                    .append(mark)
                    .append(" >&2\n");
        }
        return new Command(names(), script.toString(), List.of());
    }

    /**
     * Tells how each of them ended.
     *
     * @param whole how the one script ended
     * @return nothing if it did not come to its end
     */
    public Optional<List<CommandResult>> results(CommandResult whole) {
        String[] out = whole.out().split(mark, -1);
        String[] err = whole.err().split(mark + "\n", -1);
        if (out.length != commands.size() + 1 || err.length != out.length) {
            return Optional.empty();
        }
        List<CommandResult> results = new ArrayList<>();
        for (int i = 0; i < commands.size(); i++) {
            // Behind each mark stand the status and a line break, and then what the next one wrote.
            String written = i == 0 ? out[0] : out[i].substring(out[i].indexOf('\n') + 1);
            String status = out[i + 1].substring(0, out[i + 1].indexOf('\n'));
            results.add(new CommandResult(Integer.parseInt(status), written, err[i]));
        }
        return Optional.of(results);
    }

    /** Returns what they are called together. */
    public String names() {
        return String.join(" and ", commands.stream().map(Command::name).toList());
    }
}
