package io.jenkins.plugins.bluegreen.model.health;

import io.jenkins.plugins.bluegreen.model.value.PlanException;
import java.io.Serializable;
import java.time.Duration;
import java.util.Map;

/**
 * What is asked of a slot to know that it is healthy, and which answer counts.
 *
 * @param request what is asked
 * @param expected which answer is healthy
 * @param successes how many healthy answers in a row are asked for, 1 to 100
 * @param timeout how long one question may take
 * @param pace when it is asked
 */
public record HealthCheck(HealthRequest request, HealthyAnswer expected, int successes, Duration timeout, Pace pace)
        implements Serializable {

    /** @throws PlanException naming the field that is wrong */
    public HealthCheck {
        if (successes < 1 || successes > 100) {
            throw new PlanException("healthCheck.successes is " + successes + "; it is a number from 1 to 100.");
        }
        if (timeout.isZero()) {
            throw new PlanException("healthCheck.timeout is 0; one question needs some time, such as 5s.");
        }
    }

    /** Returns the question for another page of the same application, on the slot's own port; any whole answer but an error counts. */
    public HealthCheck page(String other) {
        return new HealthCheck(request.page(other), HealthyAnswer.NO_ERROR, 1, timeout, pace);
    }

    /** Returns where a slot's question goes. */
    public int portFor(int slotPort) {
        return slotPort + request.portOffset();
    }

    /** Returns the scheme of the question. */
    public String scheme() {
        return request.scheme();
    }

    /** Returns the path and query of the question. */
    public String path() {
        return request.path();
    }

    /** Returns the headers of the question; their values may be secrets. */
    public Map<String, String> headers() {
        return request.headers();
    }

    /** Returns where an answer says which release it comes from. */
    public ReleaseMark expectRelease() {
        return expected.release();
    }
}
