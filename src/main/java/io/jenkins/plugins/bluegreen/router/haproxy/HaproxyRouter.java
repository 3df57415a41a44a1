package io.jenkins.plugins.bluegreen.router.haproxy;

import io.jenkins.plugins.bluegreen.model.value.PreviewToken;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.host.RemoteHost;
import io.jenkins.plugins.bluegreen.port.router.CanaryRouter;
import io.jenkins.plugins.bluegreen.port.router.PreviewRouter;
import io.jenkins.plugins.bluegreen.port.router.RouterState;
import io.jenkins.plugins.bluegreen.port.router.RouterTerms;
import io.jenkins.plugins.bluegreen.shell.Command;
import io.jenkins.plugins.bluegreen.shell.CommandResult;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A map of HAProxy says which slot is live. It is asked at each request, and holds twice: in its file, by which a reload or a restart goes, and
 * in the HAProxy that runs. A switch writes both, the file first.
 */
public final class HaproxyRouter implements CanaryRouter, PreviewRouter {

    private final RemoteHost host;
    private final MapPlace place;
    private final SlotPair slots;
    private final MapSwitch map;

    /** What the file said when it was read last, as the snapshot of a state; a switch refuses where that is not what is there. */
    private volatile RouterState known;

    private volatile List<Section> sections = List.of();
    private volatile String memory = "";

    /** What a switch of ours has had HAProxy go by, which a reload at that very moment may undo. */
    private volatile Optional<String> switched = Optional.empty();

    /** Whether a switch failed, or was not heard of again, and it was not seen that what was there is there again. */
    private volatile boolean unsure;

    HaproxyRouter(RemoteHost host, MapPlace place, SlotPair slots) {
        this.host = host;
        this.place = place;
        this.slots = slots;
        this.map = new MapSwitch(host, place);
    }

    @Override
    public String name() {
        return host.name();
    }

    @Override
    public RouterTerms terms() {
        return new RouterTerms(
                "HAProxy on " + name() + " goes by another value of " + place.key() + " than " + place.file()
                        + " has, so it would serve another slot after a reload; write into the file what is to hold, and reload HAProxy",
                "what HAProxy on " + name() + " serves is not known",
                "It is not known what HAProxy on " + name() + " serves.",
                "no configuration of a running HAProxy could be read there in which a frontend names " + place.file()
                        + " and takes HTTP on the loopback address (it may be in a container, have files that the login user may"
                        + " not read, or are not named on its command line by an absolute path, listen at another address, or want"
                        + " the PROXY protocol)",
                "write the line '" + place.key() + " blue' or '" + place.key() + " green', whichever is live, into "
                        + place.file() + " and reload HAProxy",
                "HAProxy",
                "they end by themselves",
                "where those are idle ones of HAProxy, 'default-server pool-purge-delay 1s' in its backend ends them early; an open"
                        + " WebSocket stays to its own end, or that of the old process");
    }

    @Override
    public RouterState read() throws HostException, InterruptedException {
        return state(host.run(map.look(false), MapSwitch.LIMIT), false);
    }

    /** By the file alone; a key that is not in it means blue. */
    @Override
    public Optional<Slot> reloaded() throws HostException, InterruptedException {
        Optional<String> written = map.written(host.run(map.look(false), MapSwitch.LIMIT));
        return Optional.of(written.isEmpty() ? Slot.BLUE : value(written.get()).live());
    }

    @Override
    public RouterState inspect() throws HostException, InterruptedException {
        return parse(host.run(inspectCommand(), MapSwitch.LIMIT));
    }

    @Override
    public Command inspectCommand() {
        return map.look(true);
    }

    @Override
    public RouterState parse(CommandResult result) throws HostException {
        RouterState state = state(result, true);
        Optional<String> refused = result.value("refused");
        if (refused.isPresent()) {
            throw new HostException(
                    "HAProxy on " + name() + " could not be switched by " + place.file() + ": " + refused.get() + ".");
        }
        memory = result.value("memory").orElse("");
        String configuration = configuration(result);
        sections = Section.of(own(configuration));
        ServersFit.check(name(), place, slots, sections);
        return state.with(HaproxyDoors.of(configuration, users(result), place.file()));
    }

    /** Returns the configuration of the HAProxy that names the file; an empty text where it cannot be read, or not to its end. */
    public static String configuration(CommandResult result) {
        String text = lines(result, "configuration=").collect(Collectors.joining("\n"));
        return text.endsWith("# the end") ? text : "";
    }

    /** Where several name the file, it may be another one's than that of the HAProxy that is switched: it has to name the socket as well. */
    private String own(String configuration) {
        return configuration.contains(place.socket()) ? configuration : "";
    }

    private static Set<Integer> users(CommandResult result) {
        return lines(result, "user=").map(Integer::valueOf).collect(Collectors.toSet());
    }

    private static Stream<String> lines(CommandResult result, String prefix) {
        return result.out()
                .lines()
                .filter(line -> line.startsWith(prefix))
                .map(line -> line.substring(prefix.length()));
    }

