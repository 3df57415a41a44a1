package io.jenkins.plugins.bluegreen.deploy.strategy;

import io.jenkins.plugins.bluegreen.port.host.HostException;

/** Something speaks against a canary, and it is to be left where it is, for people to look at; nothing is undone. */
public final class CanaryHeldException extends HostException {

    private static final long serialVersionUID = 1L;

    CanaryHeldException(String sentence, String evidence) {
        super(sentence, evidence);
    }
}
