package io.jenkins.plugins.bluegreen.deploy.rollback;

import io.jenkins.plugins.bluegreen.lab.OwnRouter;
import io.jenkins.plugins.bluegreen.lab.PrivateCaddy;
import java.util.Set;

class CaddyPreviewIT extends PreviewCases {

    @Override
    OwnRouter start(boolean shares) {
        bench.otherRouter = shares
                ? PrivateCaddy.withCanaryAndPreview(bench.flag(), bench.slots)
                : PrivateCaddy.withPreview(bench.flag(), bench.slots);
        return bench.otherRouter;
    }

    @Override
    Set<Long> processes() {
        return Set.of(bench.otherRouter.handle().pid());
    }

    @Override
    String checked() {
        return "-{preview}";
    }

    @Override
    String unchecked() {
        return "{http.request.header.X-Preview}";
    }
}
