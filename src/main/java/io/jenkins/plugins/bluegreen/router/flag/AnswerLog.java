package io.jenkins.plugins.bluegreen.router.flag;

import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.host.RemoteHost;
import io.jenkins.plugins.bluegreen.port.router.CanaryRouter.Answer;
import io.jenkins.plugins.bluegreen.port.router.CanaryRouter.Answers;
import io.jenkins.plugins.bluegreen.shell.Command;
import io.jenkins.plugins.bluegreen.shell.CommandResult;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The files on one host in which a router notes its answers, each read from where it was left, also where it is rotated meanwhile. */
public final class AnswerLog implements Answers {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** A command says no more than twice as much. */
    private static final int MOST = 500_000;

    /** 4 MB, some 50,000 answers, at a look; of more, the rest is passed over. */
    private static final int READS = 8;

    /** So often is looked at a file that was rotated and read to its end. */
    private static final int LOOKS_BACK = 4;

    private static final Pattern HEAD =
            Pattern.compile("inode=(\\d+) size=(\\d+) from=(\\d+)(?: missed=(yes|no) old=(yes|no))?");

    private final RemoteHost host;
    private final Notes notes;
    private final List<Place> places = new ArrayList<>();
    private final List<Place> former = new ArrayList<>();
    private boolean grown;

    private AnswerLog(RemoteHost host, Notes notes) {
        this.host = host;
        this.notes = notes;
    }

    /**
     * How a router notes its answers.
     *
     * @param router what it is called in a sentence
     * @param group whose users may read that on Debian
     * @param line tells what came of a request by a line; nothing for one that tells nothing of a slot
     */
    public record Notes(String router, String group, Function<String, Optional<Answer>> line) {}

    private static final class Place {

        private final String file;
        private String inode = "";
        private long offset;
        private int looks = LOOKS_BACK;

        Place(String file) {
            this.file = file;
        }

        Place rotated() {
            Place old = new Place(file);
            old.inode = inode;
            old.offset = offset;
            return old;
        }
    }

    /** Returns the files from where they end now. */
    public static AnswerLog atItsEnd(RemoteHost host, Notes notes, List<String> files)
            throws HostException, InterruptedException {
        AnswerLog log = new AnswerLog(host, notes);
        for (String file : files) {
            Place place = new Place(file);
            Part end = log.part(place);
            place.inode = end.inode();
            place.offset = end.size();
            log.places.add(place);
        }
        return log;
    }

    @Override
    public long read(Consumer<Answer> each) throws HostException, InterruptedException {
        long passed = 0;
        boolean missed = false;
        grown = false;
        readFormer(each);
        for (Place place : places) {
            boolean more = true;
            for (int i = 0; i < READS && more; i++) {
                Part part = part(place);
                missed |= part.missed();
                grown |= part.size() > part.from();
                Place rotated = place.rotated();
                long whole = lines(part.text(), each);
                // A line that has no end yet is read again, but where nobody will write it to its end.
                place.offset = part.old() && whole == 0 ? part.size() : part.from() + whole;
                more = part.old() || whole > 0 && place.offset < part.size();
                if (!part.inode().equals(place.inode) && !part.missed()) {
                    former.add(rotated);
                }
                place.inode = part.inode();
                if (more && i == READS - 1) {
                    passed += part.size() - place.offset;
                    place.offset = part.size();
                }
            }
        }
        return missed ? -1 : passed;
    }

    private void readFormer(Consumer<Answer> each) throws HostException, InterruptedException {
        for (Place place : former) {
            Part part = part(place, "former");
            grown |= part.size() > part.from();
            place.offset = part.from() + lines(part.text(), each);
            place.looks--;
        }
        former.removeIf(place -> place.looks == 0);
    }

    /** A line of whatever was asked for will do: what the router answers itself stands there as well. */
    @Override
    public String silent() {
        return grown
                ? ""
                : notes.router() + " on " + host.name() + " notes nothing in "
                        + places.stream().map(place -> place.file).collect(Collectors.joining(", "));
    }

    /** Hands on the lines that have an end, and returns how long they are. */
    private long lines(String text, Consumer<Answer> each) {
        int end = text.lastIndexOf('\n') + 1;
        text.substring(0, end).lines().forEach(line -> notes.line().apply(line).ifPresent(each));
        if (end == 0 && text.length() >= MOST) {
            // It is no line of ours.
            return MOST;
        }
        return text.substring(0, end).getBytes(StandardCharsets.UTF_8).length;
    }

    private record Part(String inode, long size, long from, boolean missed, boolean old, String text) {}

    private Part part(Place place, String... only) throws HostException, InterruptedException {
        CommandResult result = host.run(
                new Command(
                        "answers",
                        SwitchedFile.script("start") + SwitchedFile.script("answers"),
                        Stream.concat(
                                        Stream.of(
                                                place.file,
                                                place.inode,
                                                Long.toString(place.offset),
                                                Integer.toString(MOST)),
                                        Stream.of(only))
                                .toList()),
                LIMIT);
        String[] said = result.out().split("\n", 2);
        Matcher head = HEAD.matcher(said[0]);
        if (!result.ok() || !head.matches()) {
            throw new HostException(
                    "The answers that " + notes.router() + " on " + host.name() + " notes in " + place.file
                            + " cannot be read, so that a canary could not be judged; let the login user read that file, also the next one"
                            + " after a rotation (on Debian: usermod -aG " + notes.group() + " USER).",
                    result.said());
        }
        return new Part(
                head.group(1),
                Long.parseLong(head.group(2)),
                Long.parseLong(head.group(3)),
                "yes".equals(head.group(4)),
                "yes".equals(head.group(5)),
                said.length > 1 ? said[1] : "");
    }
}
