package io.jenkins.plugins.bluegreen.port;

import io.jenkins.plugins.bluegreen.model.plan.Owner;

/**
 * A release as it lies on one host.
 *
 * @param id its id
 * @param fileName the artifact's name; an empty text where nothing is kept of it
 * @param deployment the deployment whose settings are kept beside it; an empty text where none are
 * @param owner who deployed it; empty texts where that is not kept
 * @param bad whether it is marked as one that is not to be gone back to
 * @param fault why it could not be started again from what lies there, to stand behind its name; an empty text where it could
 */
public record StoredRelease(String id, String fileName, String deployment, Owner owner, boolean bad, String fault) {}
