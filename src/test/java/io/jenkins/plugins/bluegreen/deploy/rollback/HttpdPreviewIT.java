package io.jenkins.plugins.bluegreen.deploy.rollback;

import io.jenkins.plugins.bluegreen.lab.OwnRouter;
import io.jenkins.plugins.bluegreen.lab.PrivateHttpd;
import java.util.Set;

class HttpdPreviewIT extends PreviewCases {

    @Override
    OwnRouter start(boolean shares) {
        bench.otherRouter = shares
                ? PrivateHttpd.withCanaryAndPreview(bench.flag(), bench.slots)
                : PrivateHttpd.withPreview(bench.flag(), bench.slots);
        return bench.otherRouter;
    }

    @Override
    Set<Long> processes() {
        return Set.of(bench.otherRouter.handle().pid());
    }

    @Override
    String checked() {
        return "-%{ENV:OTHER_PORT}-%{ENV:PREVIEW}";
    }

    @Override
    String unchecked() {
        return "%{HTTP:X-Preview}";
    }
}
