package io.jenkins.plugins.bluegreen.artifact;

import io.jenkins.plugins.bluegreen.artifact.archive.Packed;
import io.jenkins.plugins.bluegreen.artifact.archive.Packing;
import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.port.Cancellation;
import io.jenkins.plugins.bluegreen.port.CancelledException;
import io.jenkins.plugins.bluegreen.port.Progress;
import io.jenkins.plugins.bluegreen.port.ReleaseSource;
import io.jenkins.plugins.bluegreen.port.Space;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.host.RemoteHost;
import java.nio.file.Path;

/**
 * A release that is one file or one directory of this machine, such as of a build's workspace. It is packed and read while the
 * connections are being made.
 */
public final class WorkspaceRelease implements ReleaseSource {

    private final DeployPlan plan;
    private final ArtifactReader reader;
    private volatile Artifact artifact;

    /**
     * Begins to read a file.
     *
     * @param plan of which deployment
     * @param file what is shipped
     */
    public WorkspaceRelease(DeployPlan plan, Path file) {
        this.plan = plan;
        this.reader = new ArtifactReader(() -> Artifact.of(file));
    }

    /**
     * Begins to pack, if it is to be packed, and to read.
     *
     * @param plan of which deployment
     * @param source what is shipped: a file or a directory
     * @param packing how the one that is no plain file is packed
     */
    public WorkspaceRelease(DeployPlan plan, Path source, Packing packing) {
        this.plan = plan;
        this.reader =
                new ArtifactReader(() -> packing.needed(source) ? packed(packing.pack(source)) : Artifact.of(source));
    }

    private static Artifact packed(Packed directory) throws HostException {
        try {
            return Artifact.of(directory);
        } catch (HostException | RuntimeException e) {
            directory.close();
            throw e;
        }
    }

    @Override
    public void await(Cancellation cancellation) throws HostException, CancelledException, InterruptedException {
        artifact = reader.await(cancellation);
    }

    @Override
    public String step() {
        return "ship " + plan.release().fileName() + " (" + artifact.shownSize() + ")";
    }

    @Override
    public Space space() {
        return new Space(artifact.space(), artifact.files());
    }

    @Override
    public String deliver(RemoteHost host, Progress progress, Cancellation cancellation)
            throws HostException, CancelledException, InterruptedException {
        String how = new ReleaseDelivery(new ReleaseUpload(host, plan, artifact), progress, cancellation).run();
        new ReleaseDirectory(host, plan.directory()).keep(plan, cancellation.now());
        return how;
    }

    @Override
    public Shipment foresee(RemoteHost host) throws HostException, InterruptedException {
        return new ReleaseUpload(host, plan, artifact).foresee();
    }

    @Override
    public void close() {
        reader.close();
    }
}
