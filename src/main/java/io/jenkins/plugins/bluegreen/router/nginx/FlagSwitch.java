package io.jenkins.plugins.bluegreen.router.nginx;

import io.jenkins.plugins.bluegreen.model.value.PreviewToken;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.host.RemoteHost;
import io.jenkins.plugins.bluegreen.port.router.CanaryRouter;
import io.jenkins.plugins.bluegreen.port.router.PreviewRouter;
import io.jenkins.plugins.bluegreen.port.router.RouterState;
import io.jenkins.plugins.bluegreen.router.flag.AnswerLog;
import io.jenkins.plugins.bluegreen.router.flag.FlagFile;
import io.jenkins.plugins.bluegreen.router.flag.PreviewFound;
import io.jenkins.plugins.bluegreen.router.flag.SharesFound;
import io.jenkins.plugins.bluegreen.router.nginx.config.CanaryLines;
import io.jenkins.plugins.bluegreen.router.nginx.config.NginxConfig;
import io.jenkins.plugins.bluegreen.router.nginx.config.PreviewLines;
import io.jenkins.plugins.bluegreen.shell.CommandResult;
import java.util.List;
import java.util.Optional;

/**
 * The reload-free layout: nginx tests at each request whether the flag file is there, and sends it to green if so ({@code if
 * (-f ...)}, ngx_http_rewrite_module). No worker is replaced, so no connection is closed.
 */
final class FlagSwitch extends NginxRouter implements CanaryRouter, PreviewRouter {

    private final NginxConfig.Flag config;
    private final SlotPair slots;
    private final FlagFile flag;
    /** Where nginx notes its answers; known once that was looked for. */
    private volatile List<String> logs = List.of();

    FlagSwitch(RemoteHost host, NginxConfig.Flag config, SlotPair slots) {
        super(host, config, slots);
        this.config = config;
        this.slots = slots;
        this.flag = new FlagFile(host, config.file(), NGINX, slots);
    }

    @Override
    String layout() {
        return "reload-free";
    }

    @Override
    public RouterState read() throws HostException, InterruptedException {
        return flag.read();
    }

    @Override
    RouterState interpret(CommandResult result) {
        return flag.state(result);
    }

    @Override
    public String switchTo(Slot slot) throws HostException, InterruptedException {
        return flag.switchTo(slot);
    }

    @Override
    public void restore(RouterState before) throws HostException, InterruptedException {
        flag.restore(before);
    }

    @Override
    public void refresh() {
        // It looks at each request.
    }

    @Override
    List<Long> oldWorkers() {
        return List.of();
    }

    @Override
    public String restoreByHand(RouterState before) {
        return flag.restoreByHand(before);
    }

    @Override
    public void checkShares() throws HostException, InterruptedException {
        String text = followed(host.run(inspectCommand(), LONG));
        Optional<SharesFound> found =
                text.isBlank() ? Optional.empty() : Optional.of(CanaryLines.of(text, config, slots));
        logs = SharesFound.logs(found, this, NGINX);
        answers();
    }

    @Override
    public void checkPreview() throws HostException, InterruptedException {
        String text = followed(host.run(inspectCommand(), LONG));
        Optional<PreviewFound> found =
                text.isBlank() ? Optional.empty() : Optional.of(new PreviewFound(PreviewLines.missing(text, config)));
        PreviewFound.check(found, this, NGINX);
    }

    @Override
    public String preview(Slot slot, PreviewToken token) throws HostException, InterruptedException {
        return flag.preview(slot, token);
    }

    @Override
    public void endPreview() throws HostException, InterruptedException {
        flag.endPreview();
    }

    @Override
    public String endPreviewByHand() {
        return flag.endPreviewByHand();
    }

    @Override
    public String lead(Slot slot, int percent) throws HostException, InterruptedException {
        return flag.lead(slot, percent);
    }

    @Override
    public String leadNobodyByHand(Slot slot) {
        return flag.leadNobodyByHand(slot);
    }

    @Override
    public Answers answers() throws HostException, InterruptedException {
        return AnswerLog.atItsEnd(host, new AnswerLog.Notes(NGINX, "adm", line -> AnswerLine.read(line, slots)), logs);
    }
}
