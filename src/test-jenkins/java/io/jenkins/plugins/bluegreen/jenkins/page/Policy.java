package io.jenkins.plugins.bluegreen.jenkins.page;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import io.jenkins.plugins.bluegreen.lab.Until;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A page under the content security policy of Jenkins 2.539 and later, which notes what it forbids. */
final class Policy {

    /** With the beginning of what is refused, by which it is told whose that is. */
    private static final String TEXT =
            "default-src 'self' 'report-sample'; style-src 'self' 'unsafe-inline'; img-src 'self' data:";

    private static final String NOTE = """
            window.violations = [];
            document.addEventListener("securitypolicyviolation",
              (event) => window.violations.push([event.effectiveDirective, event.blockedURI, event.sample].join(" ")));
            """;

    private final Page page;

    /** Enforces it from the next address on that is opened. */
    Policy(Page page) {
        this.page = page;
        page.addInitScript(NOTE);
        page.route("**/*", Policy::enforce);
    }

    private static void enforce(Route route) {
        if (!route.request().resourceType().equals("document")) {
            route.resume();
            return;
        }
        APIResponse response = route.fetch();
        Map<String, String> headers = new HashMap<>(response.headers());
        headers.put("content-security-policy", TEXT);
        route.fulfill(new Route.FulfillOptions().setResponse(response).setHeaders(headers));
    }

    /** Returns what it forbade since the page was opened. */
    List<String> violations() {
        List<String> all = new ArrayList<>();
        ((List<?>) page.evaluate("window.violations")).forEach(each -> all.add(each.toString()));
        return all;
    }

    /** Sees that what is forbidden is noticed, without which a page that has nothing forbidden proves nothing. */
    void prove() {
        page.evaluate("document.body.insertAdjacentHTML('beforeend', '<img src=\"x\" onerror=\"ours()\">')");
        Until.so(
                Duration.ofSeconds(30),
                () -> violations().stream().anyMatch(each -> each.startsWith("script-src-attr inline ours()")),
                () -> "What is forbidden is not noticed: " + violations());
    }
}
