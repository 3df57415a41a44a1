package io.jenkins.plugins.bluegreen.jenkins.byhand;

import hudson.AbortException;
import hudson.model.AbstractItem;
import hudson.model.User;
import io.jenkins.plugins.bluegreen.jenkins.ssh.SshLogins;
import io.jenkins.plugins.bluegreen.jenkins.work.Occasion;
import io.jenkins.plugins.bluegreen.record.Origin;
import io.jenkins.plugins.bluegreen.ssh.hostkey.HostTrust;
import io.jenkins.plugins.bluegreen.ssh.login.SshLogin;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * Somebody pressed a button for it.
 *
 * @param item the job that deployed last, in the context of which credentials are looked up
 * @param history the name of the history that it is about
 * @param number the number of the build that did
 * @param url the path of that build below the root of Jenkins
 * @param userId the id of who pressed it, or an empty text
 */
record Pressed(AbstractItem item, String history, int number, String url, String userId) implements Occasion {

    @Override
    public String job() {
        return item.getFullName();
    }

    @Override
    public Path folder() {
        return item.getRootDir().toPath();
    }

    @Override
    public String user() {
        User user = userId.isEmpty() ? null : User.getById(userId, false);
        return user == null ? userId : user.getDisplayName();
    }

    @Override
    public Charset charset() {
        return StandardCharsets.UTF_8;
    }

    @Override
    public SshLogin login(String credentialsId, HostTrust trust, String agentSocket) throws AbortException {
        return SshLogins.forItem(credentialsId, trust, item);
    }

    @Override
    public Origin origin(Origin.Kind kind, String node) {
        return new Origin(kind, userId, job(), number, url, List.of(), node);
    }
}
