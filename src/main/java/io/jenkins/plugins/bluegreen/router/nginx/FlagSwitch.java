package io.jenkins.plugins.bluegreen.router.nginx;

import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.host.RemoteHost;
import io.jenkins.plugins.bluegreen.port.router.RouterState;
import io.jenkins.plugins.bluegreen.router.flag.FlagFile;
import io.jenkins.plugins.bluegreen.router.nginx.config.NginxConfig;
import io.jenkins.plugins.bluegreen.shell.CommandResult;
import java.util.List;

/**
 * The reload-free layout: nginx tests at each request whether the flag file is there, and sends it to green if so ({@code if
 * (-f ...)}, ngx_http_rewrite_module). No worker is replaced, so no connection is closed.
 */
final class FlagSwitch extends NginxRouter {

    private final FlagFile flag;

    FlagSwitch(RemoteHost host, NginxConfig.Flag config, SlotPair slots) {
        super(host, config, slots);
        this.flag = new FlagFile(host, config.file(), NGINX);
    }

    @Override
    String layout() {
        return "reload-free";
    }

    @Override
    public RouterState read() throws HostException, InterruptedException {
        return flag.read();
    }

    @Override
    RouterState interpret(CommandResult result) {
        return flag.state(result);
    }

    @Override
    public String switchTo(Slot slot) throws HostException, InterruptedException {
        return flag.switchTo(slot);
    }

    @Override
    public void restore(RouterState before) throws HostException, InterruptedException {
        flag.restore(before);
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
        return flag.restoreByHand(before);
    }
}
