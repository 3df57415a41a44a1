package io.jenkins.plugins.bluegreen.router.nginx;

import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.host.RemoteHost;
import io.jenkins.plugins.bluegreen.port.router.RouterState;
import io.jenkins.plugins.bluegreen.router.nginx.config.NginxConfig;
import io.jenkins.plugins.bluegreen.shell.CommandResult;
import io.jenkins.plugins.bluegreen.shell.Fence;
import io.jenkins.plugins.bluegreen.shell.Quoting;
import java.util.List;
import java.util.Optional;

/**
 * The reload-free layout: nginx tests at each request whether the flag file is there, and sends it to green if so ({@code if
 * (-f ...)}, ngx_http_rewrite_module). No worker is replaced, so no connection is closed.
 */
final class FlagSwitch extends NginxRouter {

    FlagSwitch(RemoteHost host, NginxConfig.Flag config, SlotPair slots) {
        super(host, config, slots);
    }

    @Override
    String layout() {
        return "reload-free";
    }

    @Override
    RouterState interpret(CommandResult result) {
        return result.value("content")
                .map(bytes -> new RouterState(Optional.of(Slot.GREEN), file + " is there", bytes, false, false))
                .orElseGet(() -> new RouterState(Optional.of(Slot.BLUE), file + " is not there", null, false, false));
    }

    @Override
    public String switchTo(Slot slot) throws HostException, InterruptedException {
        String wanted = slot == Slot.GREEN ? "on" : "off";
        CommandResult result = host.run(Fence.guarded(switching("flag", "flag", List.of(file, wanted))), LONG);
        if (!result.ok()) {
            throw new HostException(
                    "The flag file " + file + " on " + name() + " could not be "
                            + (slot == Slot.GREEN ? "created" : "removed")
                            + "; its directory must exist and belong to the login user.",
                    result.said());
        }
        Optional<Slot> live = read().live();
        if (!live.equals(Optional.of(slot))) {
            throw new HostException(
                    "The flag file " + file + " on " + name() + " was changed by somebody else during the"
                            + " switch to " + slot.label() + "; look who else writes it.");
        }
        return unlocked(result);
    }

    @Override
    public void restore(RouterState before) throws HostException, InterruptedException {
        switchTo(before.snapshot() == null ? Slot.BLUE : Slot.GREEN);
    }

    @Override
    public void refresh() {
        // It looks at each request.
    }

    @Override
    List<Long> oldWorkers() {
        return List.of();
    }

    @Override
    public String restoreByHand(RouterState before) {
        return (before.snapshot() == null ? "rm -f " : "touch ") + Quoting.quote(file);
    }
}
