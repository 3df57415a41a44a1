package io.jenkins.plugins.bluegreen.jenkins.page.view;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.util.PluginServletFilter;
import io.jenkins.plugins.bluegreen.jenkins.SharedJenkins;
import io.jenkins.plugins.bluegreen.jenkins.record.Deployments;
import io.jenkins.plugins.bluegreen.record.DeploymentRecord.Beside;
import io.jenkins.plugins.bluegreen.record.Ending.State;
import io.jenkins.plugins.bluegreen.record.Records;
import io.jenkins.plugins.bluegreen.record.store.RecordStore;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.MockAuthorizationStrategy;

/**
 * The pages of very many deployments. Prints how long Jenkins takes for each, all that it does for the request included, beside its own
 * front page, and how much memory the request takes altogether; what a quiet machine shows, nothing here depends on.
 */
class ManyRecordsTest {

    @RegisterExtension
    static final SharedJenkins jenkins = new SharedJenkins();

    /** Not the browser of the tests, which loads what a page is made up of, and takes it apart. */
    private static final HttpClient client = HttpClient.newHttpClient();

    private static final int APPLICATIONS = 500;
    private static final int RECORDS = 200;
    private static final int TIMES = 9;
    private static final String FRONT = "";

    private static final Watch watch = new Watch();
    private static Figure last;

    /** Takes the time and the memory of each request, in its own thread. */
    private static final class Watch implements Filter {

        private final com.sun.management.ThreadMXBean threads =
                (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        private final BlockingQueue<Figure> figures = new LinkedBlockingQueue<>();

        @Override
        public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            long thread = Thread.currentThread().getId();
            long before = threads.getThreadAllocatedBytes(thread);
            long begun = System.nanoTime();
            try {
                chain.doFilter(request, response);
            } finally {
                long took = System.nanoTime() - begun;
                figures.add(new Figure(took / 1e6, (threads.getThreadAllocatedBytes(thread) - before) / 1e6));
            }
        }
    }

    private record Figure(double millis, double megabytes) {}

    @BeforeAll
    static void deploy() throws Exception {
        MockAuthorizationStrategy strategy =
                new MockAuthorizationStrategy().grant(Jenkins.READ).everywhere().to("all", "few", "none");
        strategy.grant(Item.READ).everywhere().to("all");
        for (int i = 0; i < APPLICATIONS; i++) {
            FreeStyleProject job = jenkins.createFreeStyleProject("job-" + i);
            if (i % 100 == 50) {
                strategy.grant(Item.READ).onItems(job).to("few");
            }
        }
        write();
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(strategy);
        PluginServletFilter.addFilter(watch);
    }

    private static String name(int number) {
        return "application-" + number;
    }

    private static String id(int number) {
        return "shop-" + number + "-0a1b2c";
    }

    private static Path folder(int number) {
        return Deployments.get().store().beside(name(number), "any", Beside.LOG).getParent();
    }

    /** Of one application in earnest, as an earlier Jenkins did; the others have the same, since a list looks into no record. */
    private static void write() throws IOException {
        RecordStore store = new RecordStore(folder(0).getParent(), () -> RECORDS);
        for (int i = 0; i < RECORDS; i++) {
            store.write(Records.at(name(0), id(i), i, i % 5 == 3 ? State.UNDONE : State.DEPLOYED));
        }
        List<Path> files;
        try (Stream<Path> all = Files.list(folder(0))) {
            files = all.toList();
        }
        for (int i = APPLICATIONS - 1; i >= 0; i--) {
            Files.createDirectories(folder(i));
            for (Path file : files) {
                if (file.endsWith("index")) {
                    String index = Files.readString(file)
                            .replace("\"" + name(0) + "\"", "\"" + name(i) + "\"")
                            .replace("\"shop/backend\"", "\"job-" + i + "\"");
                    Files.writeString(folder(i).resolve("index"), index);
                } else if (i > 0) {
                    Files.createLink(folder(i).resolve(file.getFileName()), file);
                }
            }
        }
    }

    private static HttpResponse<String> asked(String user, String address, String... headers) throws Exception {
        String login = Base64.getEncoder().encodeToString((user + ":" + user).getBytes(StandardCharsets.UTF_8));
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        jenkins.getURL().toURI().resolve(address))
                .header("Authorization", "Basic " + login);
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        HttpResponse<String> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        last = watch.figures.poll(10, TimeUnit.SECONDS); // which comes shortly after the answer
        return answer;
    }

    private static Figure once(String user, String address, String... headers) throws Exception {
        assertThat(asked(user, address, headers).statusCode()).as(address).isIn(200, 304);
        return last;
    }

    /**
     * Asks several times, and prints how long that takes.
     *
     * @param front how long the front page took, or 0 for that one itself
     * @return how long it took, in milliseconds
     */
    private static double print(String what, String user, String address, double front) throws Exception {
        Figure first = once(user, address);
        String tag = asked(user, address).headers().firstValue("ETag").orElse(null);
        List<Figure> more = new ArrayList<>();
        for (int i = 0; i < TIMES; i++) {
            more.add(tag == null ? once(user, address) : once(user, address, "If-None-Match", tag));
        }
        more.sort((one, other) -> Double.compare(one.millis(), other.millis()));
        Figure median = more.get(TIMES / 2);
        System.out.println(String.format(
                Locale.ROOT,
                "  %-46s first %7.1f ms, then %6.1f ms (%4.2f of the front page), %6.1f MB allocated",
                what,
                first.millis(),
                median.millis(),
                median.millis() / (front == 0 ? median.millis() : front),
                median.megabytes()));
        return median.millis();
    }

    @Test
    void allCanBeSeenAndBySomeOnlySome() throws Exception {
        System.out.println(APPLICATIONS + " applications of " + RECORDS + " deployments each, on Jenkins's side:");
        Figure cold = once("all", "blue-green/");
        double front = print("Jenkins's own front page", "all", FRONT, 0);
        System.out.println(String.format(
                Locale.ROOT, "  %-46s first %7.1f ms", "all of them, who asks first of all", cold.millis()));
        print("all of them", "all", "blue-green/", front);
        print("whether anything of that is new", "all", "blue-green/_live", front);
        print("an application", "all", "blue-green/" + name(250) + "/", front);
        print("whether anything of that is new", "all", "blue-green/" + name(250) + "/_live", front);
        print("all of them as data", "all", "blue-green/api/json", front);
        double ofFew = print("of who may see " + APPLICATIONS / 100 + ": the front page", "few", FRONT, 0);
        print("of who may see " + APPLICATIONS / 100 + ": those", "few", "blue-green/", ofFew);
        double ofNone = print("of who may see none: the front page", "none", FRONT, 0);
        print("of who may see none: none", "none", "blue-green/", ofNone);

        assertThat(rows("all")).isEqualTo(APPLICATIONS);
        assertThat(rows("few")).isEqualTo(APPLICATIONS / 100);
        assertThat(rows("none")).isZero();
        assertThat(asked("all", "blue-green/" + name(250) + "/").body())
                .contains("Release r42 is live on green")
                .contains("Deployments: " + RECORDS);
    }

    private static long rows(String user) throws Exception {
        return asked(user, "blue-green/_live").body().split("href=\"application-[0-9]+/\"", -1).length - 1;
    }
}
