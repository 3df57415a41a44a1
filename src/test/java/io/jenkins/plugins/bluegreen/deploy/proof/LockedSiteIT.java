package io.jenkins.plugins.bluegreen.deploy.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.deploy.DeployedOnce;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A site that nginx lets nobody see without a login, as before a public one. */
class LockedSiteIT extends DeployedOnce {

    @BeforeEach
    void lockTheSite() throws Exception {
        Path users = Files.writeString(bench.nginx.configuration().resolveSibling("users"), "ann:{PLAIN}hunter2\n");
        bench.nginx.edit(text ->
                text.replace("location / {", "location / { auth_basic staging; auth_basic_user_file " + users + ";"));
    }

    @Test
    void isSeenWithTheHeadersThatAreGiven() throws Exception {
        bench.frontDoorUrl = bench.nginx.url();
        bench.frontDoorHeaders = Map.of("Authorization", "Basic YW5uOmh1bnRlcjI=");
        bench.maxFailedRequests = 0;
        Outcome outcome = deployed(Map.of());
        assertThat(outcome.availability().asked()).isPositive();
        assertThat(outcome.proof()).contains("asked on local", "it answered 200");
    }

    /** Where nobody calls it from elsewhere, nginx is asked so on its own host. */
    @Test
    void isSeenWithThemWithoutAFrontDoor() throws Exception {
        bench.frontDoorHeaders = Map.of("Authorization", "Basic YW5uOmh1bnRlcjI=");
        assertThat(deployed(Map.of()).proof()).contains("asked on local", "it answered 200");
    }

    @Test
    void isAskedForWhereItIsNotGiven() throws Exception {
        assertThat(bench.deploy(Map.of()).sentence()).contains("it answered 401", "Nothing was changed.");
        bench.frontDoorUrl = bench.nginx.url();
        Outcome outcome = bench.deploy(Map.of());
        assertThat(outcome.result()).isEqualTo(Result.UNDONE);
        assertThat(outcome.sentence())
                .contains("after the switch: 401; give the login that it asks for in frontDoorHeaders.");
    }
}
