package io.jenkins.plugins.bluegreen.jenkins.work;

import hudson.EnvVars;
import hudson.model.AbstractBuild;
import hudson.model.EnvironmentContributingAction;
import hudson.model.InvisibleAction;
import hudson.model.Run;
import io.jenkins.plugins.bluegreen.model.outcome.OnHosts;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/**
 * Why something in a build failed, as a variable for whatever comes later in it, such as a mail. The exception that ends the step cannot say
 * it: Jenkins prints that where no secret is masked any more. What stands here is masked already, like the record.
 */
public final class FailureAction extends InvisibleAction implements EnvironmentContributingAction {

    private static final Logger LOG = Logger.getLogger(FailureAction.class.getName());

    private static final String VARIABLE = "BLUE_GREEN_FAILURE";

    /** What a host or an agent says is not believed without end, and a process is given no more than 128 kB in one variable. */
    private static final int LONGEST = 4000;

    /** A variable of a process may have 128 kB (execve(2)), and a character three bytes. */
    private static final int LONGEST_OF_ALL = 30_000;

    /** Stands in a key before the hosts, where they are known, and in no name. */
    private static final String ON = " on ";

    /** An application may be on a hundred hosts. */
    private static final int LONGEST_NAME = 200;

    // A sentence of each, by what it is about and its hosts, in the order in which they failed.
    private final LinkedHashMap<String, String> reasons;

    private FailureAction(LinkedHashMap<String, String> reasons) {
        this.reasons = reasons;
    }

    /** Returns that of a build in which nothing has failed. */
    static FailureAction none() {
        return new FailureAction(new LinkedHashMap<>());
    }

    /**
     * Leaves with a build how something in it ended.
     *
     * @param about what ended, such as the name of the application; an empty text where that is not known
     * @param hosts on which hosts it was; none where they are not known
     * @param reason why it failed, in a text that anybody may read; an empty one if it did not
     */
    static void tell(Run<?, ?> run, String about, List<String> hosts, String reason) {
        synchronized (run) {
            FailureAction was = run.getAction(FailureAction.class);
            FailureAction now = (was == null ? none() : was).with(about, hosts, reason);
            if (now.reasons.isEmpty()) {
                if (was == null) {
                    return;
                }
                run.removeActions(FailureAction.class);
            } else {
                run.addOrReplaceAction(now);
            }
            try {
                run.save();
            } catch (IOException e) {
                LOG.log(Level.WARNING, e, () -> VARIABLE + " may not outlast a restart of Jenkins.");
            }
        }
    }

    /**
     * Returns another one. Of what is done a second time on all hosts on which it failed, the first failure is forgotten, and with any
     * success what failed namelessly.
     */
    FailureAction with(String about, List<String> hosts, String reason) {
        LinkedHashMap<String, String> all = new LinkedHashMap<>(reasons);
        all.keySet()
                .removeIf(failed -> about(failed).equals(about) && among(hosts).containsAll(hosts(failed)));
        if (reason.isEmpty()) {
            all.remove("");
        } else {
            all.put(hosts.isEmpty() ? about : about + ON + String.join(" ", hosts), line(reason));
        }
        return new FailureAction(all);
    }

    private static Set<String> among(List<String> hosts) {
        Set<String> all = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        all.addAll(hosts);
        return all;
    }

    private static String about(String key) {
        int at = key.indexOf(ON);
        return at < 0 ? key : key.substring(0, at);
    }

    private static List<String> hosts(String key) {
        int at = key.indexOf(ON);
        return at < 0 ? List.of() : List.of(key.substring(at + ON.length()).split(" "));
    }

    /** One line, of what a file of Jenkins and a variable of a process can hold. */
    private static String line(String text) {
        return cut(text.strip().replaceAll("\\s+", " "), LONGEST)
                .replaceAll("[\\p{Cntrl}\\x{80}-\\x{9f}\\p{Cs}\\x{fffe}\\x{ffff}]", "?");
    }

    private static String cut(String text, int longest) {
        return text.length() > longest ? text.substring(0, longest) + "..." : text;
    }

    /** Returns the sentence; of several, each in a line of its own, behind what it is about, with its hosts where one name does not tell. */
    String text() {
        return reasons.size() == 1 ? reasons.values().iterator().next() : cut(all(), LONGEST_OF_ALL);
    }

    private String all() {
        return reasons.entrySet().stream()
                .map(each -> each.getKey().isEmpty() ? each.getValue() : name(each.getKey()) + ": " + each.getValue())
                .collect(Collectors.joining("\n"));
    }

    private String name(String key) {
        boolean tells = reasons.keySet().stream()
                        .filter(other -> about(other).equals(about(key)))
                        .count()
                == 1;
        if (tells) {
            return about(key);
        }
        List<String> hosts = hosts(key);
        return cut(hosts.size() <= OnHosts.NAMED ? key : about(key) + ON + OnHosts.named(hosts), LONGEST_NAME);
    }

    /**
     * Returns it so that it is itself again after its dollar signs were read for variables: a host may have said {@code $TOKEN}, and nobody
     * is to be told the value.
     *
     * @param times how often they are read
     */
    String escaped(int times) {
        String escaped = text();
        for (int i = 0; i < times; i++) {
            escaped = escaped.replaceAll("\\$(?=[\\w{$])", "\\$\\$");
        }
        return escaped;
    }

    /**
     * Jenkins reads the variables of a build once when it puts them together. What starts a process in a freestyle build does so again;
     * what does for a Pipeline sees to it that nothing is read.
     */
    @Override
    public void buildEnvironment(Run<?, ?> run, EnvVars env) {
        env.put(VARIABLE, escaped(run instanceof AbstractBuild ? 2 : 1));
    }
}
