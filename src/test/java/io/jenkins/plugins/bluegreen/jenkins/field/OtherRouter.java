package io.jenkins.plugins.bluegreen.jenkins.field;

import io.jenkins.plugins.bluegreen.jenkins.router.RouterSettings;
import io.jenkins.plugins.bluegreen.model.value.ApplicationName;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.model.value.Target;
import io.jenkins.plugins.bluegreen.port.router.RouterAdapter;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.kohsuke.stapler.DataBoundSetter;

/** A second kind of router, of one parameter. */
final class OtherRouter extends RouterSettings {

    private String page;

    public String getPage() {
        return page;
    }

    @DataBoundSetter
    public void setPage(String page) {
        this.page = FormInput.word(page);
    }

    @Override
    public List<Target> writtenHosts() {
        return List.of();
    }

    @Override
    public RouterAdapter adapter(List<Target> hosts) {
        throw new UnsupportedOperationException();
    }

    @Override
    public String configuration(ApplicationName app, SlotPair slots, List<Target> hosts, Optional<URI> frontDoor) {
        throw new UnsupportedOperationException();
    }

    @Override
    public RouterSettings example() {
        return this;
    }
}
