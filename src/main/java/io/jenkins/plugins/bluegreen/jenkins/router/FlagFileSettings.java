package io.jenkins.plugins.bluegreen.jenkins.router;

import io.jenkins.plugins.bluegreen.jenkins.field.FormInput;
import io.jenkins.plugins.bluegreen.jenkins.field.InOrder;
import io.jenkins.plugins.bluegreen.model.value.NotGivenException;
import io.jenkins.plugins.bluegreen.model.value.Target;
import java.util.List;
import org.kohsuke.stapler.DataBoundSetter;

/** What can be said about a router that is switched by a flag file alone. Each may be unset ({@code null}). */
@InOrder({"flagFile", "preview", "hosts"})
public abstract class FlagFileSettings extends RouterSettings {

    private String hosts;
    private String flagFile;
    private Boolean preview;

    /** Returns the hosts that it runs on, {@code [user@]host[:port]}; unset for those of the application. */
    public String getHosts() {
        return hosts;
    }

    /** @param hosts see {@link #getHosts} */
    @DataBoundSetter
    public void setHosts(String hosts) {
        this.hosts = FormInput.word(hosts);
    }

    /** Returns the file whose presence sends requests to green. */
    public String getFlagFile() {
        return flagFile;
    }

    /** @param flagFile see {@link #getFlagFile} */
    @DataBoundSetter
    public void setFlagFile(String flagFile) {
        this.flagFile = FormInput.word(flagFile);
    }

    /** Returns whether it leads who sends a token to a release that is held; unset for no. */
    public Boolean getPreview() {
        return preview;
    }

    /** @param preview see {@link #getPreview} */
    @DataBoundSetter
    public void setPreview(Boolean preview) {
        this.preview = preview;
    }

    /** Tells the same, with no where it is unset. */
    protected final boolean previews() {
        return Boolean.TRUE.equals(preview);
    }

    @Override
    public final List<Target> writtenHosts() {
        return Target.parseAll(prefix() + "hosts", hosts);
    }

    /**
     * Returns the file.
     *
     * @throws NotGivenException if there is none
     */
    protected final String givenFile() {
        if (flagFile == null) {
            throw new NotGivenException(
                    prefix() + "flagFile is not set; give the file that its configuration tests for.");
        }
        return flagFile;
    }
}
