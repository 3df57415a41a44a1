package io.jenkins.plugins.bluegreen.deploy.strategy;

import io.jenkins.plugins.bluegreen.port.CancelledException;
import io.jenkins.plugins.bluegreen.port.host.HostException;

/** In which order, and in which portions, traffic moves from the slot that serves to the new one. The new one is healthy on all hosts. */
public interface Strategy {

    /**
     * Moves all traffic; when this returns, there is no doubt left that keeps the old slot from being retired.
     *
     * @param shift moves and looks; what it moved is taken back by the undo log
     * @throws HostException if something speaks against the new slot
     */
    void apply(TrafficShift shift) throws HostException, CancelledException, InterruptedException;
}
