package io.jenkins.plugins.bluegreen.jenkins.work;

/**
 * Names a deployment and what it deploys.
 *
 * @param id the deployment's id
 * @param release the release's id, unless the job gives that, or it is an older one
 */
public record Names(String id, String release) {}
