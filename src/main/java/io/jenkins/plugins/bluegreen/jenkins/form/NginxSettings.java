package io.jenkins.plugins.bluegreen.jenkins.form;

import hudson.Extension;
import hudson.model.AbstractDescribableImpl;
import io.jenkins.plugins.bluegreen.jenkins.Messages;
import java.util.Objects;
import java.util.stream.Stream;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** What can be said about the nginx that is switched. Each may be unset ({@code null}). */
public final class NginxSettings extends AbstractDescribableImpl<NginxSettings> {

    private String hosts;
    private String flagFile;
    private String includeFile;
    private String variable;
    private String testCommand;
    private String reloadCommand;

    /** Leaves all fields unset. */
    @DataBoundConstructor
    public NginxSettings() {}

    /** Returns the hosts that nginx runs on, {@code [user@]host[:port]}; unset for those of the application. */
    public String getHosts() {
        return hosts;
    }

    /** @param hosts see {@link #getHosts} */
    @DataBoundSetter
    public void setHosts(String hosts) {
        this.hosts = FormInput.word(hosts);
    }

    /** Returns the file whose presence sends requests to green, in the reload-free layout. */
    public String getFlagFile() {
        return flagFile;
    }

    /** @param flagFile see {@link #getFlagFile} */
    @DataBoundSetter
    public void setFlagFile(String flagFile) {
        this.flagFile = FormInput.word(flagFile);
    }

    /** Returns the file that sets the variable, in the include layout. */
    public String getIncludeFile() {
        return includeFile;
    }

    /** @param includeFile see {@link #getIncludeFile} */
    @DataBoundSetter
    public void setIncludeFile(String includeFile) {
        this.includeFile = FormInput.word(includeFile);
    }

    /** Returns the variable's name, without the dollar sign. */
    public String getVariable() {
        return variable;
    }

    /** @param variable see {@link #getVariable} */
    @DataBoundSetter
    public void setVariable(String variable) {
        this.variable = FormInput.word(variable);
    }

    /** Returns the command that tests nginx's configuration. */
    public String getTestCommand() {
        return testCommand;
    }

    /** @param testCommand see {@link #getTestCommand} */
    @DataBoundSetter
    public void setTestCommand(String testCommand) {
        this.testCommand = FormInput.word(testCommand);
    }

    /** Returns the command that reloads nginx. */
    public String getReloadCommand() {
        return reloadCommand;
    }

    /** @param reloadCommand see {@link #getReloadCommand} */
    @DataBoundSetter
    public void setReloadCommand(String reloadCommand) {
        this.reloadCommand = FormInput.word(reloadCommand);
    }

    /** Tells whether all fields are unset. */
    boolean nothingGiven() {
        return Stream.of(hosts, flagFile, includeFile, variable, testCommand, reloadCommand)
                .allMatch(Objects::isNull);
    }

    /** Makes the fields known to Jenkins. */
    @Extension
    @Symbol("nginx")
    public static final class DescriptorImpl extends NginxSettingsDescriptor {

        @Override
        public String getDisplayName() {
            return Messages.NginxFields_DisplayName();
        }
    }
}
