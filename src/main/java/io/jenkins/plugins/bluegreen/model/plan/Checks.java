package io.jenkins.plugins.bluegreen.model.plan;

import io.jenkins.plugins.bluegreen.model.health.FrontDoorRequest;
import io.jenkins.plugins.bluegreen.model.health.HealthCheck;
import io.jenkins.plugins.bluegreen.model.health.WarmUp;
import java.io.Serializable;

/**
 * What a new release is asked.
 *
 * @param health when it counts as healthy
 * @param frontDoor how it is asked after the switch as its users ask it
 * @param warmUp what it is asked before the switch
 */
public record Checks(HealthCheck health, FrontDoorRequest frontDoor, WarmUp warmUp) implements Serializable {}
