package tocsin.runtime;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.common.errors.SerializationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tocsin.observe.Health;
import tocsin.schemas.RegistryClient;
import tocsin.schemas.RegistryRefusedException;

/// Asks the broker and the registry every second whether they are there, and tells health.
final class Watch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Watch.class);
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final int ANSWER_MS = 2_000;

    private final Admin admin;
    private final RegistryClient registry;
    private final Health health;
    private final Runnable registryIsBack;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;

    /// @param registryIsBack done whenever the registry answers after it did not
    Watch(Map<String, Object> clients, RegistryClient registry, Health health, Runnable registryIsBack) {
        Map<String, Object> configs = new java.util.HashMap<>(clients);
        configs.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, ANSWER_MS);
        configs.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ANSWER_MS);
        this.admin = Admin.create(configs);
        this.registry = registry;
        this.health = health;
        this.registryIsBack = registryIsBack;
        this.thread = Thread.ofPlatform().name("watch").daemon().unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    private void run() {
        try {
            do {
                broker();
                registry();
            } while (!closing.await(EVERY.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void broker() throws InterruptedException {
        try {
            boolean none = admin.describeCluster(new DescribeClusterOptions().timeoutMs(ANSWER_MS)).nodes()
                    .get(ANSWER_MS + 500L, TimeUnit.MILLISECONDS).isEmpty();
            tell("broker", none ? "away: no broker in the cluster" : Health.OK);
        } catch (ExecutionException | TimeoutException e) {
            tell("broker", "away: it does not answer");
        }
    }

    private void registry() {
        try {
            registry.subjects();
            boolean back = !Health.OK.equals(health.of("registry"));
            tell("registry", Health.OK);
            if (back) {
                registryIsBack.run();
            }
        } catch (RegistryRefusedException e) {
            tell("registry", "away: what is there is no registry (" + e.getMessage() + "); is the path right?");
        } catch (SerializationException e) {
            tell("registry", "away: it does not answer");
        }
    }

    private void tell(String component, String state) {
        if (!state.equals(health.of(component))) {
            LOG.info("{}: {}", component, state);
        }
        health.set(component, state);
    }

    @Override
    public void close() {
        closing.countDown();
        admin.close(Duration.ofSeconds(2));
    }
}
