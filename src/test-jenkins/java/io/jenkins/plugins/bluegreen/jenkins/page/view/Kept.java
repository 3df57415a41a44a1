package io.jenkins.plugins.bluegreen.jenkins.page.view;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl;
import hudson.model.Descriptor;
import io.jenkins.plugins.bluegreen.jenkins.form.DeploySettings;
import io.jenkins.plugins.bluegreen.jenkins.page.Records;
import io.jenkins.plugins.bluegreen.jenkins.record.Deployments;
import io.jenkins.plugins.bluegreen.jenkins.router.NginxSettings;
import io.jenkins.plugins.bluegreen.jenkins.work.Given;
import io.jenkins.plugins.bluegreen.model.outcome.Traffic;
import io.jenkins.plugins.bluegreen.record.DeploymentRecord;
import io.jenkins.plugins.bluegreen.record.Ending.State;
import io.jenkins.plugins.bluegreen.record.Origin;
import io.jenkins.plugins.bluegreen.record.Subject;
import io.jenkins.plugins.bluegreen.record.Summary;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/** What deployments left in a Jenkins, to hosts of which none can be reached. */
final class Kept {

    private Kept() {}

    /** Adds the credentials that they were given. */
    static void credentials() throws Descriptor.FormException {
        SystemCredentialsProvider.getInstance()
                .getCredentials()
                .add(new UsernamePasswordCredentialsImpl(
                        CredentialsScope.GLOBAL, "key", "", "deploy", "a-password-of-some-length"));
    }

    /** Keeps that a build of a job deployed a release, and returns the id. */
    static String deployed(String application, String job, int release) throws IOException {
        return deployed(application, job, release, "");
    }

    private static String deployed(String application, String job, int release, String node) throws IOException {
        DeploymentRecord like = Records.of(release, State.DEPLOYED, List.of(), Traffic.NONE);
        String url = "job/" + job + "/1/";
        return write(application, like, new Origin(Origin.Kind.DEPLOYMENT, "alice", job, 1, url, List.of(), node));
    }

    /** Keeps one of another origin, and returns its id. */
    static String write(String application, DeploymentRecord like, Origin origin) throws IOException {
        Subject subject = like.subject();
        Deployments.get()
                .store()
                .write(new DeploymentRecord(
                        like.id(),
                        new Subject(
                                application,
                                subject.release(),
                                subject.previous(),
                                subject.hosts(),
                                subject.to(),
                                subject.slots()),
                        origin,
                        like.ending(),
                        like.steps(),
                        like.availability()));
        return like.id();
    }

    /** Does so from a node, with what it takes to deal with the same application from a page. */
    static String withWhatItWasGiven(String application, String job, int release, String node) throws IOException {
        String id = deployed(application, job, release, node);
        Deployments.get().store().write(application, id, DeploymentRecord.Beside.GIVEN, given(application));
        return id;
    }

    /** Keeps that a release was held until long ago, with what it takes to deal with it from a page, and returns the id. */
    static String heldLongAgo(String application, String job, int release) throws IOException {
        DeploymentRecord like = Records.of(release, State.HELD, List.of(), Traffic.NONE);
        Subject subject = like.subject();
        DeploymentRecord held = new DeploymentRecord(
                like.id(),
                subject.with(subject.slots().standingBy(Instant.parse("2020-01-01T00:00:00Z"))),
                like.origin(),
                like.ending(),
                like.steps(),
                like.availability());
        String url = "job/" + job + "/1/";
        String id = write(application, held, new Origin(Origin.Kind.DEPLOYMENT, "alice", job, 1, url, List.of(), ""));
        Deployments.get().store().write(application, id, DeploymentRecord.Beside.GIVEN, given(application));
        return id;
    }

    private static String given(String application) {
        DeploySettings settings = new DeploySettings();
        settings.setApplication(application);
        settings.setHosts("127.0.0.1:1");
        settings.setCredentialsId("key");
        settings.setHostKeys(
                "[127.0.0.1]:1 ssh-ed25519 " + "AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl");
        settings.setBluePort(8080);
        settings.setGreenPort(8081);
        settings.setDeployDirectory("/srv/" + application);
        NginxSettings router = new NginxSettings();
        router.setFlagFile("/etc/nginx/" + application + ".green");
        settings.setRouter(router);
        return new Given(settings).sealed(List.of("hunter2"));
    }

    /** Returns the rollbacks by hand of a history, the newest first. */
    static List<Summary> byHand(String history) {
        return Deployments.get().store().history(history).stream()
                .filter(summary -> summary.origin().kind() == Origin.Kind.ROLLBACK_BY_HAND)
                .toList();
    }
}
