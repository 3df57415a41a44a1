package io.jenkins.plugins.bluegreen.router.flag;

import io.jenkins.plugins.bluegreen.model.value.PlanException;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.host.RemoteHost;
import io.jenkins.plugins.bluegreen.port.router.FoundSwitch;
import io.jenkins.plugins.bluegreen.port.router.RouterScout;
import io.jenkins.plugins.bluegreen.port.router.Sighting;
import io.jenkins.plugins.bluegreen.shell.Command;
import io.jenkins.plugins.bluegreen.shell.CommandResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks for routers that are switched by a flag file alone, with the script {@code follow.sh} by which a {@link FlagRouter} follows one. */
public abstract class FlagScout implements RouterScout {

    private static final long serialVersionUID = 1L;

    private static final Duration LIMIT = Duration.ofSeconds(30);

    /** Returns what begins the lines of a configuration that the script prints. */
    protected abstract String key();

    /** Returns by what one chooses between two ports, of all that it tests for; nothing of what is not sure. */
    protected abstract List<FoundSwitch> found(List<String> configuration);

    /** Returns what is to be made for an application. */
    protected abstract Sighting.Fresh fresh(String application, String login);

    /** Throws what keeps a path from being a flag file. */
    protected abstract void check(String file);

    @Override
    public final Sighting look(RemoteHost host, String application, String login)
            throws HostException, InterruptedException {
        String script = SwitchedFile.script("start")
                + Command.script(getClass(), "follow").script()
                + SwitchedFile.script("scout");
        CommandResult result = host.run(new Command("scout", script, List.of()), LIMIT);
        boolean runs = false;
        String unread = "";
        List<FoundSwitch> found = new ArrayList<>();
        List<String> all = List.of(result.out().split("(?m)^router=", -1));
        for (String each : all.subList(1, all.size())) {
            CommandResult one = new CommandResult(0, each, "");
            List<String> untold = FlagRouter.lines(one, "untold");
            List<String> configuration = FlagRouter.lines(one, key());
            if (!untold.isEmpty()) {
                unread = untold.get(0);
            } else if (!configuration.isEmpty()) {
                runs = true;
                found.addAll(found(configuration));
            }
        }
        return new Sighting(runs, unread, found, fresh(application, login));
    }

    /** Returns one of what was found, if a deployment can go by the file. */
    protected final Optional<FoundSwitch> found(String site, String file, SlotPair slots) {
        if (FlagFile.isBeside(file) || slots.blue() == slots.green()) {
            return Optional.empty();
        }
        try {
            check(file);
        } catch (PlanException e) {
            return Optional.empty();
        }
        return Optional.of(
                new FoundSwitch(site, file, file, Map.of("flagFile", file), slots.blue(), Optional.of(slots.green())));
    }

    /**
     * Returns what is to be made below a directory that is commonly the router's own.
     *
     * @param into where the block goes, for a reader
     */
    protected static Sighting.Fresh below(String directory, String into, String application, String login) {
        String folder = directory + "/bluegreen/" + application;
        String file = folder + "/green";
        return new Sighting.Fresh(
                Map.of("flagFile", file),
                file,
                "As root, run 'install -d -o " + login + " -m 755 " + folder
                        + "' there, put the block that 'Show the configuration' prints into " + into
                        + ", and reload it once; no file means blue, so where green is live already, create it before.");
    }
}
