package io.jenkins.plugins.bluegreen.deploy.step;

import io.jenkins.plugins.bluegreen.port.host.HostException;

/** What was started in a slot is not fit to serve: it ended, has not its port, or is not healthy. */
public final class SlotFailedException extends HostException {

    private static final long serialVersionUID = 1L;

    /** @param evidence what it said */
    SlotFailedException(String message, String evidence) {
        super(message, evidence);
    }
}
