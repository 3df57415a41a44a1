package io.jenkins.plugins.bluegreen.deploy.hook;

import io.jenkins.plugins.bluegreen.deploy.host.ApplicationHost;
import io.jenkins.plugins.bluegreen.deploy.undo.Step;
import io.jenkins.plugins.bluegreen.port.host.HostException;

/** What may be left of a hook whose end was not seen on a host. */
public record EndHook(ApplicationHost on) implements Step {

    @Override
    public String host() {
        return on.name();
    }

    @Override
    public String name() {
        return "what a hook left running";
    }

    @Override
    public String run() {
        return "";
    }

    @Override
    public void undo() throws HostException, InterruptedException {
        RunHook.end(on);
    }
}
