package io.jenkins.plugins.bluegreen.deploy.rollback;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.deploy.journal.History;
import io.jenkins.plugins.bluegreen.model.plan.Owner;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.port.StoredRelease;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What lies on several hosts, seen as one. */
class InventoryTest {

    private final Map<String, List<StoredRelease>> hosts = new LinkedHashMap<>();
    private final List<History> deployed = new ArrayList<>();

    private static StoredRelease stored(String id, String deployment, boolean bad, String fault) {
        return new StoredRelease(
                id, id + ".jar", deployment, new Owner("", "shop #" + id.substring(1), ""), bad, fault);
    }

    private static StoredRelease stored(String id) {
        return stored(id, "d" + id, false, "");
    }

    private void deployed(int at, String release) {
        deployed.add(new History(true, Instant.ofEpochSecond(at), release, Slot.BLUE, false));
    }

    private void wentBack(int at, String release) {
        deployed.add(new History(true, Instant.ofEpochSecond(at), release, Slot.BLUE, true));
    }

    private List<StoredReleaseInfo> found(String serving) {
        return new Inventory(hosts, deployed, Optional.of(serving)).newestFirst();
    }

    @Test
    void areAsOldAsTheirLastDeploymentAndNotMadeNewerByARollback() {
        hosts.put("one", List.of(stored("r1"), stored("r2"), stored("r3")));
        deployed(1, "r1");
        deployed(2, "r2");
        deployed(3, "r3");
        wentBack(4, "r1");
        assertThat(found("r1")).extracting(StoredReleaseInfo::release).containsExactly("r3", "r2", "r1");
        assertThat(found("r1")).extracting(StoredReleaseInfo::live).containsExactly(false, false, true);
        deployed(5, "r1");
        assertThat(found("r1")).extracting(StoredReleaseInfo::release).containsExactly("r1", "r3", "r2");
    }

    @Test
    void tellWhereTheyAreWholeAndWhereNot() {
        hosts.put("one", List.of(stored("r1"), stored("r2", "dr2", false, "is incomplete: x"), stored("r3")));
        hosts.put("two", List.of(stored("r1", "dr1", true, ""), stored("r2"), stored("r4"), stored("r5")));
        for (int i = 1; i < 5; i++) {
            deployed(i, "r" + i);
        }
        List<StoredReleaseInfo> found = found("r9");
        assertThat(found).extracting(StoredReleaseInfo::release).containsExactly("r4", "r3", "r2", "r1", "r5");
        assertThat(found)
                .extracting(StoredReleaseInfo::fault)
                .containsExactly(
                        "is missing on one",
                        "is missing on two",
                        "is incomplete: x (on one)",
                        "",
                        "was never seen to serve");
        assertThat(found.get(2).completeOn()).containsExactly("two");
        assertThat(found.get(3).completeOn()).containsExactly("one", "two");
        assertThat(found.get(3).bad()).as("one host says so").isTrue();
        assertThat(found.get(3).offered()).isTrue();
        assertThat(found.get(3).fileName()).isEqualTo("r1.jar");
    }

    @Test
    void ofManyHostsItIsToldOnceWhereTheyAreMissing() {
        for (int i = 1; i <= 100; i++) {
            hosts.put(
                    "web" + i,
                    i == 7
                            ? List.of(stored("r1"), stored("r2"))
                            : List.of(stored("r1", "dr1", false, "is incomplete: x")));
        }
        deployed(1, "r1");
        deployed(2, "r2");
        assertThat(found("r9"))
                .extracting(StoredReleaseInfo::fault)
                .containsExactly(
                        "is missing on all 100 hosts but web7", "is incomplete: x (on all 100 hosts but web7)");
    }

    @Test
    void areNotOfferedWhereTheirSettingsAreNotTheSame() {
        hosts.put("one", List.of(stored("r1")));
        hosts.put("two", List.of(stored("r1", "another", false, "")));
        deployed(1, "r1");
        assertThat(found("r2").get(0).fault())
                .isEqualTo("was deployed with other settings on some of its hosts than on others");
    }

    @Test
    void areKnownByTheNumberOfTheirBuild() {
        StoredReleaseInfo info = new StoredReleaseInfo(
                "r", "f", new Owner("", "folder » shop #141", ""), null, false, false, List.of(), "");
        assertThat(info.ofBuild("141")).isTrue();
        assertThat(info.ofBuild("#141")).isTrue();
        assertThat(info.ofBuild("41")).isFalse();
        assertThat(info.ofBuild("")).isFalse();
    }
}
