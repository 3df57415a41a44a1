package io.jenkins.plugins.bluegreen.jenkins;

import com.cloudbees.jenkins.plugins.sshcredentials.impl.BasicSSHUserPrivateKey;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import io.jenkins.plugins.bluegreen.jenkins.form.DeploySettings;
import io.jenkins.plugins.bluegreen.jenkins.router.NginxSettings;
import io.jenkins.plugins.bluegreen.lab.FreePorts;
import io.jenkins.plugins.bluegreen.lab.PrivateNginx;
import io.jenkins.plugins.bluegreen.lab.PrivateSshd;
import io.jenkins.plugins.bluegreen.lab.Processes;
import io.jenkins.plugins.bluegreen.lab.Programs;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import java.io.IOException;
import java.io.Serializable;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;

/** A host with an OpenSSH server and an nginx, and an application to deploy there, as a Jenkins is told of them. */
public final class JenkinsBench implements AutoCloseable {

    static final String CREDENTIALS = "deploy-key";

    public final SlotPair slots = FreePorts.slots();
    public final PrivateSshd sshd = PrivateSshd.start();
    public final PrivateNginx nginx;

    /** With the block of nginx that shows testers what is held, and leads no shares of the clients. */
    public JenkinsBench() {
        this.nginx = PrivateNginx.withPreview(slots);
    }

    private JenkinsBench(String flag) {
        this.nginx = PrivateNginx.withCanary(sshd.directory().resolve(flag), slots);
    }

    /** Returns one whose nginx leads shares of the clients. */
    public static JenkinsBench withCanary() {
        return new JenkinsBench("bluegreen/backend/green");
    }

    /**
     * The same as a Jenkins in another process is told of it.
     *
     * @param user the login name
     */
    public record Facts(
            String user,
            String key,
            String hosts,
            String hostKeys,
            int bluePort,
            int greenPort,
            String directory,
            String command,
            String flag,
            String url)
            implements Serializable {

        /** Returns the same of another application on the same host. */
        public Facts beside(SlotPair slots, PrivateNginx nginx) {
            return new Facts(
                    user,
                    key,
                    hosts,
                    hostKeys,
                    slots.blue(),
                    slots.green(),
                    directory + "2",
                    command,
                    nginx.switchFile().toString(),
                    nginx.url().toString());
        }

        /** Adds the credentials to the Jenkins of this process. */
        public void addCredentials() throws IOException {
            SystemCredentialsProvider provider = SystemCredentialsProvider.getInstance();
            provider.getCredentials()
                    .add(new BasicSSHUserPrivateKey(
                            CredentialsScope.GLOBAL,
                            CREDENTIALS,
                            user,
                            new BasicSSHUserPrivateKey.DirectEntryPrivateKeySource(key),
                            null,
                            "the bench's key"));
            provider.save();
        }

        /** Returns all fields that a deployment needs. */
        public DeploySettings application(String name) {
            DeploySettings fields = new DeploySettings();
            fields.setApplication(name);
            fields.setHosts(hosts);
            fields.setHostKeys(hostKeys);
            fields.setCredentialsId(CREDENTIALS);
            fields.setBluePort(bluePort);
            fields.setGreenPort(greenPort);
            fields.setDeployDirectory(directory);
            fields.setStartCommand(command);
            fields.setFrontDoor(url.isEmpty() ? null : url);
            fields.setDrainTimeout("1s");
            fields.setStopTimeout("5s");
            NginxSettings switched = new NginxSettings();
            switched.setFlagFile(flag);
            fields.setRouter(switched);
            return fields;
        }
    }

    /** Returns what a Jenkins is told. */
    public Facts facts() {
        return facts("");
    }

    /**
     * Returns the same of an application that does not start as long as there is a file.
     *
     * @param file without blanks
     */
    public Facts factsHeldBy(Path file) {
        return facts("while [ -e " + file + " ]; do sleep 0.1; done; ");
    }

    private Facts facts(String first) {
        return new Facts(
                sshd.target().user(),
                sshd.privateKey("ed25519", ""),
                "127.0.0.1:" + sshd.target().port(),
                sshd.knownHosts(),
                slots.blue(),
                slots.green(),
                sshd.directory().resolve("backend").toString(),
                first + command(),
                nginx.switchFile().toString(),
                nginx.url().toString());
    }

    /** Returns what starts the application. */
    public static String command() {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classes = Programs.classesOf(JenkinsBench.class).toString();
        return "exec '" + java + "' -Xshare:auto -XX:TieredStopAtLevel=1 -cp '" + classes
                + "' io.jenkins.plugins.bluegreen.deploy.TinyApp";
    }

    /** Returns what the users of the application see. */
    public String served() throws IOException, InterruptedException {
        return served("X-Other", "");
    }

    /** Returns what is seen by who sends a header. */
    public String served(String header, String value) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(nginx.url())
                                .header(header, value)
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    @Override
    public void close() {
        Processes.stopAllIn(sshd.directory());
        nginx.close();
        sshd.close();
    }
}
