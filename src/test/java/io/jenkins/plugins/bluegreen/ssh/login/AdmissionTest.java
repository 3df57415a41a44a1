package io.jenkins.plugins.bluegreen.ssh.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.model.value.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class AdmissionTest {

    private static final Target SERVER = Target.parse("bastion.example:22");

    @Test
    void lets8BeginToOneServerAndTheNextOneAsOneIsOver() throws Exception {
        List<Admission> begun = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            begun.add(Admission.to(SERVER));
        }
        CompletableFuture<Admission> next = CompletableFuture.supplyAsync(() -> Admission.to(SERVER));
        Admission other = Admission.to(Target.parse("other.example:22"));
        try {
            assertThat(waits(next)).isTrue();
        } finally {
            other.over();
            begun.remove(0).over();
        }
        next.get(10, TimeUnit.SECONDS).over();
        begun.forEach(Admission::over);
    }

    private static boolean waits(CompletableFuture<?> future) throws Exception {
        try {
            future.get(100, TimeUnit.MILLISECONDS);
            return false;
        } catch (TimeoutException e) {
            return true;
        }
    }
}
