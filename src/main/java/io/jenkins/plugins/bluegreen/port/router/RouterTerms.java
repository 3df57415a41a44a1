package io.jenkins.plugins.bluegreen.port.router;

/**
 * What only one kind of router knows of itself, in words that complete sentences of a deployment.
 *
 * @param stale why a state is {@link RouterState#stale}, and what to do
 * @param unseen why it is {@link RouterState#unseen}
 * @param unprovable a whole sentence: what a deployment needs where that is so
 * @param noDoor why none of its {@link RouterState#doors} may be known, and what would help
 * @param noLiveSlot what to do where something listens, and no slot is named as the live one
 * @param leftovers what of it still serves as before a switch, by its name
 * @param leftoversStay why they may stay for long
 * @param idleConnections how its idle connections to a slot end early
 */
public record RouterTerms(
        String stale,
        String unseen,
        String unprovable,
        String noDoor,
        String noLiveSlot,
        String leftovers,
        String leftoversStay,
        String idleConnections) {}