    /** What is no good for a switch to come keeps none from being taken back; so that is looked at only where one is to be begun. */
    private RouterState state(CommandResult result, boolean toBegin) throws HostException {
        Optional<String> written = map.written(result);
        Running running = map.running(result);
        if (toBegin) {
            ServersFit.check(name(), place.name(), slots, running);
        }
        Optional<MapValue> value = written.isEmpty() ? Optional.empty() : Optional.of(value(written.get()));
        boolean stale = !running.value().equals(written);
        String source = place.file() + " says " + shown(written)
                + (stale ? ", and HAProxy goes by " + shown(running.value()) : "")
                + (unsure ? ", which may be half of a switch" : "");
        RouterState state =
                new RouterState(value.map(MapValue::live), source, written.orElse(null), stale || unsure, false);
        int share = value.map(MapValue::share).orElse(0);
        RouterState led = share == 0
                ? state
                : state.leading(share, ", which leads " + share + " % of the clients to the other slot");
        boolean testers = Stream.of(written, running.value())
                .flatMap(Optional::stream)
                .flatMap(text -> MapValue.of(text).stream())
                .anyMatch(each -> !each.tester().isEmpty());
        known = testers ? led.previewing() : led;
        return known;
    }

    private String shown(Optional<String> value) {
        return value.map(text -> place.key() + " " + text.replaceFirst("[0-9a-f]{64}$", "..."))
                .orElse("nothing of " + place.key());
    }

    private MapValue value(String value) throws HostException {
        return MapValue.of(value)
                .orElseThrow(() -> new HostException("The map file " + place.file() + " on " + name() + " has '" + value
                        + "' for " + place.key() + "; it has to be blue or green, whichever is live."));
    }

    @Override
    public void check() throws HostException, InterruptedException {
        inspect();
    }

    @Override
    public void checkReach() throws HostException {
        if (!memory.isEmpty()) {
            throw new HostException("HAProxy on " + name() + " goes by " + place.file() + ", but " + memory
                    + ", so after a reboot nothing would say any more which slot is live; choose a directory on a disk,"
                    + " such as /etc/haproxy/bluegreen.");
        }
        HaproxyDoors.checkAlone(name(), place, sections);
    }

    @Override
    public List<String> advise() throws HostException, InterruptedException {
        CommandResult result = host.run(inspectCommand(), MapSwitch.LIMIT);
        return HaproxyAdvice.of(configuration(result), place.file());
    }

    @Override
    public String switchTo(Slot slot) throws HostException, InterruptedException {
        if (known == null) {
            read();
        }
        change(Optional.ofNullable(known.snapshot()), Optional.of(slot.label()));
        return "";
    }

    @Override
    public void restore(RouterState before) throws HostException, InterruptedException {
        switched = Optional.empty();
        RouterState now = read();
        if (now.stale() || !Objects.equals(now.snapshot(), unseen(before.snapshot()))) {
            change(Optional.ofNullable(now.snapshot()), Optional.ofNullable(unseen(before.snapshot())));
        }
    }

    /** A switch, and what undoes it, is the end of a preview. */
    private static String unseen(String snapshot) {
        return Optional.ofNullable(snapshot)
                .map(text ->
                        MapValue.of(text).map(value -> value.unseen().text()).orElse(text))
                .orElse(null);
    }

    /** The value alone does nothing but in a frontend that knows what it means: with the block for no shares, it is the end of no backend's name. */
    @Override
    public void checkShares() throws HostException, InterruptedException {
        String cannot = "HAProxy on " + name() + " cannot lead a share of the clients to a slot: ";
        String add =
                "; put in what 'Show the configuration' prints where strategy is canary, and docs/routers/haproxy.md shows, and"
                        + " reload HAProxy.";
        CommandResult result = host.run(inspectCommand(), MapSwitch.LIMIT);
        parse(result);
        answers();
        if (!LeadingRules.sharesFound(map.socket(), place.name())) {
            throw new HostException(cannot + "as it runs, no rule of it compares the live backend with " + place.name()
                    + "_blue and " + place.name() + "_green" + add);
        }
        refuseAsAnEnd(result, cannot, add);
        Optional<String> wrong = LeadingRules.wrong(own(configuration(result)), place);
        if (wrong.isPresent()) {
            throw new HostException(cannot + "it " + wrong.get() + add);
        }
    }

    /** With the block for neither shares nor testers, the value that leads them is the end of no backend's name. */
    private void refuseAsAnEnd(CommandResult looked, String cannot, String add) throws HostException {
        Optional<String> without = LeadingRules.without(configuration(looked), place);
        if (without.isPresent()) {
            throw new HostException(cannot + "the value of " + place.key() + " is the end of a backend's name in "
                    + without.get() + add);
        }
    }

