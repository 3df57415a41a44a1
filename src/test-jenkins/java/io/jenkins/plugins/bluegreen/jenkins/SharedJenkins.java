package io.jenkins.plugins.bluegreen.jenkins;

import hudson.security.ACL;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.runner.Description;
import org.jvnet.hudson.test.JenkinsRule;

/** One Jenkins for all tests of a class, since a start of it takes longer than most of them. */
public final class SharedJenkins extends JenkinsRule implements BeforeAllCallback, AfterAllCallback {

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        testDescription = Description.createSuiteDescription(context.getRequiredTestClass());
        try {
            before();
        } catch (Exception | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void recipe() {
        // The test itself may do all; requests of a WebClient are made by whom it logs in.
        ACL.as2(ACL.SYSTEM2);
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        after();
    }
}
