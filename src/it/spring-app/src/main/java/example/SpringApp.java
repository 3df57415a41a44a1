package example;

import java.util.Map;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * A web application whose health is as its environment says, in {@code BEHAVIOUR}: {@code 500}, {@code 302},
 * {@code wrong-body}, {@code never} (it never listens), {@code crash} (it ends with status 3 at once),
 * {@code die-after-first} (it ends after the first healthy answer). Without it, it is well.
 */
@SpringBootApplication
public class SpringApp {

    static final String BEHAVIOUR = System.getenv().getOrDefault("BEHAVIOUR", "");

    /** Starts it. */
    public static void main(String[] args) throws InterruptedException {
        if (BEHAVIOUR.equals("crash")) {
            System.err.println("java.lang.IllegalStateException: no database at db.example:5432");
            System.exit(3);
        }
        SpringApplication application = new SpringApplication(SpringApp.class);
        application.setBannerMode(Banner.Mode.OFF);
        application.setLazyInitialization(true);
        application.setDefaultProperties(Map.of("server.shutdown", "graceful", "server.address", "127.0.0.1"));
        if (BEHAVIOUR.equals("never")) {
            application.setWebApplicationType(WebApplicationType.NONE);
            application.run(args);
            Thread.currentThread().join();
        }
        application.run(args);
    }
}
