package io.jenkins.plugins.bluegreen.jenkins.page.view;

import java.net.URL;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.WebResponse;
import org.jvnet.hudson.test.JenkinsRule;

/** Asks a Jenkins for its pages, as somebody does. */
final class Asking {

    private final JenkinsRule jenkins;

    Asking(JenkinsRule jenkins) {
        this.jenkins = jenkins;
    }

    /**
     * Returns an answer, whatever that is.
     *
     * @param headers names and values
     */
    WebResponse ask(String user, HttpMethod method, String address, String... headers) throws Exception {
        try (JenkinsRule.WebClient client = jenkins.createWebClient()) {
            client.setJavaScriptEnabled(false);
            client.setThrowExceptionOnFailingStatusCode(false);
            URL url = method == HttpMethod.POST
                    ? client.createCrumbedUrl(address)
                    : new URL(client.getContextPath() + address);
            WebRequest request = new WebRequest(url, method);
            for (int i = 0; i < headers.length; i += 2) {
                request.setAdditionalHeader(headers[i], headers[i + 1]);
            }
            return client.withBasicCredentials(user).getPage(request).getWebResponse();
        }
    }

    WebResponse get(String user, String address, String... headers) throws Exception {
        return ask(user, HttpMethod.GET, address, headers);
    }

    WebResponse post(String user, String address) throws Exception {
        return ask(user, HttpMethod.POST, address);
    }

    String text(String user, String address) throws Exception {
        return get(user, address).getContentAsString();
    }
}
