package io.jenkins.plugins.bluegreen.jenkins.config;

import io.jenkins.plugins.bluegreen.jenkins.field.SettingsDescriptor;
import io.jenkins.plugins.bluegreen.jenkins.form.DeploySettings;
import io.jenkins.plugins.bluegreen.jenkins.form.HostSettings;
import io.jenkins.plugins.bluegreen.model.value.PlanException;
import java.util.List;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import net.sf.json.JSONObject;
import org.kohsuke.stapler.StaplerRequest2;

/** What a form of the global configuration sent. */
public final class Typed {

    private static final Logger LOGGER = Logger.getLogger(Typed.class.getName());

    private final StaplerRequest2 request;
    private final Supplier<JSONObject> sent;

    /** @param sent reads what was sent, which may fail */
    public Typed(StaplerRequest2 request, Supplier<JSONObject> sent) {
        this.request = request;
        this.sent = sent;
    }

    /** Reads what a page was asked with as text. */
    public static Typed in(StaplerRequest2 request, String page) {
        return new Typed(request, () -> JSONObject.fromObject(page));
    }

    /**
     * Returns the one application that was sent.
     *
     * @throws PlanException if there is none, or it is not what a form sends
     */
    public DeploySettings application() {
        List<DeploySettings> all = read(json -> request.bindJSONToList(
                DeploySettings.class, SettingsDescriptor.withoutEmpty(DeploySettings.class, json.opt("application"))));
        if (all.size() != 1) {
            throw unreadable();
        }
        return all.get(0);
    }

    /** Returns the hosts that were sent; the form sends nothing for an emptied list. */
    public List<HostSettings> hosts() {
        return read(json -> request.bindJSONToList(HostSettings.class, json.opt("hosts")));
    }

    /** Returns the text of a field; an empty one where it was not sent. */
    public String text(String field) {
        return read(json -> json.optString(field));
    }

    private interface Reader<T> {
        T from(JSONObject json);
    }

    private <T> T read(Reader<T> reader) {
        try {
            return reader.from(sent.get());
        } catch (RuntimeException | LinkageError e) {
            // The parser and the binding have failures of many kinds, which tell of classes rather than of fields.
            LOGGER.log(Level.WARNING, "What the page of the deployments sent cannot be read", e);
            throw unreadable();
        }
    }

    private static PlanException unreadable() {
        return new PlanException(
                "What the page sent cannot be read; reload the page and try again. Jenkins's log says why.");
    }
}