    @Override
    public String lead(Slot slot, int percent) throws HostException, InterruptedException {
        RouterState now = read();
        boolean led = now.live().equals(Optional.of(slot.other()));
        if (!led && percent == 0 && !now.stale()) {
            return "";
        }
        if (!led) {
            throw new HostException("Where " + percent + " % of the clients were to be led to " + slot.label() + " on "
                    + name() + ", " + now.source() + "; look who else writes it.");
        }
        String tester = Optional.ofNullable(now.snapshot())
                .flatMap(MapValue::of)
                .map(MapValue::tester)
                .orElse("");
        write(now, new MapValue(slot.other(), percent, tester));
        return "";
    }

    private void write(RouterState now, MapValue value) throws HostException, InterruptedException {
        Optional<String> wanted = Optional.of(value.text());
        Optional<String> there = Optional.ofNullable(now.snapshot());
        if (now.stale() || !there.equals(wanted)) {
            change(there, wanted);
        }
    }

    @Override
    public void checkPreview() throws HostException, InterruptedException {
        String cannot = "HAProxy on " + name() + " cannot lead testers to a release that is held: ";
        String add =
                "; put in what 'Show the configuration' prints where haproxy.preview is set, and docs/preview.md shows, and"
                        + " reload HAProxy, or leave haproxy.preview out.";
        CommandResult result = host.run(inspectCommand(), MapSwitch.LIMIT);
        parse(result);
        if (!LeadingRules.testersFound(map.socket(), place.name())) {
            throw new HostException(
                    cannot + "as it runs, no rule of it compares anything with " + place.name() + "_preview" + add);
        }
        Optional<String> notSent = LeadingRules.notSent(configuration(result));
        if (notSent.isPresent()) {
            throw new HostException(cannot + "its configuration has no '" + notSent.get() + "'" + add);
        }
        refuseAsAnEnd(result, cannot, add);
    }

    @Override
    public String preview(Slot slot, PreviewToken token) throws HostException, InterruptedException {
        RouterState now = read();
        Optional<MapValue> value = Optional.ofNullable(now.snapshot()).flatMap(MapValue::of);
        if (value.isEmpty() || value.get().live() != slot.other()) {
            throw new HostException("Where testers were to be led to " + slot.label() + " on " + name() + ", "
                    + now.source() + "; look who else writes it.");
        }
        write(now, value.get().seenBy(token));
        return "";
    }

    @Override
    public void endPreview() throws HostException, InterruptedException {
        RouterState now = read();
        if (now.preview() && now.stale()) {
            // Both would be made the same, which leads all users to where one of them says.
            throw new HostException("Testers are still led to a slot that is not live on " + name() + ", since "
                    + now.source() + "; have both say which slot is live, by a reload of HAProxy for example, and do it"
                    + " again.");
        }
        if (now.preview()) {
            change(Optional.ofNullable(now.snapshot()), Optional.ofNullable(unseen(now.snapshot())));
        }
    }

    @Override
    public String endPreviewByHand() {
        return edited("s/^\\([ \\t]*" + keyInSed()
                + "[ \\t]\\{1,\\}[a-z]*\\(+[0-9]\\{1,\\}\\)\\{0,1\\}\\)+\\{0,1\\}+[0-9a-f]\\{64\\}/\\1/");
    }

    @Override
    public String leadNobodyByHand(Slot slot) {
        return byHand(slot.other().label());
    }

    @Override
    public Answers answers() throws HostException, InterruptedException {
        return new SlotCounters(map, switched, place.name(), slots);
    }

    private void change(Optional<String> from, Optional<String> to) throws HostException, InterruptedException {
        boolean before = unsure;
        unsure = true;
        known = null;
        switched = Optional.empty();
        try {
            map.change(from, to);
        } catch (MapSwitch.AsBeforeException e) {
            unsure = before;
            throw e;
        }
        unsure = false;
        switched = to;
    }

    @Override
    public void refresh() throws HostException, InterruptedException {
        RouterState now = read();
        if (now.stale()) {
            map.run(Optional.ofNullable(now.snapshot()));
            unsure = false;
        }
    }

    /** A reload that began before the switch and ended after it has read the file as it was, while the file is as it was written. */
    @Override
    public String undrained() throws HostException, InterruptedException {
        if (switched.isPresent()) {
            map.repair(switched);
        }
        return "";
    }

    @Override
    public String restoreByHand(RouterState before) {
        return byHand(unseen(before.snapshot()));
    }

    /** @param value null for no line */
    private String byHand(String value) {
        String key = keyInSed();
        return edited(
                value == null
                        ? "s/^[ \\t]*" + key + "[ \\t].*/# &/"
                        : "s/^\\([ \\t]*" + key + "[ \\t]\\{1,\\}\\)[a-z0-9+]*/\\1" + value + "/");
    }

    private String keyInSed() {
        return place.key().replace(".", "\\.").replace("/", "\\/");
    }

    private String edited(String edit) {
        return "sed -i '" + edit + "' \"$(readlink -f " + place.file() + ")\" && sudo systemctl reload haproxy";
    }
}
