package io.jenkins.plugins.bluegreen.port.router;

import io.jenkins.plugins.bluegreen.model.value.PreviewToken;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.port.host.HostException;

/**
 * A router that can lead to the slot that is not live whoever sends a token, in the header {@link PreviewToken#HEADER} or the cookie
 * {@link PreviewToken#COOKIE}, and nobody else. Whether it is to, its
 * {@link io.jenkins.plugins.bluegreen.model.plan.RouterConfig#previews configuration} says.
 */
public interface PreviewRouter extends TrafficRouter {

    /**
     * Looks whether the running router is configured for that; changes nothing.
     *
     * @throws HostException with what is missing, and what to do
     */
    void checkPreview() throws HostException, InterruptedException;

    /**
     * Leads who sends a token to a slot that is not live from now on, and nobody any more who sends an older one. A switch ends that.
     *
     * @return what is worth knowing about how that went, for a reader; mostly an empty text
     * @throws HostException with what stood in the way
     */
    String preview(Slot slot, PreviewToken token) throws HostException, InterruptedException;

    /**
     * Leads nobody there any more, whatever token is sent.
     *
     * @throws HostException with what stood in the way
     */
    void endPreview() throws HostException, InterruptedException;

    /** Returns the commands that do on the host what {@link #endPreview} does. */
    String endPreviewByHand();
}
