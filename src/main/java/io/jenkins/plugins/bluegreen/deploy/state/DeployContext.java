package io.jenkins.plugins.bluegreen.deploy.state;

import io.jenkins.plugins.bluegreen.deploy.undo.UndoLog;
import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.port.Cancellation;
import io.jenkins.plugins.bluegreen.port.Connector;
import io.jenkins.plugins.bluegreen.port.Progress;

/**
 * What all that happens in one deployment has in common.
 *
 * @param plan what is to be done
 * @param connector makes what asks and connects
 * @param cluster the hosts
 * @param undoLog what was done so far
 * @param progress hears how it goes on
 * @param cancellation waits, and is told to stop
 */
public record DeployContext(
        DeployPlan plan,
        Connector connector,
        Cluster cluster,
        UndoLog undoLog,
        Progress progress,
        Cancellation cancellation) {}
