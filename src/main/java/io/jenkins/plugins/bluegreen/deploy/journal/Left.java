package io.jenkins.plugins.bluegreen.deploy.journal;

/**
 * What a rollback leaves.
 *
 * @param release the release that served until then
 * @param bad whether it is marked, once the other one serves, as one that is not to be gone back to
 */
public record Left(String release, boolean bad) {}
