package io.jenkins.plugins.bluegreen.model.plan;

import io.jenkins.plugins.bluegreen.model.value.PlanException;
import java.io.Serializable;
import java.time.Duration;

/** In which order and portions users are led to a new release, as far as a plan is concerned. It is a value that goes with it. */
public interface StrategyConfig extends Serializable {

    /** Returns what it is called in a sentence, as a Jenkinsfile names it, such as {@code rolling}. */
    String kind();

    /** Returns for how long what it leaves may stay when it was cut off or held in between; zero for as long as nobody deploys again. */
    default Duration expires() {
        return Duration.ZERO;
    }

    /**
     * Looks whether an application can be switched like that.
     *
     * @throws PlanException saying why it cannot, and what to do
     */
    void check(Application application);
}
